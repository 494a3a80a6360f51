import type { Logger } from 'pino'
import type { Db } from '#db/client'
import { nextMailTime } from '#db/queries/mails'
import type { ParticipantId } from '#domain/ids'
import { sendDueMails } from './send-mails'
import type { Transport } from './transport'
import { writeNotices, type Post } from './write-notices'

/** However quiet it is, somebody looks this often: another process may have written something and died. */
const longestWait = 5_000

/**
 * Tells people of what happened, beside the requests and never in their way: one turn writes notices and mails,
 * another one sends what is due, so that a slow mail server keeps no one from reading a notice.
 * @param onNotices told whose notices have grown, so that their open pages learn of it at once.
 */
export function openPostOffice(parts: {
  db: Db
  post: Post
  transport: Transport | undefined
  logger: Pick<Logger, 'error'>
  onNotices: (people: ReadonlySet<ParticipantId>) => void
  /** Told how each look ended. */
  onRun: (work: 'notices' | 'mails', outcome: 'done' | 'failed') => void
}) {
  const { db, post, transport, logger, onNotices, onRun } = parts
  let closed = false

  const writing = turning(
    async () => {
      const told = await writeNotices(db, post)
      onRun('notices', 'done')
      if (told.size === 0) return longestWait
      onNotices(told)
      sending?.wake()
      return longestWait
    },
    (error) => {
      onRun('notices', 'failed')
      logger.error({ err: error }, 'Failed to write notices')
    },
  )
  const sending =
    transport &&
    turning(
      async () => {
        await sendDueMails(db, transport, { until: () => closed })
        onRun('mails', 'done')
        const next = await nextMailTime(db)
        return next ? Math.min(Math.max(0, next.getTime() - Date.now()), longestWait) : longestWait
      },
      (error) => {
        onRun('mails', 'failed')
        logger.error({ err: error }, 'Failed to send mails')
      },
    )
  return {
    /** Something may have happened. */
    wake: () => writing.wake(),
    /** A mail may be due. */
    wakeSending: () => sending?.wake(),
    close: async () => {
      closed = true
      transport?.close()
      await Promise.all([writing.close(), sending?.close()])
    },
  }
}

/** Does something now, whenever it is woken, and after as long as the last time said; never twice at a time. */
function turning(work: () => Promise<number>, onError: (error: unknown) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let again = false
  let closed = false
  const wake = () => {
    if (closed) return
    if (running) {
      again = true
      return
    }
    clearTimeout(timer)
    running = turn().finally(() => {
      running = undefined
    })
  }
  const turn = async () => {
    let wait = longestWait
    do {
      again = false
      try {
        wait = await work()
      } catch (error) {
        wait = longestWait
        if (!closed) onError(error)
      }
    } while (again && !closed)
    if (!closed) timer = setTimeout(wake, wait)
  }
  wake()
  return {
    wake,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
