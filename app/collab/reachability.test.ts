import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchReachability } from './reachability'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function aWatch() {
  const network = new EventTarget()
  const calls: string[] = []
  const watch = watchReachability({
    probe: () => calls.push('probe'),
    disconnect: () => calls.push('disconnect'),
    connect: () => calls.push('connect'),
    network,
  })
  return { watch, network, calls }
}

test('what is sent and not answered within three seconds means a dead connection', () => {
  const { watch, calls } = aWatch()
  watch.sent()
  vi.advanceTimersByTime(2_500)
  expect(calls).toEqual(['probe'])
  vi.advanceTimersByTime(500)
  expect(calls).toEqual(['probe', 'disconnect', 'connect'])
})

test('a slow database is not taken for a dead connection: the probe is answered', () => {
  const { watch, calls } = aWatch()
  watch.sent()
  for (let second = 0; second < 10; second += 1) {
    vi.advanceTimersByTime(2_100)
    watch.received(false)
  }
  expect(calls).not.toContain('disconnect')
  watch.received(true)
  vi.advanceTimersByTime(60_000)
  expect(calls).not.toContain('disconnect')
})

test('the browser’s own events count at once', () => {
  const { watch, network, calls } = aWatch()
  network.dispatchEvent(new Event('offline'))
  expect(calls).toEqual(['disconnect'])
  network.dispatchEvent(new Event('online'))
  expect(calls).toEqual(['disconnect', 'disconnect', 'connect'])
  watch.destroy()
  network.dispatchEvent(new Event('offline'))
  expect(calls).toHaveLength(3)
})

test('a connection that cannot be made is tried again, unless the server ended it for good', () => {
  const { watch, network, calls } = aWatch()
  watch.connecting()
  vi.advanceTimersByTime(5_000)
  expect(calls).toEqual(['disconnect', 'connect'])
  watch.ended()
  network.dispatchEvent(new Event('online'))
  vi.advanceTimersByTime(60_000)
  expect(calls).toEqual(['disconnect', 'connect'])
})
