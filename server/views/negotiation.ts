import type { Db } from '#db/client'
import { listPositions, listStatements } from '#db/queries/positions'
import { listSilences } from '#db/queries/silences'
import { stances } from '#domain/negotiation/positions'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { actorIn, isMember, speaksFor, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'

/** Where the delegations stand on a text, as far as this reader may know, and what was recorded with it. */
export async function readNegotiation(db: Db, actor: Actor, item: Recommendation) {
  const [positions, statements, silences] = await Promise.all([
    listPositions(db, item.id),
    listStatements(db, [item.id]),
    listSilences(db, item.id),
  ])
  const here = actorIn(actor, item)
  const visible = isMember(here)
    ? positions.filter(
        (position) =>
          position.audience === 'all' ||
          speaksFor(here, position.delegation) ||
          can(actor, 'position.see-private', item),
      )
    : []
  const [silence] = silences
  return {
    positions: visible
      .map(({ delegation, stance, audience, reason, at }) => ({
        delegation,
        stance,
        audience,
        reason,
        at: at.toISOString(),
      }))
      .toSorted((a, b) => stances.indexOf(a.stance) - stances.indexOf(b.stance)),
    own: visible.find((position) => speaksFor(here, position.delegation)),
    statements: statements.map(({ id, delegation, kind, language, content, at }) => ({
      id,
      delegation,
      kind,
      language,
      blocks: content.blocks,
      at: at.toISOString(),
    })),
    silence: silence && {
      status: silence.status,
      deadline: silence.deadline.toISOString(),
      brokenBy: silence.brokenBy,
      reason: silence.reason,
    },
  }
}
