import type { DelegationId, ParticipantId } from '#domain/ids'
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
  kind: DelegationKind
  name: LocalizedText
  /** Short form for badges: ISO 3166-1 alpha-3 for States. */
  code: string
  regionalGroup: RegionalGroup | undefined
}

/** Who acts: a signed-in participant, a visitor who has not signed in, or whoever runs the server itself. */
export type Actor =
  | {
      kind: 'participant'
      participant: ParticipantId
      name: string
      role: Role
      /** Absent for Chair, Rapporteur and secretariat. */
      delegation: DelegationId | undefined
    }
  | { kind: 'visitor' }
  | { kind: 'operator' }

export type SignedInActor = Extract<Actor, { kind: 'participant' }>

export const visitor: Actor = { kind: 'visitor' }

/** The command line on the server: whoever has it has the database. */
export const operator: Actor = { kind: 'operator' }

export const isSignedIn = (actor: Actor): actor is SignedInActor => actor.kind === 'participant'

export const hasRole = (actor: Actor, ...wanted: Role[]): boolean =>
  isSignedIn(actor) && wanted.includes(actor.role)

export const speaksFor = (actor: Actor, delegation: DelegationId): boolean =>
  isSignedIn(actor) && actor.delegation === delegation
