import type { DelegationId, ExpertGroupId, MeetingId, MembershipId, ParticipantId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'

export const roles = ['delegate', 'chair', 'rapporteur', 'secretariat'] as const
export type Role = (typeof roles)[number]

export const delegationKinds = [
  'member-state',
  'observer-state',
  'intergovernmental-organization',
  'non-governmental-organization',
  'private-sector',
  'academia',
] as const
export type DelegationKind = (typeof delegationKinds)[number]

/** The five regional groups of the United Nations. */
export const regionalGroups = [
  'african-states',
  'asia-pacific-states',
  'eastern-european-states',
  'latin-american-and-caribbean-states',
  'western-european-and-other-states',
] as const
export type RegionalGroup = (typeof regionalGroups)[number]

export type Delegation = {
  id: DelegationId
  /** A delegation takes part in one expert group: a State that is in two has a delegation in each. */
  group: ExpertGroupId
  kind: DelegationKind
  name: LocalizedText
  /** Short form for badges: ISO 3166-1 alpha-3 for States. */
  code: string
  regionalGroup: RegionalGroup | undefined
}

/** Where something belongs: to an expert group and, unless it concerns the whole group, to one of its meetings. */
export type Place = { group: ExpertGroupId; meeting?: MeetingId | undefined }

/** A person's role in one expert group. */
export type Membership = {
  id: MembershipId
  group: ExpertGroupId
  /** Set where it holds for one meeting only; there it takes the place of the membership of the whole group. */
  meeting: MeetingId | undefined
  role: Role
  /** Absent for Chair, Rapporteur and secretariat. */
  delegation: DelegationId | undefined
  /** Absent without a delegation. */
  kindOfDelegation: DelegationKind | undefined
}

/** Who acts: a signed-in participant, a visitor who has not signed in, or the person who runs the server itself. */
export type Actor =
  | {
      kind: 'participant'
      participant: ParticipantId
      name: string
      /** Administrators create expert groups and appoint their secretariat; they see no more of a group than visitors. */
      isAdministrator: boolean
      memberships: readonly Membership[]
    }
  | { kind: 'visitor' }
  | { kind: 'operator' }

export type SignedInActor = Extract<Actor, { kind: 'participant' }>

export const visitor: Actor = { kind: 'visitor' }

/** The command line on the server: anyone who has it has the database. */
export const operator: Actor = { kind: 'operator' }

export const isSignedIn = (actor: Actor): actor is SignedInActor => actor.kind === 'participant'

/** An actor as seen in one place. Rules are decided on this: a member of another group is a visitor here. */
export type LocalActor =
  | {
      kind: 'member'
      participant: ParticipantId
      role: Role
      delegation: DelegationId | undefined
      kindOfDelegation: DelegationKind | undefined
    }
  | { kind: 'visitor' }
  | { kind: 'operator' }

export const isMember = (actor: LocalActor): actor is Extract<LocalActor, { kind: 'member' }> =>
  actor.kind === 'member'

/** The actor as seen in a place, by the membership that holds there. */
export function actorIn(actor: Actor, place: Place): LocalActor {
  if (actor.kind === 'operator') return { kind: 'operator' }
  const membership = membershipIn(actor, place)
  if (actor.kind !== 'participant' || !membership) return { kind: 'visitor' }
  const { role, delegation, kindOfDelegation } = membership
  return { kind: 'member', participant: actor.participant, role, delegation, kindOfDelegation }
}

/** The actor's membership that holds in a place, if any: a meeting's own comes before the group's. */
export function membershipIn(actor: Actor, { group, meeting }: Place): Membership | undefined {
  if (!isSignedIn(actor)) return undefined
  const own = actor.memberships.filter((membership) => membership.group === group)
  return (
    own.find((membership) => meeting !== undefined && membership.meeting === meeting) ??
    own.find((membership) => membership.meeting === undefined)
  )
}

/** The delegation for which the actor speaks in a place, if any. */
export const delegationIn = (actor: Actor, place: Place): DelegationId | undefined =>
  membershipIn(actor, place)?.delegation

/** Whether the actor takes part in what belongs there. */
export const isMemberOf = (actor: Actor, place: Place): boolean => membershipIn(actor, place) !== undefined

export const hasRole = (actor: LocalActor, ...wanted: Role[]): boolean =>
  isMember(actor) && wanted.includes(actor.role)

export const speaksFor = (actor: LocalActor, delegation: DelegationId): boolean =>
  isMember(actor) && actor.delegation === delegation
