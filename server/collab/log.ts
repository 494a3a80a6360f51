import type { Db } from '#db/client'
import { appendToLogs, type Appended } from '#db/queries/document-log'
import type { RefusedReason } from '#collab/messages'
import type { Connection } from './connection'
import { withRetry } from './retry'
import type { Room } from './room'

/** One update that a connection sent, waiting to become durable. */
export type Pending = {
  room: Room
  payload: Uint8Array
  sender: Connection
  /** Called after the commit, or when the update is refused for good. */
  settle: (outcome: Outcome) => void
}

export type Outcome = { id: number } | { refused: RefusedReason }

type Options = {
  db: Db
  onFailure: (error: unknown) => void
  /** The access version of the sender's document has moved. @returns whether they may still write. */
  decideAgain: (room: Room, sender: Connection) => Promise<boolean>
  /** Called when the outcomes of a commit have all been settled. @param durationMs how long it took. */
  onCommitted: (durationMs: number) => void
}

/**
 * Each commit has a fixed cost: while updates keep coming, there is at least this pause between two, and where the
 * disk is slow a longer one, since SQLite holds the event loop meanwhile. An update after silence waits for none of it.
 */
const pauseMs = 1
const longestPauseMs = 50
/** Rights may move while they are decided; someone changes them, so not for long. */
const mostDecisions = 10

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Group commit: what all rooms receive while the last commit runs becomes durable in one transaction, and only then
 * is anyone told. While the database is away or its disk is full, updates wait: they arrive late, and no one is told
 * that they are saved.
 */
export function createLogWriter({ db, onFailure, decideAgain, onCommitted }: Options) {
  let queue: Pending[] = []
  let running: Promise<void> | undefined
  const refusedSenders = new WeakSet<Connection>()

  const settled = new WeakSet<Pending>()
  const settle = (pending: Pending, outcome: Outcome) => {
    if (settled.has(pending)) return
    settled.add(pending)
    if ('refused' in outcome) refusedSenders.add(pending.sender)
    pending.settle(outcome)
  }

  /** A commit whose answer was lost may be repeated: the same update twice is one. */
  const append = (batch: readonly Pending[]): Promise<Appended[]> =>
    withRetry(
      () =>
        appendToLogs(
          db,
          batch.map(({ room, payload, sender }) => ({
            document: room.id,
            payload,
            participant: sender.participant,
            accessVersion: sender.accessVersion,
          })),
          new Date(),
        ),
      onFailure,
    )

  const commit = async (batch: readonly Pending[]): Promise<void> => {
    let rest = batch
    for (let decisions = 0; rest.length > 0; decisions += 1) {
      // What a refused sender sends afterwards builds on what was refused.
      for (const pending of rest)
        if (refusedSenders.has(pending.sender)) settle(pending, { refused: 'incomplete' })
      rest = rest.filter((pending) => !settled.has(pending))
      if (rest.length === 0) return
      const ids = await append(rest)
      const moved = rest.filter((pending, index) => {
        const id = ids[index]
        if (id !== undefined) settle(pending, { id })
        return id === undefined
      })
      for (const { room, sender } of new Map(moved.map((pending) => [pending.sender, pending])).values()) {
        const mayWrite =
          decisions < mostDecisions && (await withRetry(() => decideAgain(room, sender), onFailure))
        if (mayWrite) continue
        for (const pending of moved)
          if (pending.sender === sender) settle(pending, { refused: 'not-permitted' })
      }
      rest = moved
    }
  }

  /** A failure that no retry mends costs only the sender whose update causes it. */
  const commitOrRefuse = async (batch: readonly Pending[]): Promise<void> => {
    try {
      return await commit(batch)
    } catch {
      // Reported by `withRetry`.
    }
    for (const pending of batch) {
      try {
        await commit([pending])
      } catch {
        settle(pending, { refused: 'failed' })
      }
    }
  }

  /** When the next commit may start. */
  let earliestMs = 0
  const run = async () => {
    // Whatever else arrives in this turn of the event loop goes into the same commit.
    await new Promise(setImmediate)
    while (queue.length > 0) {
      const waitMs = earliestMs - performance.now()
      if (waitMs > 0.5) await wait(waitMs)
      const startedMs = performance.now()
      const batch = queue
      queue = []
      await commitOrRefuse(batch)
      const endedMs = performance.now()
      earliestMs = endedMs + Math.min(longestPauseMs, Math.max(pauseMs, endedMs - startedMs))
      onCommitted(endedMs - startedMs)
    }
    running = undefined
  }

  return {
    add(pending: Pending): void {
      queue.push(pending)
      running ??= run()
    },
    /** Updates that wait for the next commit. */
    waiting: () => queue.length,
    /** Resolves when everything that was added is durable or refused. */
    async drained(): Promise<void> {
      while (queue.length > 0 || running) await running
    },
  }
}
