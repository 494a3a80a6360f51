import type { Db, Tx } from '#db/client'
import { isTransient } from '#db/transient'

/** A command that met another one, or a database that restarts, is tried again this often before it fails. */
const attempts = 5
/** Before the second attempt, in milliseconds; doubled each time. */
const firstPause = 50

class Refused<Answer> {
  constructor(readonly answer: Answer) {}
}

const isTransaction = (db: Db): db is Tx => db.isTransaction

/**
 * Runs a command in one transaction. A refusal undoes whatever was written before it was noticed: what is refused
 * has not happened.
 */
export async function inTransaction<Answer extends { ok: boolean }>(
  db: Db,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  // Part of a larger whole, such as the sample: that stands or falls together.
  if (isTransaction(db)) return work(db)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(async (tx) => {
        const answer = await work(tx)
        if (!answer.ok) throw new Refused(answer)
        return answer
      })
    } catch (error) {
      if (error instanceof Refused) return error.answer as Answer
      if (attempt === attempts || !hasNotHappened(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, firstPause * 2 ** attempt))
    }
  }
}

/** Deadlocks and refused lines: unlike a line that broke under a commit, these surely left nothing behind. */
const hasNotHappened = (error: unknown) =>
  isTransient(error) &&
  error instanceof Error &&
  'code' in error &&
  ['40P01', '40001', '57P03', 'ECONNREFUSED', 'SQLITE_BUSY'].includes(String(error.code))
