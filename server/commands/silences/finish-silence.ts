import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { findRecommendation, moveRecommendation } from '#db/queries/recommendations'
import { endSilence, listSilences, lockRunningSilence } from '#db/queries/silences'
import { versionFacts } from '#db/queries/versions'
import { decideConsolidated } from '#domain/decide'
import type { RecommendationId } from '#domain/ids'
import { isInTime, objectionRefusal } from '#domain/negotiation/silence'
import { type Actor, delegationIn } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { freezeText } from '#server/texts/freeze-text'
import { settleOpenAmendments } from '#server/texts/settle-open-amendments'

type End = { reason?: string; now: Date }

const ends = {
  'break-silence': { status: 'broken', type: 'paragraph.silence-broken' },
  'end-silence': { status: 'ended', type: 'paragraph.silence-ended' },
  'conclude-silence': { status: 'concluded', type: 'paragraph.silence-concluded' },
} as const

/** Ends a silence that runs: by an objection, by the Chair, or because its deadline has come. */
export function finishSilence(
  db: Db,
  actor: Actor,
  recommendation: RecommendationId,
  action: keyof typeof ends,
  { reason, now }: End,
): Promise<Result> {
  return command(db, actor, async ({ tx, record }) => {
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
    const brokenBy = action === 'break-silence' ? delegationIn(actor, item) : undefined
    const end = {
      status: ends[action].status,
      at: now,
      ...(brokenBy && { brokenBy }),
      ...(words && { reason: words }),
    }
    if (!(await endSilence(tx, silence.id, end))) return refuse('changed-meanwhile')
    const event = { subject: item.id, meeting: item.meeting, reason: words, at: now }
    const deadline = silence.deadline.toISOString()
    if (action === 'conclude-silence') {
      const settled = await settleOpenAmendments(tx, actor, item.id, { cause: 'silence-concluded', at: now })
      if (!settled.ok) return settled
      const version = await freezeText(tx, item, 'agreed', actor, now)
      const detail = { deadline, ...versionFacts(version) }
      await record({ ...event, type: ends[action].type, detail })
    } else {
      await record({ ...event, type: ends[action].type, detail: { deadline } })
    }
    return { ok: true }
  })
}
