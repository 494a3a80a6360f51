import type { Db } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import { findRecommendation, moveRecommendation } from '#db/queries/recommendations'
import { countBrackets, plainText } from '#domain/content'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import { decideConsolidated, decidePreliminary } from '#domain/status'
import { freezeText, readWorkingText } from './freeze-text'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

type Input = { recommendation: RecommendationId; reason?: string }

/** A draft becomes visible to every delegation; from here on it can only be withdrawn in the open. */
export function tableRecommendation(db: Db, actor: Actor, input: Input): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (item.stage !== 'preliminary') return refuse('wrong-status')
    const decision = decidePreliminary(item, 'table', actor)
    if (!decision.ok) return decision
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    const { content } = await readWorkingText(tx, item)
    if (plainText(content).trim() === '') return refuse('empty-text')
    const at = new Date()
    if (!(await moveRecommendation(tx, item, decision.to, at, at))) return refuse('changed-meanwhile')
    const version = await freezeText(tx, item, 'tabled', actor, at)
    await appendAuditEvent(tx, {
      type: 'recommendation.tabled',
      subject: { kind: 'recommendation', id: item.id },
      meeting: item.meeting,
      actor,
      detail: { version: version.number, hash: version.hash },
      at,
    })
    return { ok: true }
  })
}

/** The Chair or the Rapporteur takes a tabled recommendation up. */
export const discussRecommendation = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  movePreliminary(db, actor, input, 'discuss', 'recommendation.taken-up')

/**
 * Its proposer takes it back; it stays visible as withdrawn to whoever could see it. A reason is asked for, unless
 * nobody but its drafters ever saw it: then nobody else learns of it either.
 */
export const withdrawRecommendation = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  movePreliminary(db, actor, input, 'withdraw', 'recommendation.withdrawn')

function movePreliminary(
  db: Db,
  actor: Actor,
  input: Input,
  action: 'discuss' | 'withdraw',
  type: string,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (item.stage !== 'preliminary') return refuse('wrong-status')
    const decision = decidePreliminary(item, action, actor)
    if (!decision.ok) return decision
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    const isPrivate = item.status === 'draft'
    if (action === 'withdraw' && !isPrivate && !input.reason?.trim()) return refuse('reason-required')
    const at = new Date()
    if (!(await moveRecommendation(tx, item, decision.to, at))) return refuse('changed-meanwhile')
    await appendAuditEvent(tx, {
      type: isPrivate ? 'recommendation.draft-withdrawn' : type,
      ...(isPrivate && { detail: { drafters: [...item.proposers, ...item.invited] } }),
      subject: { kind: 'recommendation', id: item.id },
      meeting: item.meeting,
      actor,
      reason: input.reason?.trim() || undefined,
      at,
    })
    return { ok: true }
  })
}

/** The Chair records that the room agrees, to be confirmed by adoption; the text is frozen until reopened. */
export const agreeParagraph = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  moveConsolidated(db, actor, input, 'agree', 'paragraph.agreed')

/** The Chair opens an agreed paragraph again. A reason is asked for. */
export const reopenParagraph = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  moveConsolidated(db, actor, input, 'reopen', 'paragraph.reopened')

/** A proposed paragraph is taken up. */
export const discussParagraph = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  moveConsolidated(db, actor, input, 'discuss', 'paragraph.taken-up')

/** The Chair records that a paragraph will not be adopted. A reason is asked for. */
export const dropParagraph = (db: Db, actor: Actor, input: Input): Promise<Result> =>
  moveConsolidated(db, actor, input, 'drop', 'paragraph.dropped')

function moveConsolidated(
  db: Db,
  actor: Actor,
  input: Input,
  action: 'agree' | 'reopen' | 'discuss' | 'drop',
  type: string,
): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (item.stage !== 'consolidated') return refuse('wrong-status')
    const decision = decideConsolidated(item, action, actor)
    if (!decision.ok) return decision
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    const needsReason = action === 'reopen' || action === 'drop'
    if (needsReason && !input.reason?.trim()) return refuse('reason-required')
    const at = new Date()
    if (action === 'agree') {
      const { content } = await readWorkingText(tx, item)
      if (countBrackets(content) > 0) return refuse('brackets-open')
      if (plainText(content).trim() === '') return refuse('empty-text')
    }
    if (!(await moveRecommendation(tx, item, decision.to, at))) return refuse('changed-meanwhile')
    if (action === 'agree') await freezeText(tx, item, 'agreed', actor, at)
    await appendAuditEvent(tx, {
      type,
      subject: { kind: 'recommendation', id: item.id },
      meeting: item.meeting,
      actor,
      reason: input.reason?.trim() || undefined,
      at,
    })
    return { ok: true }
  })
}
