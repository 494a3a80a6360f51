import type { Logger } from 'pino'
import type { Db } from '#db/client'
import { concludeSilences } from '#server/commands/silences/conclude'
import { makeDigests, type Post } from '#server/mail/write-notices'

/** However far away the next deadline is, it is looked for this often: another process may have set a nearer one. */
const longestWait = 5_000

/**
 * Does what falls due, from now on and at its time: also what fell due while no server was running. With several
 * processes each looks, and what is done is done once.
 * @param onDone told when something was done, so that open pages learn of it at once.
 * @param onMail told when a digest was made, so that it is sent at once.
 * @param onRun told how each look ended.
 */
export function watchDeadlines(
  db: Db,
  post: Post,
  logger: Pick<Logger, 'error'>,
  {
    onDone,
    onMail,
    onRun,
  }: { onDone: () => void; onMail: () => void; onRun: (outcome: 'done' | 'failed') => void },
) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false
  const look = async () => {
    let next: Date | undefined
    try {
      const { concluded, next: later } = await concludeSilences(db)
      next = later
      if (concluded > 0) onDone()
      if ((await makeDigests(db, post)) > 0) onMail()
      onRun('done')
    } catch (error) {
      onRun('failed')
      logger.error({ err: error }, 'Failed to process deadlines')
    }
    if (closed) return
    const wait = next ? Math.max(0, next.getTime() - Date.now()) : longestWait
    timer = setTimeout(() => void (looking = look()), Math.min(wait, longestWait))
  }
  let looking = look()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await looking
    },
  }
}
