import type { Db, Tx } from '#db/client'
import { findAmendment, type Amendment } from '#db/queries/amendments'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import {
  listRecommendations,
  moveRecommendation,
  nextPosition,
  placeNewParagraph,
  setRecommendationPosition,
} from '#db/queries/recommendations'
import type { AmendmentId } from '#domain/ids'
import type { Outcome } from '#domain/outcomes'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/participants'
import { can } from '#domain/permissions'
import { decideAmendment, decideConsolidated } from '#domain/status'
import { makeAcceptance } from './amendment-texts'
import { appendAuthoredUpdate } from './append-authored-update'
import { settleAmendment } from './decide-amendment'
import { newClientId } from './draft-recommendation'
import { freezeText } from './freeze-text'
import { refuse, type Result } from './refusal'
import { readTabledAmendments } from './tabled-changes'
import { inTransaction } from './transaction'

/** A new paragraph stands in the list from now on, as a proposed one; its words are its sponsors'. */
export function acceptNewParagraph(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; seen: string },
): Promise<Result> {
  return decide(db, actor, input.amendment, 'new-paragraph', async (tx, item, by, at) => {
    await raiseAccessVersion(tx, item.recommendation.document)
    const moved = newClientId()
    const { preview, update } = await makeAcceptance(tx, item, moved)
    if (preview.seen !== input.seen) return refuse('preview-outdated')
    const { document } = item.recommendation
    if (update && !(await appendAuthoredUpdate(tx, by, document, update, moved, at))) {
      return refuse('changed-meanwhile')
    }
    await freezeText(tx, item.recommendation, 'amendment-accepted', by, at)
    const place = await makeRoom(tx, item)
    if (!(await placeNewParagraph(tx, item.recommendation.id, place, at))) return refuse('changed-meanwhile')
    await appendAuditEvent(tx, {
      type: 'paragraph.added',
      subject: { kind: 'recommendation', id: item.recommendation.id },
      meeting: item.recommendation.meeting,
      actor: by,
      detail: { amendment: item.id },
      at,
    })
    return { ok: true }
  })
}

/** Where it comes to stand: after the paragraph that was named if that one is still there, else at the end. */
async function makeRoom(tx: Tx, { after, recommendation }: Amendment) {
  const { meeting, topic } = recommendation
  const paragraphs = (await listRecommendations(tx, meeting)).filter(
    (one) => one.stage === 'consolidated' && one.topic === topic,
  )
  const before = paragraphs.find((one) => one.id === after)
  if (!before) return { topic, position: await nextPosition(tx, meeting, topic) }
  for (const one of paragraphs) {
    if (one.position > before.position) await setRecommendationPosition(tx, one.id, one.position + 1)
  }
  return { topic, position: before.position + 1 }
}

/**
 * The Chair records that the paragraph will not be adopted, as the amendment proposes. The preliminary items that
 * went only into it count as open again: the list cannot be adopted before something else is decided on them.
 */
export function acceptDeletion(db: Db, actor: Actor, input: { amendment: AmendmentId }): Promise<Result> {
  return decide(db, actor, input.amendment, 'deletion', async (tx, item, by, at) => {
    const { recommendation } = item
    if (recommendation.stage !== 'consolidated') return refuse('wrong-status')
    const decision = decideConsolidated(recommendation, 'drop', by)
    if (!decision.ok) return decision
    await raiseAccessVersion(tx, recommendation.document)
    if (!(await moveRecommendation(tx, recommendation, decision.to, at))) return refuse('changed-meanwhile')
    await appendAuditEvent(tx, {
      type: 'paragraph.dropped',
      subject: { kind: 'recommendation', id: recommendation.id },
      meeting: recommendation.meeting,
      actor: by,
      ...(item.rationale && { reason: item.rationale }),
      detail: { amendment: item.id },
      at,
    })
    return { ok: true }
  })
}

function decide(
  db: Db,
  actor: Actor,
  id: AmendmentId,
  kind: Amendment['kind'],
  work: (tx: Tx, item: Amendment, by: SignedInActor, at: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findAmendment(tx, id)
    if (!item || !can(actor, 'amendment.see', item)) return refuse('not-found')
    const decision = decideAmendment(item, 'accept', actor)
    if (!decision.ok) return decision
    if (!isSignedIn(actor) || item.kind !== kind) return refuse('not-permitted')
    const at = new Date()
    const done = await work(tx, item, actor, at)
    if (!done.ok) return done
    const changes = (await readTabledAmendments(tx, [item])).get(item.id)?.changes ?? []
    const outcomes = new Map(changes.map(({ index }): [number, Outcome] => [index, 'accepted']))
    return settleAmendment(tx, actor, item, outcomes, { at })
  })
}
