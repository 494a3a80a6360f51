import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { moveRecommendation } from '#db/queries/recommendations'
import { decideConsolidated } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { settleOpenAmendments } from '#server/texts/settle-open-amendments'
import { acceptWhole } from './accept-whole'

/**
 * The Chair records that the paragraph will not be adopted, as the amendment proposes. The preliminary items that
 * went only into it count as open again: the list cannot be adopted before something else is decided on them.
 */
export function acceptDeletion(db: Db, actor: Actor, input: { amendment: AmendmentId }): Promise<Result> {
  return acceptWhole(
    db,
    actor,
    input.amendment,
    'deletion',
    async ({ tx, decided, record }, item, by, at) => {
      const { recommendation } = item
      if (recommendation.stage !== 'consolidated') return refuse('wrong-status')
      const to = decided(decideConsolidated(recommendation, 'drop', by))
      await raiseAccessVersion(tx, recommendation.document)
      if (!(await moveRecommendation(tx, recommendation, to, at))) return refuse('changed-meanwhile')
      await record({
        type: 'paragraph.dropped',
        subject: recommendation.id,
        meeting: recommendation.meeting,
        ...(item.rationale && { reason: item.rationale }),
        detail: { amendment: item.id },
        at,
      })
      return settleOpenAmendments(tx, by, recommendation.id, {
        cause: 'paragraph-dropped',
        reason: item.rationale,
        at,
        except: item.id,
      })
    },
  )
}
