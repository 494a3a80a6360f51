import type { Db } from '#db/client'
import { findDelegationIn } from '#db/queries/delegations'
import { raiseAccessVersion } from '#db/queries/documents'
import { givePen } from '#db/queries/recommendations'
import type { DelegationId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordJoining } from './record-parties'

/** A delegation may edit the working text directly, until it is taken back or the time is over. */
export const giveThePen = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; delegation: DelegationId; until?: Date },
): Promise<Result> =>
  command(db, actor, async (frame) => {
    const { tx, see, allow, person } = frame
    const item = await see.recommendation(input.recommendation)
    const by = person()
    allow('recommendation.give-pen', item)
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const { delegation, until } = input
    if (!(await findDelegationIn(tx, item.group, delegation))) return refuse('not-found')
    if (until && until <= at) return refuse('deadline-passed')
    await givePen(tx, {
      recommendation: item.id,
      delegation,
      by: by.participant,
      at,
      ...(until && { until }),
    })
    const detail = { delegation, ...(until && { until: until.toISOString() }) }
    return recordJoining(frame, item, { type: 'recommendation.pen-given', detail }, at)
  })
