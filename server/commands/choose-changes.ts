import type { Db, Tx } from '#db/client'
import { chooseForChange } from '#db/queries/amendment-changes'
import { appendAuditEvent } from '#db/queries/audit-events'
import { findRecommendation } from '#db/queries/recommendations'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import { mayBeBracketed, type Choice } from '#domain/merging'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/participants'
import { can, isOpenText } from '#domain/permissions'
import type { Recommendation } from '#domain/recommendations'
import { readMergeDesk, uncontestedIn, type MergeDesk } from './merge-desk'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

/**
 * Somebody at the merge desk chooses what shall be done with one change, or takes the choice back. Nothing is done
 * to the text yet; everybody at the desk sees the choice.
 */
export const chooseChange = (
  db: Db,
  actor: Actor,
  input: {
    recommendation: RecommendationId
    amendment: AmendmentId
    index: number
    choice: Choice | undefined
  },
): Promise<Result> =>
  atDesk(db, actor, input.recommendation, async (tx, by, item, desk) => {
    const entry = desk.entries.find(
      (one) => one.amendment.id === input.amendment && one.change.index === input.index,
    )
    // It was decided, or withdrawn, since the page was read.
    if (!entry || entry.state?.outcome) return refuse('changed-meanwhile')
    if (!can(by, 'amendment.accept', entry.amendment)) return refuse('not-permitted')
    const needsBrackets = input.choice === 'bracket' || input.choice === 'alternative'
    if (needsBrackets && !mayBeBracketed(entry.change, desk.current)) return refuse('cannot-bracket')
    const at = new Date()
    const change = { amendment: input.amendment, index: input.index }
    if (!(await chooseForChange(tx, change, input.choice, by.participant, at)))
      return refuse('changed-meanwhile')
    return tell(
      tx,
      by,
      item,
      { amendment: input.amendment, index: input.index, choice: input.choice ?? '' },
      at,
    )
  })

/** Chooses to accept every open change that applies and competes with no other: what nobody contests goes first. */
export const chooseUncontested = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> =>
  atDesk(db, actor, input.recommendation, async (tx, by, item, desk) => {
    const uncontested = uncontestedIn(desk.entries)
    if (uncontested.length === 0) return refuse('nothing-chosen')
    const at = new Date()
    for (const { amendment, change } of uncontested)
      await chooseForChange(
        tx,
        { amendment: amendment.id, index: change.index },
        'accept',
        by.participant,
        at,
      )
    return tell(tx, by, item, { choice: 'accept', count: uncontested.length }, at)
  })

function atDesk(
  db: Db,
  actor: Actor,
  recommendation: RecommendationId,
  work: (tx: Tx, by: SignedInActor, item: Recommendation, desk: MergeDesk) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'merge.decide', undefined)) return refuse('not-permitted')
    if (!isOpenText(item)) return refuse('text-closed')
    return work(tx, actor, item, await readMergeDesk(tx, item))
  })
}

async function tell(
  tx: Tx,
  actor: SignedInActor,
  item: Recommendation,
  detail: Record<string, string | number>,
  at: Date,
): Promise<Result> {
  await appendAuditEvent(tx, {
    type: 'merge.chosen',
    subject: { kind: 'recommendation', id: item.id },
    meeting: item.meeting,
    actor,
    detail,
    at,
  })
  return { ok: true }
}
