import { expect, test } from 'vitest'
import { createFairQueue } from './fair-queue'

const aStep = () => {
  let finish = () => {}
  const done = new Promise<void>((resolve) => (finish = resolve))
  return { done, finish }
}

test('a sender who asks for a hundred things delays another one by a single thing', async () => {
  const queue = createFairQueue({ concurrency: 1, waiting: 1_000 })
  const order: string[] = []
  const first = aStep()
  const all = [queue.run('flood', () => first.done)]
  for (let count = 0; count < 100; count += 1)
    all.push(queue.run('flood', async () => void order.push('flood')))
  all.push(queue.run('person', async () => void order.push('person')))
  first.finish()
  await Promise.all(all)
  expect(order.indexOf('person')).toBeLessThanOrEqual(1)
  expect(order).toHaveLength(101)
})

test('no more runs at once than may, and no more waits', async () => {
  const queue = createFairQueue({ concurrency: 2, waiting: 3 })
  let running = 0
  let most = 0
  const steps = Array.from({ length: 5 }, aStep)
  const runs = steps.map(({ done }, index) =>
    queue.run(String(index), async () => {
      most = Math.max(most, (running += 1))
      await done
      running -= 1
    }),
  )
  expect(queue.waiting()).toBe(3)
  expect(queue.run('late', async () => undefined)).toBeUndefined()
  for (const { finish } of steps) finish()
  await Promise.all(runs)
  expect(most).toBe(2)
  expect(queue.waiting()).toBe(0)
})

test('work that fails makes room for the next', async () => {
  const queue = createFairQueue({ concurrency: 1, waiting: 1 })
  const failed = queue.run('a', () => Promise.reject(new Error('broken')))
  const next = queue.run('b', async () => 'done')
  await expect(failed).rejects.toThrow('broken')
  expect(await next).toBe('done')
})
