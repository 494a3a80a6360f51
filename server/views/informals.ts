import type { Db } from '#db/client'
import { listInformals } from '#db/queries/informals'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { actorIn, speaksFor, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { informalIs } from '#domain/status'

/** The informals on a text as the room may know of them: who is in them and how they ended, not what they write. */
export async function readInformals(db: Db, actor: Actor, item: Recommendation) {
  const here = actorIn(actor, item)
  const informals = (await listInformals(db, item.id)).filter((informal) =>
    can(actor, 'informal.see', informal),
  )
  return informals.map((informal) => ({
    id: informal.id,
    status: informal.status,
    members: informal.members,
    former: informal.former,
    task: informal.task,
    startedAt: informal.startedAt.toISOString(),
    endedAt: informal.endedAt?.toISOString(),
    reason: informal.reason,
    amendment: informalIs.broughtBack(informal.status) ? informal.amendment : undefined,
    isOwn: informal.members.some((delegation) => speaksFor(here, delegation)),
    mayWork: can(actor, 'informal.work', informal),
  }))
}
