import { writeHere } from '#server/texts/canonical-form'
import type { WriteCanonical } from '#server/texts/write-canonical'
import { PoolRefusal, type Pool } from './pool'

/** Up to so many bytes of updates a text is done in a few milliseconds, which a thread would not be. */
const shortTextBytes = 20_000

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
