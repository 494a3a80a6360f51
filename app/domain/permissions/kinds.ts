import { isMember, type DelegationKind, type LocalActor } from '#domain/people/participants'

/** What depends on the kind of a delegation. */
export const kindRights = ['draft', 'amend', 'sponsor', 'object', 'position', 'comment', 'speak'] as const
export type KindRight = (typeof kindRights)[number]

/** Kinds that have the same rights. */
export const rightsKinds = [
  'member-state',
  'observer-state',
  'intergovernmental-organization',
  'stakeholder',
] as const
export type RightsKind = (typeof rightsKinds)[number]

export type RightsTable = Readonly<Record<RightsKind, readonly KindRight[]>>

/**
 * The practice of intergovernmental expert groups of the United Nations: States that are not members take part without
 * deciding; organizations and stakeholders are heard, in the room and in writing. A meeting may have its own table.
 */
export const usualRights: RightsTable = {
  'member-state': ['draft', 'amend', 'sponsor', 'object', 'position', 'comment', 'speak'],
  'observer-state': ['draft', 'amend', 'sponsor', 'position', 'comment', 'speak'],
  'intergovernmental-organization': ['comment', 'speak'],
  stakeholder: ['comment', 'speak'],
}

export const rightsKindOf: Record<DelegationKind, RightsKind> = {
  'member-state': 'member-state',
  'observer-state': 'observer-state',
  'intergovernmental-organization': 'intergovernmental-organization',
  'non-governmental-organization': 'stakeholder',
  'private-sector': 'stakeholder',
  academia: 'stakeholder',
}

/** Where rights by kind are decided: the table of a meeting, where it has its own. */
export type RightsFacts = { rights: RightsTable | undefined }

/** Whether the actor speaks for a delegation whose kind may do this at the meeting. */
export const mayByKind = (actor: LocalActor, right: KindRight, { rights }: RightsFacts): boolean =>
  isMember(actor) &&
  actor.kindOfDelegation !== undefined &&
  (rights ?? usualRights)[rightsKindOf[actor.kindOfDelegation]].includes(right)

/** The same table with everything in one order. */
export const sorted = (table: RightsTable): RightsTable => {
  const inOrder = (kind: RightsKind) => kindRights.filter((right) => table[kind].includes(right))
  return {
    'member-state': inOrder('member-state'),
    'observer-state': inOrder('observer-state'),
    'intergovernmental-organization': inOrder('intergovernmental-organization'),
    stakeholder: inOrder('stakeholder'),
  }
}

export const isUsual = (table: RightsTable): boolean =>
  JSON.stringify(sorted(table)) === JSON.stringify(sorted(usualRights))
