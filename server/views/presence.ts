import type { Db } from '#db/client'
import { listDelegations, listParticipants } from '#db/queries/participants'
import type { ParticipantId } from '#domain/ids'
import type { PresenceOf } from '#domain/meetings/presence'
import { roles } from '#domain/people/participants'

/** The people who are there, by delegation and, for the officers, by role. */
export async function readPresence(db: Db, present: readonly ParticipantId[]): Promise<PresenceOf> {
  if (present.length === 0) return { delegations: [], officers: [] }
  const [people, delegations] = await Promise.all([listParticipants(db), listDelegations(db)])
  const here = people.filter((one) => present.includes(one.id))
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
