import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { deletePosition, insertStatement, listPositions, savePosition } from '#db/queries/positions'
import { findRecommendation } from '#db/queries/recommendations'
import type { RecommendationId, StatementId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { isSignedIn, type Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import { needsReason, type Audience, type Stance, type StatementKind } from '#domain/positions'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

/** A delegation says what it thinks of a text, to everybody or to the Chair alone; the last word counts. */
export function takePosition(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; stance: Stance; audience: Audience; reason: string },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !isSignedIn(actor) || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!can(actor, 'position.take', item) || !actor.delegation) return refuse('not-permitted')
    const reason = input.reason.trim()
    if (needsReason(input.stance) && reason === '') return refuse('reason-required')
    const at = new Date()
    const { stance, audience } = input
    const before = (await listPositions(tx, item.id)).find((one) => one.delegation === actor.delegation)
    if (before?.stance === stance && before.audience === audience && before.reason === reason)
      return refuse('nothing-changed')
    await savePosition(tx, {
      recommendation: item.id,
      delegation: actor.delegation,
      stance,
      audience,
      reason,
      participant: actor.participant,
      at,
    })
    await appendAuditEvent(tx, {
      type: audience === 'all' ? 'position.taken' : 'position.told-to-chair',
      subject: { kind: 'recommendation', id: item.id },
      meeting: item.meeting,
      actor,
      reason: reason || undefined,
      detail: { stance },
      at,
    })
    return { ok: true }
  })
}

/** A delegation has no position on a text any more. */
export function giveUpPosition(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !isSignedIn(actor) || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!can(actor, 'position.take', item) || !actor.delegation) return refuse('not-permitted')
    const own = (await listPositions(tx, item.id)).find((one) => one.delegation === actor.delegation)
    if (!own || !(await deletePosition(tx, item.id, actor.delegation))) return refuse('nothing-changed')
    await appendAuditEvent(tx, {
      // Whether there was one stays between the delegation and the Chair if the position did.
      type: own.audience === 'all' ? 'position.given-up' : 'position.told-to-chair',
      subject: { kind: 'recommendation', id: item.id },
      meeting: item.meeting,
      actor,
      detail: { stance: 'none' },
      at: new Date(),
    })
    return { ok: true }
  })
}

/** A reservation or an explanation of position is recorded with an agreed text; it is not taken back. */
export function makeStatement(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; kind: StatementKind; language: Language; body: string },
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !isSignedIn(actor) || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (!can(actor, 'statement.make', item) || !actor.delegation) return refuse('not-permitted')
    const body = input.body.normalize('NFC').trim()
    if (body === '') return refuse('empty-text')
    const at = new Date()
    await insertStatement(tx, {
      id: ulid() as StatementId,
      recommendation: item.id,
      delegation: actor.delegation,
      kind: input.kind,
      language: input.language,
      body,
      participant: actor.participant,
      at,
    })
    await appendAuditEvent(tx, {
      type: 'statement.made',
      subject: { kind: 'recommendation', id: item.id },
      meeting: item.meeting,
      actor,
      detail: { kind: input.kind, language: input.language, body },
      at,
    })
    return { ok: true }
  })
}
