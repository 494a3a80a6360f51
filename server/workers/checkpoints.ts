import type { KeyObject } from 'node:crypto'
import type { Logger } from 'pino'
import type { Db } from '#db/client'
import { findLastCheckpoint, findLastEvent, wasListIssuedSince } from '#db/queries/checkpoints'
import { makeCheckpoint } from '#server/record/checkpoints'

const dayMs = 24 * 60 * 60 * 1000
const intervalMs = 60_000

/** Whether the record is to be signed: once a day on which something happened, and once a list was issued. */
export async function isCheckpointDue(db: Db, now: Date): Promise<boolean> {
  const [last, event] = await Promise.all([findLastCheckpoint(db), findLastEvent(db)])
  if (!event || event.sequence === last?.sequence) return false
  if (!last || now.getTime() - Date.parse(last.at) >= dayMs) return true
  return wasListIssuedSince(db, last.sequence)
}

/**
 * Signs the record daily and at each issued list. A failure, such as a full disk, is logged and tried again; no one's
 * work waits for it.
 */
export function watchCheckpoints(
  db: Db,
  key: KeyObject,
  logger: Pick<Logger, 'error'>,
  onRun: (outcome: 'done' | 'failed') => void,
) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false
  let running: Promise<void> = Promise.resolve()
  const look = async () => {
    try {
      const now = new Date()
      if (await isCheckpointDue(db, now)) await makeCheckpoint(db, key, now)
      onRun('done')
    } catch (error) {
      onRun('failed')
      logger.error({ err: error }, 'Failed to write a checkpoint')
    }
  }
  const run = () => {
    clearTimeout(timer)
    running = running.then(look).then(() => {
      if (!closed) timer = setTimeout(run, intervalMs)
    })
  }
  run()
  return {
    /** Something happened: a list may have been issued. */
    wake: () => {
      if (!closed) run()
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      await running
      clearTimeout(timer)
    },
  }
}
