import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { findRecommendation, moveRecommendation } from '#db/queries/recommendations'
import { insertSilence } from '#db/queries/silences'
import { versionFacts } from '#db/queries/versions'
import { decideConsolidated } from '#domain/decide'
import type { RecommendationId, SilenceId } from '#domain/ids'
import { deadlineRefusal } from '#domain/negotiation/silence'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { countBrackets, plainText } from '#domain/text/content'
import { refuse, type Result } from '#server/frame/refusal'
import { freezeText, readWorkingText } from '#server/texts/freeze-text'

export async function begin(
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
  await recordEvent(tx, {
    type: 'paragraph.put-under-silence',
    subject: item.id,
    meeting: item.meeting,
    actor,
    detail: { deadline: deadline.toISOString(), ...versionFacts(version) },
    at: now,
  })
  return { ok: true }
}
