import type { Db } from '#db/client'
import { listInformals } from '#db/queries/informals'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { actorIn, speaksFor, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { informalIs } from '#domain/status'

/** The informals on a text as the room may know of them: who is in them and how they ended, not what they write. */
export async function readInformals(db: Db, actor: Actor, item: Recommendation) {
  const here = actorIn(actor, item)
  const informals = (await listInformals(db, item.id)).filter((one) => can(actor, 'informal.see', one))
  return informals.map((one) => ({
    id: one.id,
    status: one.status,
    members: one.members,
    former: one.former,
    task: one.task,
    startedAt: one.startedAt.toISOString(),
    endedAt: one.endedAt?.toISOString(),
    reason: one.reason,
    amendment: informalIs.broughtBack(one.status) ? one.amendment : undefined,
    isOwn: one.members.some((delegation) => speaksFor(here, delegation)),
    mayWork: can(actor, 'informal.work', one),
  }))
}
