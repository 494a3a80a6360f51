import { afterEach, expect, test } from 'vitest'
import { createPool, PoolRefusal, type Pool, type PoolLimits } from './pool'

const open: Pool[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()))
})

const aPool = (limits: Partial<PoolLimits> = {}) => {
  const pool = createPool({ waiting: 10, memoryMb: 256, timeMs: 30_000, ...limits })
  open.push(pool)
  return pool
}

const password = (text: string) => ['estimate-password', { password: text, related: [] }] as const

test('a job is done in a thread, and the event loop goes on meanwhile', async () => {
  const pool = aPool()
  // Loading the dictionaries takes half a second.
  let turns = 0
  const timer = setInterval(() => (turns += 1), 5)
  expect(await pool.run(...password('123456789012'))).toBeLessThan(3)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(10)
})

test('a job that takes too long is ended, and the next one is done', async () => {
  const pool = aPool({ timeMs: 1 })
  const ended = pool.run(...password('correct horse battery staple'))
  await expect(ended).rejects.toThrow(PoolRefusal)
  await expect(ended).rejects.toMatchObject({ reason: 'too-long' })
  expect(await aPool().run(...password('correct horse battery staple'))).toBe(4)
})

test('more jobs than may wait are refused', async () => {
  const pool = aPool({ waiting: 1 })
  const jobs = Array.from({ length: 20 }, () => pool.run(...password('correct horse battery staple')))
  const results = await Promise.allSettled(jobs)
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(20)
  for (const { reason } of refused) expect(reason).toMatchObject({ reason: 'busy' })
})
