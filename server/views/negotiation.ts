import type { Db } from '#db/client'
import { listPositions, listStatements } from '#db/queries/positions'
import { listSilences } from '#db/queries/silences'
import { stances } from '#domain/negotiation/positions'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { isSignedIn, speaksFor, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'

/** Where the delegations stand on a text, as far as this reader may know, and what was recorded with it. */
export async function readNegotiation(db: Db, actor: Actor, item: Recommendation) {
  const [positions, statements, silences] = await Promise.all([
    listPositions(db, item.id),
    listStatements(db, [item.id]),
    listSilences(db, item.id),
  ])
  const visible = isSignedIn(actor)
    ? positions.filter(
        (one) =>
          one.audience === 'all' ||
          speaksFor(actor, one.delegation) ||
          can(actor, 'position.see-private', undefined),
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
    own: isSignedIn(actor) ? visible.find((one) => speaksFor(actor, one.delegation)) : undefined,
    statements: statements.map(({ id, delegation, kind, language, body, at }) => ({
      id,
      delegation,
      kind,
      language,
      body,
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
