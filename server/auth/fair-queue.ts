export type FairQueue = {
  /** @returns undefined, without running the work, where too many wait already. */
  run: <Result>(key: string, work: () => Promise<Result>) => Promise<Result> | undefined
  /** How many wait. */
  waiting: () => number
}

/**
 * Runs work with a limit on how much at once. Those who wait take turns by their key, so that one sender who asks for
 * a thousand things delays the next one by a single thing.
 */
export function createFairQueue(limits: { concurrency: number; waiting: number }): FairQueue {
  /** By key, in the order in which the keys have their next turn. */
  const lines = new Map<string, (() => void)[]>()
  let running = 0
  let waiting = 0

  const next = () => {
    if (running >= limits.concurrency) return
    const [entry] = lines
    if (!entry) return
    const [key, line] = entry
    const start = line.shift()
    // To the end: the other keys come first.
    lines.delete(key)
    if (line.length > 0) lines.set(key, line)
    waiting -= 1
    running += 1
    start?.()
  }

  return {
    run: (key, work) => {
      if (running >= limits.concurrency && waiting >= limits.waiting) return undefined
      const turn = new Promise<void>((resolve) => {
        const line = lines.get(key) ?? []
        line.push(resolve)
        lines.set(key, line)
        waiting += 1
      })
      next()
      return turn.then(work).finally(() => {
        running -= 1
        next()
      })
    },
    waiting: () => waiting,
  }
}
