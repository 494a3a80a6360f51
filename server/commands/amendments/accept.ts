import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { decisionsOf, type Outcome } from '#domain/negotiation/outcomes'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { isOpenText } from '#domain/permissions/recommendations'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { makeAcceptance } from '#server/texts/amendment-texts'
import { appendRewriting } from '#server/texts/append-rewriting'
import { bindStructure } from '#server/texts/canonical-form'
import { freezeText } from '#server/texts/freeze-text'
import { settleAmendment } from '#server/texts/settle-amendment'

type Acceptance = {
  amendment: AmendmentId
  /** The preview that the person saw; what would become of the text now must be the same. */
  seen: string
  /** Indexes of the changes to take; all of them without it. */
  chosen?: readonly number[]
  /** Why the others are not taken; needed where there are any. */
  reason?: string
}

/**
 * The Rapporteur takes an amendment, or some of its changes, into the working text. The words that come with it
 * are its sponsors'.
 */
export function acceptAmendment(db: Db, actor: Actor, input: Acceptance): Promise<Result> {
  return command(db, actor, async ({ tx, see, decided }) => {
    const item = await see.amendment(input.amendment)
    decided(decideAmendment(item, input.chosen ? 'accept-in-part' : 'accept', actor))
    if (!isSignedIn(actor) || item.kind !== 'text' || item.parent) return refuse('not-permitted')
    if (!isOpenText(item.recommendation)) return refuse('text-closed')
    if (input.chosen?.length === 0) return refuse('nothing-chosen')
    await raiseAccessVersion(tx, item.recommendation.document)
    const at = new Date()
    const chosen = input.chosen && new Set(input.chosen)
    const { document } = item.recommendation
    const structure = await bindStructure(tx, document, at)
    const { preview, rewriting } = await makeAcceptance(tx, item, structure, at, chosen)
    if (preview.seen !== input.seen) return refuse('preview-outdated')
    if (rewriting) await appendRewriting(tx, document, rewriting, { participant: actor.participant, at })
    const version = await freezeText(tx, item.recommendation, 'amendment-accepted', actor, at)
    const outcomes = preview.merge.changes.map(({ index }): [number, Outcome] => [
      index,
      !chosen || chosen.has(index) ? 'accepted' : 'rejected',
    ])
    const isPartial = outcomes.some(([, outcome]) => outcome === 'rejected')
    if (isPartial && !input.reason?.trim()) return refuse('reason-required')
    return settleAmendment(tx, actor, item, decisionsOf(outcomes, input.reason), {
      at,
      reason: input.reason,
      detail: {
        version: version.number,
        ...(preview.emptied.length > 0 && { emptied: preview.emptied }),
      },
    })
  })
}
