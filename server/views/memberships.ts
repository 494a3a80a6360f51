import type { Db } from '#db/client'
import { findDelegation } from '#db/queries/delegations'
import { findGroup } from '#db/queries/groups'
import type { Membership } from '#domain/people/participants'

/** What somebody is, and where, in the words that a screen shows. */
export function readMemberships(db: Db, memberships: readonly Membership[]) {
  return Promise.all(
    memberships.map(async ({ id, group, role, delegation }) => {
      const [its, represented] = await Promise.all([
        findGroup(db, group),
        delegation && findDelegation(db, delegation),
      ])
      return {
        id,
        role,
        group: { id: group, abbreviation: its?.abbreviation ?? '' },
        delegation: represented && { id: represented.id, name: represented.name, code: represented.code },
      }
    }),
  )
}
