import type { Db } from '#db/client'
import { findDelegationIn } from '#db/queries/delegations'
import { raiseAccessVersion } from '#db/queries/documents'
import { insertSponsor } from '#db/queries/recommendations'
import type { DelegationId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters } from './record-parties'

/** The proposers of a draft let another delegation see and write it. */
export const inviteDelegation = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; delegation: DelegationId },
): Promise<Result> =>
  command(db, actor, async (frame) => {
    const { tx, see, allow } = frame
    const item = await see.recommendation(input.recommendation)
    allow('recommendation.invite', item)
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const { delegation } = input
    if (!(await findDelegationIn(tx, item.group, delegation))) return refuse('not-found')
    if ([...item.proposers, ...item.invited].includes(delegation)) return refuse('nothing-changed')
    await insertSponsor(tx, item.id, { delegation, role: 'invited', position: item.invited.length, at })
    return recordDrafters(frame, item, 'recommendation.invited', delegation, at)
  })
