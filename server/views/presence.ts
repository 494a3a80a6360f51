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
  const here = people.flatMap((person) => {
    const membership = present.includes(person.id) ? membershipIn(actorOf(person), meeting) : undefined
    return membership ? [{ name: person.name, role: membership.role, delegation: membership.delegation }] : []
  })
  return {
    delegations: delegations.flatMap(({ id, kind, regionalGroup }) => {
      const names = here.filter((candidate) => candidate.delegation === id).map((entry) => entry.name)
      return names.length === 0 ? [] : [{ id, kind, regionalGroup, people: names.length, names }]
    }),
    officers: roles.flatMap((role) => {
      const names = here
        .filter((candidate) => !candidate.delegation && candidate.role === role)
        .map((entry) => entry.name)
      return names.length === 0 ? [] : [{ role, names }]
    }),
  }
}
