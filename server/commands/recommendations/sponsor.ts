import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { insertSponsor } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { delegationIn, type Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordJoining } from './record-parties'

/** A delegation puts its name to a tabled recommendation. */
export const sponsorRecommendation = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> =>
  command(db, actor, async (frame) => {
    const { tx, see, allow, person } = frame
    const item = await see.recommendation(input.recommendation)
    const by = person()
    allow('recommendation.sponsor', item)
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const delegation = delegationIn(by, item)
    if (!delegation) return refuse('not-permitted')
    await insertSponsor(tx, item.id, { delegation, role: 'sponsor', position: item.sponsors.length, at })
    return recordJoining(frame, item, { type: 'recommendation.sponsored', detail: { delegation } }, at)
  })
