import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import { raiseAccessVersion } from '#db/queries/documents'
import { findRecommendation, listRecommendationsById, moveRecommendation } from '#db/queries/recommendations'
import {
  endSilence,
  insertSilence,
  listDueSilences,
  listSilences,
  lockRunningSilence,
} from '#db/queries/silences'
import { countBrackets, plainText } from '#domain/content'
import type { MeetingId, RecommendationId, SilenceId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import {
  deadlineRefusal,
  isInTime,
  mostTextsUnderSilence,
  objectionRefusal,
  type SilenceStatus,
} from '#domain/silence'
import { decideConsolidated } from '#domain/status'
import { freezeText, readWorkingText } from './freeze-text'
import { refuse, type Refusal, type Result } from './refusal'
import { inTransaction } from './transaction'

/** The Chair puts a text under silence: it is frozen, and stands agreed at the deadline unless somebody objects. */
export function putUnderSilence(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; deadline: Date },
  now = new Date(),
): Promise<Result> {
  return inTransaction(db, (tx) => begin(tx, actor, input.recommendation, input.deadline, now))
}

/** A paragraph that could not be put under silence, and why. */
export type RefusedText = { recommendation: RecommendationId; refusal: Refusal }
export type SeveralSilences = { ok: true } | { ok: false; refusal: Refusal; refused: RefusedText[] }

/** The Chair puts several texts under silence with one deadline: all of them, or none where one cannot be. */
export function putSeveralUnderSilence(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; recommendations: readonly RecommendationId[]; deadline: Date },
  now = new Date(),
): Promise<SeveralSilences> {
  return inTransaction<SeveralSilences>(db, async (tx) => {
    const none = (refusal: Refusal) => ({ ...refuse(refusal), refused: [] })
    // Always in one order, so that two windows do not wait for each other.
    const chosen = [...new Set(input.recommendations)].sort()
    if (chosen.length === 0 || chosen.length > mostTextsUnderSilence) return none('no-text-chosen')
    const tooSoon = deadlineRefusal(input.deadline, now)
    if (tooSoon) return none(tooSoon)
    const here = new Set(
      (await listRecommendationsById(tx, chosen)).flatMap((one) =>
        one.meeting === input.meeting ? [one.id] : [],
      ),
    )
    const refused: RefusedText[] = []
    for (const recommendation of chosen) {
      const begun = here.has(recommendation)
        ? await begin(tx, actor, recommendation, input.deadline, now)
        : refuse('not-found')
      if (!begun.ok) refused.push({ recommendation, refusal: begun.refusal })
    }
    if (refused.length === 0) return { ok: true }
    const onlyPermission = refused.every((one) => one.refusal === 'not-permitted')
    return onlyPermission ? none('not-permitted') : { ...refuse('some-refused'), refused }
  })
}

async function begin(
  tx: Tx,
  actor: Actor,
  recommendation: RecommendationId,
  deadline: Date,
  now: Date,
): Promise<Result> {
  const item = await findRecommendation(tx, recommendation)
  if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
  if (item.stage !== 'consolidated' || !isSignedIn(actor)) return refuse('wrong-status')
  const decision = decideConsolidated(item, 'put-under-silence', actor)
  if (!decision.ok) return decision
  const refusal = deadlineRefusal(deadline, now)
  if (refusal) return refuse(refusal)
  // First of all: from here on no edit slips in between what is read and what is decided.
  await raiseAccessVersion(tx, item.document)
  const { content } = await readWorkingText(tx, item)
  if (plainText(content).trim() === '') return refuse('empty-text')
  if (countBrackets(content) > 0) return refuse('brackets-open')
  if (!(await moveRecommendation(tx, item, decision.to, now))) return refuse('changed-meanwhile')
  const version = await freezeText(tx, item, 'under-silence', actor, now)
  await insertSilence(tx, {
    id: ulid() as SilenceId,
    recommendation: item.id,
    startedBy: actor.participant,
    startedAt: now,
    deadline,
  })
  await appendAuditEvent(tx, {
    type: 'paragraph.put-under-silence',
    subject: { kind: 'recommendation', id: item.id },
    meeting: item.meeting,
    actor,
    detail: { deadline: deadline.toISOString(), version: version.number },
    at: now,
  })
  return { ok: true }
}

/** A delegation objects before the deadline: the text is open for discussion again. A reason is asked for. */
export const breakSilence = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; reason: string },
  now = new Date(),
): Promise<Result> =>
  finish(db, actor, input.recommendation, 'break-silence', {
    status: 'broken',
    type: 'paragraph.silence-broken',
    reason: input.reason,
    now,
  })

/** The Chair ends a silence before its deadline. A reason is asked for. */
export const endSilenceEarly = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; reason: string },
  now = new Date(),
): Promise<Result> =>
  finish(db, actor, input.recommendation, 'end-silence', {
    status: 'ended',
    type: 'paragraph.silence-ended',
    reason: input.reason,
    now,
  })

/**
 * Concludes every silence that has lasted until its deadline, each exactly once, whichever process notices first
 * and however late.
 * @returns how many it concluded, and when the next deadline is, if any.
 */
export async function concludeSilences(
  db: Db,
  now = new Date(),
): Promise<{ concluded: number; next: Date | undefined }> {
  const { due, next } = await listDueSilences(db, now)
  let concluded = 0
  for (const recommendation of due) {
    const result = await finish(db, { kind: 'operator' }, recommendation, 'conclude-silence', {
      status: 'concluded',
      type: 'paragraph.silence-concluded',
      now,
    })
    if (result.ok) concluded += 1
  }
  return { concluded, next }
}

type End = { status: SilenceStatus; type: string; reason?: string; now: Date }

function finish(
  db: Db,
  actor: Actor,
  recommendation: RecommendationId,
  action: 'break-silence' | 'end-silence' | 'conclude-silence',
  { status, type, reason, now }: End,
): Promise<Result> {
  return inTransaction(db, async (tx: Tx) => {
    const silence = await lockRunningSilence(tx, recommendation)
    const item = await findRecommendation(tx, recommendation)
    const isConclusion = action === 'conclude-silence'
    if (!item || (!isConclusion && !can(actor, 'recommendation.see', item))) return refuse('not-found')
    if (item.stage !== 'consolidated') return refuse('wrong-status')
    const decision = decideConsolidated(item, action, actor)
    if (!decision.ok && decision.refusal === 'wrong-status' && action === 'break-silence') {
      const [last] = await listSilences(tx, recommendation)
      return refuse(objectionRefusal(last?.status))
    }
    if (!decision.ok) return decision
    if (!silence) return refuse('changed-meanwhile')
    // At the deadline the text is agreed, also in the moment before anybody has noticed.
    if (isInTime(silence.deadline, now) === isConclusion) {
      return refuse(action === 'break-silence' ? 'silence-over' : 'deadline-passed')
    }
    const words = reason?.trim()
    if (!isConclusion && !words) return refuse('reason-required')
    await raiseAccessVersion(tx, item.document)
    if (!(await moveRecommendation(tx, item, decision.to, now))) return refuse('changed-meanwhile')
    const brokenBy = action === 'break-silence' && isSignedIn(actor) ? actor.delegation : undefined
    const end = { status, at: now, ...(brokenBy && { brokenBy }), ...(words && { reason: words }) }
    if (!(await endSilence(tx, silence.id, end))) return refuse('changed-meanwhile')
    if (isConclusion) await freezeText(tx, item, 'agreed', actor, now)
    await appendAuditEvent(tx, {
      type,
      subject: { kind: 'recommendation', id: item.id },
      meeting: item.meeting,
      actor,
      reason: words,
      detail: { deadline: silence.deadline.toISOString() },
      at: now,
    })
    return { ok: true }
  })
}
