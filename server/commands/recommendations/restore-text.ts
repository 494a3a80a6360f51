import type * as Y from 'yjs'
import type { Db, Tx } from '#db/client'
import { loadDocument, raiseAccessVersion, replayDocument } from '#db/queries/documents'
import { findRecommendation, setRecommendationText } from '#db/queries/recommendations'
import { listVersions } from '#db/queries/versions'
import type { DocumentId, RecommendationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { readContent } from '#editor/authored'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { appendRewriting } from '#server/texts/append-rewriting'
import { bindStructure } from '#server/texts/canonical-form'
import { changeText } from '#server/texts/change-text'
import { restoreState } from '#server/texts/restore-state'
import { rewriteText, type Rewriting } from '#server/texts/rewrite-text'

type Restoration = {
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
export function restoreText(db: Db, actor: Actor, input: Restoration): Promise<Result> {
  return command(db, actor, async ({ tx, allow, person, record }) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see-history', item)) return refuse('not-found')
    allow('recommendation.edit', item)
    const by = person()
    // No edit slips in between what is read and what is written.
    await raiseAccessVersion(tx, item.document)
    const tabled = (await listVersions(tx, item.id)).find((version) => version.reason === 'tabled')
    const isPrivate = tabled !== undefined && input.entry < tabled.updateId
    if (isPrivate && !can(by, 'recommendation.see-drafting', item)) return refuse('not-found')
    const { doc, lastUpdateId } = await loadDocument(tx, item.document)
    const at = new Date()
    const base = await bindStructure(tx, item.document, at)
    const payload = isPrivate
      ? await rewriteAsDraft(tx, item, doc, base, input.entry)
      : await restoreEntry(tx, item.document, doc, base, input.entry)
    const content = readContent(doc)
    doc.destroy()
    if (lastUpdateId !== input.seen) return refuse('preview-outdated')
    if (!payload) return refuse('nothing-changed')
    const { participant } = by
    await appendRewriting(tx, item.document, payload, { participant, at, restores: input.entry })
    await setRecommendationText(tx, item.id, content, at)
    const event = { subject: item.id, meeting: item.meeting, at }
    const { entry } = input
    const parties = [...item.proposers, ...item.invited]
    await record(
      recommendationIs.draft(item.status)
        ? { ...event, type: 'recommendation.draft-restored', detail: { entry, parties } }
        : { ...event, type: 'recommendation.restored', detail: { entry } },
    )
    return { ok: true }
  })
}

async function restoreEntry(
  tx: Tx,
  document: DocumentId,
  doc: Y.Doc,
  base: number,
  entry: number,
): Promise<Rewriting | undefined> {
  const then = await replayDocument(tx, document, entry)
  const update = changeText(doc, base, (edit) => restoreState(edit, then))
  then.destroy()
  return update && { update, copied: [] }
}

/** Before it was tabled the text was another document: its words come as copies. */
async function rewriteAsDraft(
  tx: Tx,
  { draftDocument, language }: Recommendation,
  doc: Y.Doc,
  base: number,
  entry: number,
): Promise<Rewriting | undefined> {
  if (draftDocument === undefined) return undefined
  const then = await replayDocument(tx, draftDocument, entry)
  const content = readContent(then)
  then.destroy()
  return rewriteText(doc, content, language, { base })
}
