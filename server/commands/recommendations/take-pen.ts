import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { takeBackPen } from '#db/queries/recommendations'
import type { DelegationId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordJoining } from './record-parties'

/** A delegation may no longer edit the working text; open connections learn of it at once. */
export const takeThePen = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; delegation: DelegationId },
): Promise<Result> =>
  command(db, actor, async (frame) => {
    const { tx, see, allow } = frame
    const item = await see.recommendation(input.recommendation)
    allow('recommendation.give-pen', item)
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const { delegation } = input
    if (!item.penHolders.includes(delegation)) return refuse('nothing-changed')
    await takeBackPen(tx, item.id, delegation)
    return recordJoining(frame, item, { type: 'recommendation.pen-taken-back', detail: { delegation } }, at)
  })
