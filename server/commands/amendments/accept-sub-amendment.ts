import * as Y from 'yjs'
import type { Db, Tx } from '#db/client'
import { clearChoices, listChangeStates } from '#db/queries/amendment-changes'
import { findAmendment, reviseAmendment, type Amendment } from '#db/queries/amendments'
import { bindDocumentAuthor, listDocumentAuthors, raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { decideAmendment } from '#domain/decide'
import { canonicalJson } from '#domain/hash'
import type { AmendmentId } from '#domain/ids'
import type { Outcome } from '#domain/negotiation/outcomes'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { plainText } from '#domain/text/content'
import { rewriteTokens } from '#editor/rewrite-text'
import { readContent } from '#editor/text-document'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { authorsIn, writerAmong } from '#server/texts/amendment-texts'
import { newClientId } from '#server/texts/client-id'
import { settleAmendment } from '#server/texts/settle-amendment'
import { getParent, openProposal, previewIn, type SubPreview } from '#server/texts/sub-amendment-preview'
import { documentOf, readTabledAmendments } from '#server/texts/tabled-changes'

/**
 * The proposers of an amendment take a sub-amendment into it: it proposes the new text from now on. The words that
 * come stay their sponsors', whatever becomes of the amendment.
 */
export function acceptSubAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; seen: string },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findAmendment(tx, input.amendment)
    if (!item || !can(actor, 'amendment.see', item)) return refuse('not-found')
    if (!isSignedIn(actor) || !item.parent) return refuse('not-permitted')
    const decision = decideAmendment(item, 'accept', actor)
    if (!decision.ok) return decision
    // Of two that are accepted at once, the second finds the amendment with the first in it.
    const before = await getParent(tx, item)
    await raiseAccessVersion(tx, before.document)
    const parent = await getParent(tx, item)
    if (parent.status !== 'tabled' || !parent.canonicalUpdate) return refuse('parent-decided')
    const states = (await listChangeStates(tx, [parent.id])).get(parent.id) ?? []
    if (states.some((state) => state.outcome)) return refuse('parent-being-merged')
    const at = new Date()
    const proposal = await openProposal(tx, parent)
    const preview = await previewIn(tx, item, proposal)
    const update = await makeUpdate(tx, item, proposal, preview)
    proposal.destroy()
    if (preview.seen !== input.seen) return refuse('preview-outdated')
    for (const author of update.authors) await bindDocumentAuthor(tx, parent.document, author, at)
    const canonicalUpdate = update.payload
      ? Y.mergeUpdates([parent.canonicalUpdate, update.payload])
      : parent.canonicalUpdate
    const text = plainText(preview.merge.content)
    if (!(await reviseAmendment(tx, parent.id, { canonicalUpdate, text }, at)))
      return refuse('parent-decided')
    // They were chosen among changes that are others now.
    await clearChoices(tx, parent.id)
    await recordEvent(tx, {
      type: 'amendment.revised',
      subject: parent.id,
      meeting: parent.recommendation.meeting,
      actor,
      detail: { recommendation: parent.recommendation.id, amendment: item.id },
      at,
    })
    const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
    const outcomes = new Map(changes.map(({ index }): [number, Outcome] => [index, 'accepted']))
    return settleAmendment(tx, actor, item, outcomes, { at, detail: { amends: parent.id } })
  })
}

/** The sub-amendment as an update of what its parent proposes, and the authors of the words that come with it. */
async function makeUpdate(tx: Tx, item: Amendment, proposal: Y.Doc, { merge }: SubPreview) {
  const { canonicalUpdate, language } = item
  if (!canonicalUpdate) throw new Error(`Amendment ${item.id} was tabled without its canonical form.`)
  const bound = await listDocumentAuthors(tx, item.document)
  const merged = documentOf(Y.encodeStateAsUpdate(proposal), canonicalUpdate)
  const isSame = canonicalJson(readContent(merged)) === canonicalJson(merge.content)
  merged.destroy()
  if (isSame) return { payload: canonicalUpdate, authors: authorsIn(canonicalUpdate, item, bound) }
  const moved = newClientId()
  const coming = merge.changes.flatMap((change) => change.coming)
  const writerOf = writerAmong(coming, item, bound)
  const payload = rewriteTokens(proposal, merge.tokens, language, { moved, added: moved, writerOf })
  const nobody = { client: moved, participant: undefined, amendment: undefined, delegations: [] }
  return { payload, authors: payload ? [...authorsIn(payload, item, bound), nobody] : [] }
}
