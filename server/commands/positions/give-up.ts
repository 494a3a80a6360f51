import type { Db } from '#db/client'
import { deletePosition, listPositions } from '#db/queries/positions'
import type { RecommendationId } from '#domain/ids'
import { delegationIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** A delegation has no position on a text any more. */
export function giveUpPosition(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> {
  return command(db, actor, async ({ tx, see, person, record }) => {
    const item = await see.recommendation(input.recommendation)
    const by = person()
    const delegation = delegationIn(by, item)
    if (!can(by, 'position.take', item) || !delegation) return refuse('not-permitted')
    const own = (await listPositions(tx, item.id)).find((position) => position.delegation === delegation)
    if (!own || !(await deletePosition(tx, item.id, delegation))) return refuse('nothing-changed')
    await record({
      // Whether there was one stays between the delegation and the Chair if the position did.
      type: own.audience === 'all' ? 'position.given-up' : 'position.told-to-chair',
      subject: item.id,
      meeting: item.meeting,
      detail: { stance: 'none' },
      at: new Date(),
    })
    return { ok: true }
  })
}
