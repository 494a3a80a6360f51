import type { Db } from '#db/client'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import type { Choice } from '#domain/negotiation/merging'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { type Actor, type SignedInActor } from '#domain/people/participants'
import { isOpenText } from '#domain/permissions/recommendations'
import { command, type Frame } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { readMergeDesk, type MergeDesk } from '#server/texts/merge-desk'

/** What is done at the merge desk of a text that is open. */
export function atMergeDesk(
  db: Db,
  actor: Actor,
  recommendation: RecommendationId,
  work: (frame: Frame, by: SignedInActor, item: Recommendation, desk: MergeDesk) => Promise<Result>,
): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { tx, see, allow, person } = frame
    const item = await see.recommendation(recommendation)
    allow('merge.decide', item)
    const by = person()
    if (!isOpenText(item)) return refuse('text-closed')
    return work(frame, by, item, await readMergeDesk(tx, item))
  })
}

type Change = { amendment: AmendmentId; index: number }

/** Records what was chosen for some changes; without a choice, that an earlier one was taken back. */
export async function recordChoice(
  { record }: Frame,
  item: Recommendation,
  choice: Choice | undefined,
  changes: Change[],
  at: Date,
): Promise<Result> {
  await record({
    type: 'merge.chosen',
    subject: item.id,
    meeting: item.meeting,
    detail: { ...(choice && { choice }), changes },
    at,
  })
  return { ok: true }
}
