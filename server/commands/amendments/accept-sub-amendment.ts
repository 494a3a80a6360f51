import type { Db } from '#db/client'
import { clearChoices, listChangeStates } from '#db/queries/amendment-changes'
import { reviseAmendment } from '#db/queries/amendments'
import { loadDocument, raiseAccessVersion } from '#db/queries/documents'
import { decideAmendment } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { decisionsOf } from '#domain/negotiation/outcomes'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { amendmentIs } from '#domain/status'
import { plainText } from '#domain/text/content'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { bindProposed } from '#server/texts/amendment-texts'
import { appendRewriting } from '#server/texts/append-rewriting'
import { bindStructure } from '#server/texts/canonical-form'
import { rewriteTokens } from '#server/texts/rewrite-text'
import { settleAmendment } from '#server/texts/settle-amendment'
import { getParent, previewIn } from '#server/texts/sub-amendment-preview'
import { placesOf, readTabledAmendments } from '#server/texts/tabled-changes'

/**
 * The proposers of an amendment take a sub-amendment into it: it proposes the new text from now on. The words that
 * come stay their sponsors', whatever becomes of the amendment.
 */
export function acceptSubAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; seen: string },
): Promise<Result> {
  return command(db, actor, async ({ tx, see, decided, record }) => {
    const item = await see.amendment(input.amendment)
    if (!isSignedIn(actor) || !item.parent) return refuse('not-permitted')
    decided(decideAmendment(item, 'accept', actor))
    // Of two that are accepted at once, the second finds the amendment with the first in it.
    const before = await getParent(tx, item)
    await raiseAccessVersion(tx, before.document)
    const parent = await getParent(tx, item)
    if (!amendmentIs.tabled(parent.status)) return refuse('parent-decided')
    const states = (await listChangeStates(tx, [parent.id])).get(parent.id) ?? []
    if (states.some((state) => state.outcome)) return refuse('parent-being-merged')
    const at = new Date()
    const { doc } = await loadDocument(tx, parent.document)
    const preview = await previewIn(tx, item, doc)
    const structure = await bindStructure(tx, parent.document, at)
    const proposal = { amendment: item, changes: preview.merge.changes }
    const writers = await bindProposed(tx, parent.document, structure, [proposal], at)
    const rewriting = rewriteTokens(doc, preview.merge.tokens, item.language, {
      ...writers,
      placeOf: placesOf(preview.changes),
    })
    doc.destroy()
    if (preview.seen !== input.seen) return refuse('preview-outdated')
    if (rewriting)
      await appendRewriting(tx, parent.document, rewriting, { participant: actor.participant, at })
    if (!(await reviseAmendment(tx, parent.id, plainText(preview.merge.content), at)))
      return refuse('parent-decided')
    // They were chosen among changes that are others now.
    await clearChoices(tx, parent.id)
    await record({
      type: 'amendment.revised',
      subject: parent.id,
      meeting: parent.recommendation.meeting,
      detail: { recommendation: parent.recommendation.id, amendment: item.id },
      at,
    })
    const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
    const accepted = decisionsOf(
      changes.map(({ index }) => [index, 'accepted'] as const),
      undefined,
    )
    return settleAmendment(tx, actor, item, accepted, { at, detail: { amends: parent.id } })
  })
}
