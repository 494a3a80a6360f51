import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { listMembershipsIn } from '#db/queries/memberships'
import { listParticipantsById, listSignedUp } from '#db/queries/participants'
import type { ExpertGroupId } from '#domain/ids'
import { roles, type Actor } from '#domain/people/participants'
import { mayAppoint } from '#domain/permissions/appointments'
import { can } from '#domain/permissions/can'

/** The roles that this actor may give in a group; none to those who may not see its people. */
export const rolesToGive = (actor: Actor, group: ExpertGroupId) =>
  roles.filter((role) => mayAppoint(actor, group, role))

/** The people of a group whose roles this actor may give, and what they can be. */
export async function readGroupPeople(db: Db, actor: Actor, group: ExpertGroupId) {
  const toGive = rolesToGive(actor, group)
  const memberships = (await listMembershipsIn(db, group)).filter(({ role }) => toGive.includes(role))
  const ids = [...new Set(memberships.map(({ participant }) => participant))]
  const [people, signedUp, delegations] = await Promise.all([
    listParticipantsById(db, ids),
    listSignedUp(db, ids),
    listDelegations(db, group),
  ])
  const rows = memberships.flatMap((membership) => {
    const person = people.get(membership.participant)
    if (!person) return []
    const delegation = delegations.find((candidate) => candidate.id === membership.delegation)
    return {
      id: membership.id,
      name: person.name,
      email: person.email,
      role: membership.role,
      delegation: delegation && { id: delegation.id, name: delegation.name, code: delegation.code },
      isForMeeting: membership.meeting !== undefined,
      isSignedUp: signedUp.has(person.id),
    }
  })
  return {
    people: rows.toSorted(
      (a, b) => roles.indexOf(b.role) - roles.indexOf(a.role) || (a.name < b.name ? -1 : 1),
    ),
    standings: {
      roles: toGive.filter((role) => role !== 'delegate'),
      delegations: can(actor, 'people.manage', { group })
        ? delegations.map(({ id, code, name }) => ({ id, code, name }))
        : [],
    },
  }
}
