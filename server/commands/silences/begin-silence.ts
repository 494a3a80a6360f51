import { ulid } from 'ulid'
import { raiseAccessVersion } from '#db/queries/documents'
import { moveRecommendation } from '#db/queries/recommendations'
import { insertSilence } from '#db/queries/silences'
import { versionFacts } from '#db/queries/versions'
import { decideConsolidated } from '#domain/decide'
import type { RecommendationId, SilenceId } from '#domain/ids'
import { deadlineRefusal } from '#domain/negotiation/silence'
import { countBrackets, plainText } from '#domain/text/content'
import type { Frame } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { freezeText, readWorkingText } from '#server/texts/freeze-text'

/** Freezes a text and puts it under silence until a deadline. */
export async function beginSilence(
  { tx, see, person, decided, record }: Frame,
  recommendation: RecommendationId,
  deadline: Date,
  now: Date,
): Promise<Result> {
  const item = await see.recommendation(recommendation)
  const by = person()
  if (item.stage !== 'consolidated') return refuse('wrong-status')
  const to = decided(decideConsolidated(item, 'put-under-silence', by))
  const refusal = deadlineRefusal(deadline, now)
  if (refusal) return refuse(refusal)
  await raiseAccessVersion(tx, item.document)
  const { content } = await readWorkingText(tx, item)
  if (plainText(content).trim() === '') return refuse('empty-text')
  if (countBrackets(content) > 0) return refuse('brackets-open')
  if (!(await moveRecommendation(tx, item, to, now))) return refuse('changed-meanwhile')
  const version = await freezeText(tx, item, 'under-silence', by, now)
  await insertSilence(tx, {
    id: ulid() as SilenceId,
    recommendation: item.id,
    startedBy: by.participant,
    startedAt: now,
    deadline,
  })
  await record({
    type: 'paragraph.put-under-silence',
    subject: item.id,
    meeting: item.meeting,
    detail: { deadline: deadline.toISOString(), ...versionFacts(version) },
    at: now,
  })
  return { ok: true }
}
