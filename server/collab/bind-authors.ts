import type { Db } from '#db/client'
import { bindAuthors, type Binding, type BoundTo } from '#db/queries/bind-authors'

type Waiting = { binding: Binding; resolve: (boundTo: BoundTo) => void; reject: (error: unknown) => void }

/** Binds client ids in groups: when a meeting begins, everyone's first letters come within a second. */
export function createAuthorBinder(db: Db) {
  let queue: Waiting[] = []
  let isRunning = false

  const run = async () => {
    while (queue.length > 0) {
      const batch = queue
      queue = []
      try {
        const bound = await bindAuthors(
          db,
          batch.map(({ binding }) => binding),
          new Date(),
        )
        batch.forEach(({ resolve }, index) => resolve(bound[index]))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isRunning = false
  }

  /** @returns to whom the base id belongs now. */
  return (binding: Binding): Promise<BoundTo> =>
    new Promise((resolve, reject) => {
      queue.push({ binding, resolve, reject })
      if (isRunning) return
      isRunning = true
      setImmediate(() => void run())
    })
}

export type BindAuthor = ReturnType<typeof createAuthorBinder>
