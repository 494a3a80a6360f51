import type { Db } from '#db/client'
import { longestAmendmentOf } from '#db/queries/amendments'
import type { RecommendationId } from '#domain/ids'
import { writeHere } from '#server/texts/canonical-form'
import type { WriteCanonical } from '#server/texts/write-canonical'
import { readAmendmentPage } from '#server/views/amendment-page'
import { readAmendments } from '#server/views/amendment-cards'
import { readHistory } from '#server/views/history'
import { readMergeDeskPage } from '#server/views/merge-desk'
import { PoolRefusal, type Pool } from './pool'

/** Up to so many bytes of updates a text is done in a few milliseconds, which a thread would not be. */
const shortTextBytes = 20_000
/** The same of texts that are compared, in letters. */
const shortTextLetters = 20_000

type Compared = { id: RecommendationId; text: string }

/**
 * What takes long for long texts only, and is then done off the event loop: drafts that are made canonical, and
 * screens that compare texts.
 * @param database the address of `db`, for threads.
 * @param limitWords that one amendment may change.
 */
export function openLongTexts(pool: Pool, db: Db, database: string, limitWords: number) {
  const view =
    <Asked extends unknown[], Seen>(
      read: (db: Db, ...asked: Asked) => Promise<Seen>,
      run: (input: { database: string; asked: Asked }) => Promise<Seen>,
    ) =>
    async (of: Compared, ...asked: Asked): Promise<Seen> => {
      const letters = Math.max(of.text.length, await longestAmendmentOf(db, of.id))
      if (letters <= shortTextLetters) return read(db, ...asked)
      return run({ database, asked }).catch((error: unknown) => {
        // A page that comes late is better than none.
        if (error instanceof PoolRefusal && error.reason === 'busy') return read(db, ...asked)
        throw error
      })
    }
  return {
    writeCanonical: canonicalWriter(pool, limitWords),
    readAmendmentPage: view(readAmendmentPage, (input) => pool.run('amendment-page', input)),
    readAmendments: view(readAmendments, (input) => pool.run('amendments', input)),
    readMergeDeskPage: view(readMergeDeskPage, (input) => pool.run('merge-desk', input)),
    readHistory: view(readHistory, (input) => pool.run('history', input)),
  }
}

export type LongTexts = ReturnType<typeof openLongTexts>

/**
 * Makes drafts canonical, long ones in the pool.
 * @param limitWords that one amendment may change.
 */
export function canonicalWriter(pool: Pool, limitWords: number): WriteCanonical {
  return (job) => {
    const limited = { ...job, limitWords }
    const bytes = job.draft.reduce((sum, { byteLength }) => sum + byteLength, 0)
    return bytes <= shortTextBytes
      ? writeHere(limited)
      : pool.run('write-canonical', limited).catch(refusalOf)
  }
}

/** What the pool ends takes longer than anybody should wait for. */
function refusalOf(error: unknown): 'busy' | 'too-much-changed' {
  if (!(error instanceof PoolRefusal)) throw error
  return error.reason === 'busy' ? 'busy' : 'too-much-changed'
}
