import type { DelegationId } from '#domain/ids'
import type { DelegationKind, RegionalGroup, Role } from '#domain/people/participants'

/** Who has a page of a meeting open, as the reader may know it: visitors are told no names. */
export type PresenceOf = {
  delegations: readonly {
    id: DelegationId
    kind: DelegationKind
    regionalGroup?: RegionalGroup | undefined
    people: number
    names: readonly string[]
  }[]
  officers: readonly { role: Role; names: readonly string[] }[]
}

/** How many delegations of each kind are there, States by their regional groups as well. */
export function countPresence({ delegations }: Pick<PresenceOf, 'delegations'>): {
  kinds: Map<DelegationKind, number>
  groups: Map<RegionalGroup, number>
} {
  const kinds = new Map<DelegationKind, number>()
  const groups = new Map<RegionalGroup, number>()
  for (const { kind, regionalGroup } of delegations) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    if (regionalGroup) groups.set(regionalGroup, (groups.get(regionalGroup) ?? 0) + 1)
  }
  return { kinds, groups }
}

/** What a visitor may know of it. */
export const withoutNames = ({ delegations, officers }: PresenceOf): PresenceOf => ({
  delegations: delegations.map((delegation) => ({ ...delegation, names: [] })),
  officers: officers.map(({ role }) => ({ role, names: [] })),
})
