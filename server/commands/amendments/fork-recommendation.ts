import { ulid } from 'ulid'
import * as Y from 'yjs'
import type { Db, Tx } from '#db/client'
import { insertAmendment } from '#db/queries/amendments'
import { loadDocument, replayDocument } from '#db/queries/documents'
import { listVersions, type Version } from '#db/queries/versions'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import type { AmendmentKind } from '#domain/negotiation/amendments'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { permissionFor } from '#domain/permissions/can'
import { plainText, type DocumentContent } from '#domain/text/content'
import { readContent } from '#editor/authored'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { appendRewriting } from '#server/texts/append-rewriting'
import { bindNewBase } from '#server/texts/bind-authors'
import { forkText } from '#server/texts/fork-text'
import { freezeText } from '#server/texts/freeze-text'
import { rewriteText } from '#server/texts/rewrite-text'

export type ForkOf = {
  recommendation: RecommendationId
  /** How the amended text reads; absent to begin with the text that is amended. */
  content?: DocumentContent | undefined
  /** The number of the version that is amended; absent for the text as it stands. */
  version?: number | undefined
}

export function forkRecommendation(
  db: Db,
  actor: Actor,
  input: ForkOf,
  kind: Exclude<AmendmentKind, 'new-paragraph'>,
): Promise<Result<{ amendment: AmendmentId }>> {
  return command<Result<{ amendment: AmendmentId }>>(db, actor, async ({ tx, see, record }) => {
    const item = await see.recommendation(input.recommendation)
    const delegation = delegationIn(actor, item)
    if (!isSignedIn(actor) || !delegation) return refuse('not-permitted')
    const permission = permissionFor(actor, 'recommendation.amend', item)
    if (!permission.ok) return permission
    if (kind === 'deletion' && item.stage !== 'consolidated') return refuse('withdrawn-by-proposers')
    const at = new Date()
    const amended = await findBase(tx, item, input.version, actor, at)
    if (!amended) return refuse('not-found')
    const { version, doc } = amended
    const { language } = item
    const state = Y.encodeStateAsUpdate(doc)
    const fork = { document: item.document, state, language, kind: 'amendment-draft' } as const
    const document = await forkText(tx, fork, at)
    const { participant } = actor
    const author = { participant, amendment: undefined, delegations: [delegation] }
    const base = await bindNewBase(tx, document, author, at)
    const changes = input.content && rewriteText(doc, input.content, language, { base })
    const text = plainText(readContent(doc))
    doc.destroy()
    if (changes) await appendRewriting(tx, document, changes, { participant, at })
    const amendment = ulid() as AmendmentId
    await insertAmendment(tx, {
      id: amendment,
      kind,
      recommendation: item.id,
      document,
      baseVersion: version.id,
      language,
      text,
      rationale: '',
      proposer: delegation,
      createdBy: participant,
      at,
    })
    await record({
      type: 'amendment.drafted',
      subject: amendment,
      meeting: item.meeting,
      detail: {
        recommendation: item.id,
        kind,
        language,
        document,
        base: version.number,
        parties: [delegation],
      },
      at,
    })
    return { ok: true, amendment }
  })
}

/** The version that is amended and the document as its log had it then; undefined where there is no such version. */
async function findBase(
  tx: Tx,
  item: Recommendation,
  number: number | undefined,
  actor: Actor,
  at: Date,
): Promise<{ version: Version; doc: Y.Doc } | undefined> {
  if (number === undefined) {
    const version = await freezeText(tx, item, 'amendment-base', actor, at)
    return { version, doc: (await loadDocument(tx, item.document)).doc }
  }
  const version = (await listVersions(tx, item.id)).find((candidate) => candidate.number === number)
  return version && { version, doc: await replayDocument(tx, item.document, version.updateId) }
}
