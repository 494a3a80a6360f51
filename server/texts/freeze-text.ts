import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import { setRecommendationText } from '#db/queries/recommendations'
import {
  findLastVersion,
  insertVersion,
  versionHash,
  type Version,
  type VersionReason,
} from '#db/queries/versions'
import type { VersionId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { isSignedIn, type Actor } from '#domain/people/participants'
import type { DocumentContent } from '#domain/text/content'
import { readContent } from '#editor/authored'
import { authorsHash } from './authors-hash'

/** The working text as the log has it, in a transaction as it is there. */
export async function readWorkingText(
  tx: Db,
  item: Pick<Recommendation, 'document'>,
): Promise<{ content: DocumentContent; updateId: number }> {
  const { doc, lastUpdateId } = await loadDocument(tx, item.document)
  const content = readContent(doc)
  doc.destroy()
  return { content, updateId: lastUpdateId }
}

/**
 * Makes the working text, as it stands in this transaction, the recommendation's newest version. Where nothing
 * changed since the last version, that one is the answer.
 */
export async function freezeText(
  tx: Tx,
  item: Recommendation,
  reason: VersionReason,
  actor: Actor,
  at: Date,
): Promise<Version> {
  const { content, updateId } = await readWorkingText(tx, item)
  const last = await findLastVersion(tx, item.id)
  if (last && last.hash === versionHash(item.language, content)) return last
  const version = await insertVersion(tx, {
    id: ulid() as VersionId,
    recommendation: item.id,
    language: item.language,
    content,
    reason,
    createdBy: isSignedIn(actor) ? actor.participant : undefined,
    createdAt: at,
    updateId,
    authorsHash: await authorsHash(tx, item.document),
  })
  await setRecommendationText(tx, item.id, content, at)
  return version
}
