import type { Db, Tx } from '#db/client'

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
  try {
    return await db.transaction().execute(async (tx) => {
      const answer = await work(tx)
      if (!answer.ok) throw new Refused(answer)
      return answer
    })
  } catch (error) {
    if (error instanceof Refused) return error.answer as Answer
    throw error
  }
}
