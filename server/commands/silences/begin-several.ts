import type { Db } from '#db/client'
import { listRecommendationsById } from '#db/queries/recommendations'
import type { MeetingId, RecommendationId } from '#domain/ids'
import { deadlineRefusal, mostTextsUnderSilence } from '#domain/negotiation/silence'
import type { Actor } from '#domain/people/participants'
import { attempt, command } from '#server/frame/command'
import { refuse, type Refusal } from '#server/frame/refusal'
import { beginSilence } from './begin-silence'

/** A paragraph that could not be put under silence, and why. */
export type RefusedText = { recommendation: RecommendationId; refusal: Refusal }

export type SeveralSilences = { ok: true } | { ok: false; refusal: Refusal; refused: RefusedText[] }

/** The Chair puts several texts under silence with one deadline: all of them, or none where one cannot be. */
export async function putSeveralUnderSilence(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; recommendations: readonly RecommendationId[]; deadline: Date },
  now = new Date(),
): Promise<SeveralSilences> {
  const answer = await command<SeveralSilences>(db, actor, async (frame) => {
    const { tx } = frame
    const none = (refusal: Refusal) => ({ ...refuse(refusal), refused: [] })
    // Always in one order, so that two windows do not wait for each other.
    const chosen = [...new Set(input.recommendations)].sort()
    if (chosen.length === 0 || chosen.length > mostTextsUnderSilence) return none('no-text-chosen')
    const tooSoon = deadlineRefusal(input.deadline, now)
    if (tooSoon) return none(tooSoon)
    const here = new Set(
      (await listRecommendationsById(tx, chosen)).flatMap((recommendation) =>
        recommendation.meeting === input.meeting ? [recommendation.id] : [],
      ),
    )
    const refused: RefusedText[] = []
    for (const recommendation of chosen) {
      const begun = here.has(recommendation)
        ? await attempt(() => beginSilence(frame, recommendation, input.deadline, now))
        : refuse('not-found')
      if (!begun.ok) refused.push({ recommendation, refusal: begun.refusal })
    }
    if (refused.length === 0) return { ok: true }
    const onlyPermission = refused.every((refusedText) => refusedText.refusal === 'not-permitted')
    return onlyPermission ? none('not-permitted') : { ...refuse('some-refused'), refused }
  })
  return answer.ok || 'refused' in answer ? answer : { ...answer, refused: [] }
}
