import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import type { TaskName, Tasks } from './tasks'

export type PoolLimits = {
  /** Jobs that may wait. */
  waiting: number
  /** Memory of one thread, in megabytes. */
  memoryMb: number
  /** How long one job may take once it has begun or waits, in milliseconds. */
  timeMs: number
}

/** A job that was not done: too many wait, or it took too long or too much memory. */
export class PoolRefusal extends Error {
  constructor(
    readonly reason: 'busy' | 'too-long' | 'too-large',
    cause?: unknown,
  ) {
    super(`A job was not done: ${reason}.`, { cause })
  }
}

/** For jobs without which one can go on: undefined where the pool refused, or whatever else was thrown. */
export function undefinedWhereRefused(error: unknown): undefined {
  if (!(error instanceof PoolRefusal)) throw error
}

export type Pool = {
  /** @throws PoolRefusal where the limits of the pool end the job, or whatever the job threw. */
  run: <Name extends TaskName>(name: Name, input: Tasks[Name]['input']) => Promise<Tasks[Name]['output']>
  /** Jobs that wait for a thread. */
  waiting: () => number
  close: () => Promise<void>
}

/** Threads go when no one needs them, in milliseconds. */
const idleTimeMs = 60_000

/**
 * Threads for work that would keep the event loop from everybody else. They are started when they are first needed.
 * What strangers send is read in a process of its own instead: a thread's memory is not limited well enough for that.
 */
export function createPool(limits: PoolLimits): Pool {
  // One processor is left to the event loop.
  const threads = Math.max(1, availableParallelism() - 1)
  let unfinished = 0
  const piscina = new Piscina({
    filename: new URL('./worker.mjs', import.meta.url).href,
    execArgv: [],
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleTimeMs,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
  })
  // A thread that breaks has failed its job, which says so; another one takes its place.
  piscina.on('error', () => undefined)
  return {
    run: async <Name extends TaskName>(name: Name, input: Tasks[Name]['input']) => {
      if (unfinished >= threads + limits.waiting) throw new PoolRefusal('busy')
      unfinished += 1
      try {
        const signal = AbortSignal.timeout(limits.timeMs)
        return (await piscina.run({ name, input }, { signal })) as Tasks[Name]['output']
      } catch (error) {
        throw refusalOf(error) ?? error
      } finally {
        unfinished -= 1
      }
    },
    waiting: () => Math.max(0, unfinished - threads),
    close: () => piscina.destroy(),
  }
}

function refusalOf(error: unknown): PoolRefusal | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return new PoolRefusal('too-long', error)
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return new PoolRefusal('too-large', error)
  return undefined
}
