import type { DelegationId, ExpertGroupId, MeetingId, MembershipId, ParticipantId } from '#domain/ids'
import type { Role, SignedInActor } from '#domain/people/participants'

/** Where everything of a unit test belongs that does not say otherwise. */
export const aPlace = {
  group: 'group' as ExpertGroupId,
  meeting: 'meeting' as MeetingId,
  rights: undefined,
}

/** Somebody in one role in one group, for tests of rules that need no database. */
export const anActor = (role: Role, delegation?: DelegationId, group = aPlace.group): SignedInActor => ({
  kind: 'participant',
  participant: `${role} ${delegation ?? ''}` as ParticipantId,
  name: role,
  isAdministrator: false,
  memberships: [
    {
      id: `${role} ${group}` as MembershipId,
      group,
      meeting: undefined,
      role,
      delegation,
      kindOfDelegation: delegation && 'member-state',
    },
  ],
})
