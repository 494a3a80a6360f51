import type { Db } from '#db/client'
import { findMeeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import { actorOf, listParticipants } from '#db/queries/participants'
import type { ParticipantId } from '#domain/ids'
import type { PresenceOf } from '#domain/meetings/presence'
import { membershipIn, roles } from '#domain/people/participants'

/** The people who are at a meeting, by delegation and, for the officers, by role. */
export async function readPresence(
  db: Db,
  meetingId: string,
  present: readonly ParticipantId[],
): Promise<PresenceOf> {
  const meeting = present.length === 0 ? undefined : await findMeeting(db, meetingId)
  if (!meeting) return { delegations: [], officers: [] }
  const [people, delegations] = await Promise.all([listParticipants(db), listDelegations(db, meeting.group)])
  const here = people.flatMap((one) => {
    const membership = present.includes(one.id) ? membershipIn(actorOf(one), meeting) : undefined
    return membership ? [{ name: one.name, role: membership.role, delegation: membership.delegation }] : []
  })
  return {
    delegations: delegations.flatMap(({ id, kind, regionalGroup }) => {
      const names = here.filter((one) => one.delegation === id).map((one) => one.name)
      return names.length === 0 ? [] : [{ id, kind, regionalGroup, people: names.length, names }]
    }),
    officers: roles.flatMap((role) => {
      const names = here.filter((one) => !one.delegation && one.role === role).map((one) => one.name)
      return names.length === 0 ? [] : [{ role, names }]
    }),
  }
}
