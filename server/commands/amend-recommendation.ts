import { ulid } from 'ulid'
import * as Y from 'yjs'
import type { Db } from '#db/client'
import { insertAmendment } from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import {
  appendDocumentUpdate,
  bindDocumentAuthor,
  insertDocument,
  listDocumentAuthors,
  loadDocument,
} from '#db/queries/documents'
import { findRecommendation } from '#db/queries/recommendations'
import type { AmendmentId, DocumentId, RecommendationId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import { plainText, type DocumentContent } from '#domain/content'
import { rewriteText } from '#editor/rewrite-text'
import { readContent } from '#editor/text-document'
import { newClientId } from './draft-recommendation'
import { freezeText } from './freeze-text'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

type Input = {
  recommendation: RecommendationId
  /** How the amended text reads; absent to begin with the text as it stands. */
  content?: DocumentContent | undefined
}

/** A delegation forks a tabled text to propose changes to it; until it is tabled only its drafters see it. */
export function amendRecommendation(
  db: Db,
  actor: Actor,
  input: Input,
): Promise<Result<{ amendment: AmendmentId }>> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!isSignedIn(actor) || !actor.delegation) return refuse('not-permitted')
    if (!can(actor, 'recommendation.amend', item)) return refuse('wrong-status')
    const at = new Date()
    const version = await freezeText(tx, item, 'amendment-base', actor, at)
    const document = ulid() as DocumentId
    const amendment = ulid() as AmendmentId
    const { language } = item
    await insertDocument(tx, { id: document, kind: 'amendment', language, at })
    const { doc } = await loadDocument(tx, item.document)
    const payload = Y.encodeStateAsUpdate(doc)
    const client = newClientId()
    const changes = input.content && rewriteText(doc, input.content, language, client)
    const text = plainText(readContent(doc))
    doc.destroy()
    // The words of the base stay their authors' in the fork.
    for (const author of await listDocumentAuthors(tx, item.document)) {
      await bindDocumentAuthor(tx, document, author, at)
    }
    await appendDocumentUpdate(tx, { document, payload, participant: undefined, at })
    if (changes) {
      const { participant, delegation } = actor
      await bindDocumentAuthor(
        tx,
        document,
        { client, participant, amendment: undefined, delegations: [delegation] },
        at,
      )
      await appendDocumentUpdate(tx, { document, payload: changes, participant, at })
    }
    await insertAmendment(tx, {
      id: amendment,
      recommendation: item.id,
      document,
      baseVersion: version.id,
      language,
      text,
      rationale: '',
      proposer: actor.delegation,
      createdBy: actor.participant,
      at,
    })
    await appendAuditEvent(tx, {
      type: 'amendment.drafted',
      subject: { kind: 'amendment', id: amendment },
      meeting: item.meeting,
      actor,
      detail: { recommendation: item.id, base: version.number },
      at,
    })
    return { ok: true, amendment }
  })
}
