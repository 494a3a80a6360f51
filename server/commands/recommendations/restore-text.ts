import type { Db } from '#db/client'
import {
  appendDocumentUpdate,
  bindDocumentAuthor,
  loadDocument,
  raiseAccessVersion,
  replayDocument,
} from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { findRecommendation, setRecommendationText } from '#db/queries/recommendations'
import { listVersions } from '#db/queries/versions'
import type { RecommendationId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { rewriteText } from '#editor/rewrite-text'
import { readContent } from '#editor/text-document'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { newClientId } from '#server/texts/client-id'

type Input = {
  recommendation: RecommendationId
  /** The entry of the log after which the text read as it shall read again. */
  entry: number
  /** The last entry that the person saw: what was written since is not overwritten unseen. */
  seen: number
}

/**
 * Makes the working text read as it did at an earlier moment: a new edit like any other, so that nothing of what
 * came between is lost, and every word that comes back is still its author's.
 */
export function restoreText(db: Db, actor: Actor, input: Input): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see-history', item)) return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'recommendation.edit', item)) return refuse('not-permitted')
    // No edit slips in between what is read and what is written.
    await raiseAccessVersion(tx, item.document)
    const tabled = (await listVersions(tx, item.id)).find((version) => version.reason === 'tabled')
    const isPrivate = tabled !== undefined && input.entry < tabled.updateId
    if (isPrivate && !can(actor, 'recommendation.see-drafting', item)) return refuse('not-found')
    const { doc, lastUpdateId } = await loadDocument(tx, item.document)
    const before = await replayDocument(tx, item.document, input.entry)
    const content = readContent(before)
    before.destroy()
    if (lastUpdateId !== input.seen) {
      doc.destroy()
      return refuse('preview-outdated')
    }
    const at = new Date()
    const client = newClientId()
    const payload = rewriteText(doc, content, item.language, client)
    doc.destroy()
    if (!payload) return refuse('nothing-changed')
    const { participant, delegation } = actor
    await bindDocumentAuthor(
      tx,
      item.document,
      { client, participant, amendment: undefined, delegations: delegation ? [delegation] : [] },
      at,
    )
    await appendDocumentUpdate(tx, {
      document: item.document,
      payload,
      participant,
      at,
      restores: input.entry,
    })
    await setRecommendationText(tx, item.id, content, at)
    const event = { subject: item.id, meeting: item.meeting, actor, at }
    const { entry } = input
    const parties = [...item.proposers, ...item.invited]
    await recordEvent(
      tx,
      item.status === 'draft'
        ? { ...event, type: 'recommendation.draft-restored', detail: { entry, parties } }
        : { ...event, type: 'recommendation.restored', detail: { entry } },
    )
    return { ok: true }
  })
}
