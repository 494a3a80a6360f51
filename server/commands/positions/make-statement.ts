import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { insertStatement } from '#db/queries/positions'
import { findRecommendation } from '#db/queries/recommendations'
import type { RecommendationId, StatementId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { StatementKind } from '#domain/negotiation/positions'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** A reservation or an explanation of position is recorded with an agreed text; it is not taken back. */
export function makeStatement(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; kind: StatementKind; language: Language; body: string },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !isSignedIn(actor) || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    const delegation = delegationIn(actor, item)
    if (!can(actor, 'statement.make', item) || !delegation) return refuse('not-permitted')
    const body = input.body.normalize('NFC').trim()
    if (body === '') return refuse('empty-text')
    const at = new Date()
    const statement = ulid() as StatementId
    await insertStatement(tx, {
      id: statement,
      recommendation: item.id,
      delegation,
      kind: input.kind,
      language: input.language,
      body,
      participant: actor.participant,
      at,
    })
    await recordEvent(tx, {
      type: 'statement.made',
      subject: item.id,
      meeting: item.meeting,
      actor,
      detail: { statement, kind: input.kind, language: input.language, body },
      at,
    })
    return { ok: true }
  })
}
