import type { Db } from '#db/client'
import { listPositions, savePosition } from '#db/queries/positions'
import type { RecommendationId } from '#domain/ids'
import { needsReason, type Audience, type Stance } from '#domain/negotiation/positions'
import { delegationIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** A delegation says what it thinks of a text, to everybody or to the Chair alone; the last word counts. */
export function takePosition(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; stance: Stance; audience: Audience; reason: string },
): Promise<Result> {
  return command(db, actor, async ({ tx, see, person, record }) => {
    const item = await see.recommendation(input.recommendation)
    const by = person()
    const delegation = delegationIn(by, item)
    if (!can(by, 'position.take', item) || !delegation) return refuse('not-permitted')
    const reason = input.reason.trim()
    if (needsReason(input.stance) && reason === '') return refuse('reason-required')
    const at = new Date()
    const { stance, audience } = input
    const before = (await listPositions(tx, item.id)).find((position) => position.delegation === delegation)
    if (before?.stance === stance && before.audience === audience && before.reason === reason)
      return refuse('nothing-changed')
    await savePosition(tx, {
      recommendation: item.id,
      delegation,
      stance,
      audience,
      reason,
      participant: by.participant,
      at,
    })
    await record({
      type: audience === 'all' ? 'position.taken' : 'position.told-to-chair',
      subject: item.id,
      meeting: item.meeting,
      reason: reason || undefined,
      detail: { stance },
      at,
    })
    return { ok: true }
  })
}
