import type { DelegationId, MandateId, TagId, TopicId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Mandate, Tag, TagKind } from '#domain/negotiation/vocabulary'
import { findMemberState, findMemberStateByName, type MemberState } from '#domain/people/member-states'
import type { Delegation } from '#domain/people/participants'
import { fold, nameKey } from '#domain/text/folding'

/** Who or what a name of the file is, as somebody decided for all rows. */
export type ProposerChoice =
  | { kind: 'delegation'; id: DelegationId }
  /** A State that has no delegation yet: it is given one. */
  | { kind: 'state'; code: string }
  | { kind: 'none' }
export type TermChoice =
  | { kind: 'tag'; id: TagId }
  | { kind: 'mandate'; id: MandateId }
  | { kind: 'new-tag'; tagKind: TagKind }
  | { kind: 'none' }
export type TopicChoice = { kind: 'topic'; id: TopicId } | { kind: 'none' }

/** What was decided about names, terms and headings, by what they are known by. */
export type Mapping = {
  proposers: Record<string, ProposerChoice>
  tags: Record<string, TermChoice>
  topics: Record<string, TopicChoice>
}

export const noMapping: Mapping = { proposers: {}, tags: {}, topics: {} }

/** What a meeting and its group know by name. */
export type Names = {
  delegations: readonly Delegation[]
  tags: readonly Tag[]
  mandates: readonly Mandate[]
  topics: readonly { id: TopicId; title: LocalizedText }[]
}

export type Resolver = {
  proposer: (name: string) => ProposerChoice | undefined
  term: (name: string) => TermChoice | undefined
  topic: (heading: string) => TopicChoice | undefined
}

/** Finds who and what is meant: as somebody decided, else by the names that the group knows, else by those of States. */
export function createResolver(names: Names, mapping: Mapping): Resolver {
  const delegations = new Map<string, DelegationId>()
  const byCode = new Map<string, DelegationId>()
  for (const delegation of names.delegations) {
    byCode.set(delegation.code, delegation.id)
    for (const name of [delegation.code, ...Object.values(delegation.name)])
      delegations.set(nameKey(name), delegation.id)
  }
  const tags = new Map<string, TagId>()
  for (const tag of names.tags) {
    if (!tag.retired) for (const name of Object.values(tag.name)) tags.set(fold(name), tag.id)
  }
  const mandates = new Map(names.mandates.map((mandate) => [fold(mandate.symbol), mandate.id]))
  const topics = new Map(
    names.topics.flatMap(({ id, title }) => Object.values(title).map((name) => [fold(name), id] as const)),
  )
  const ofState = (state: MemberState | undefined): ProposerChoice | undefined => {
    if (!state) return undefined
    const delegation = byCode.get(state.code)
    return delegation ? { kind: 'delegation', id: delegation } : { kind: 'state', code: state.code }
  }
  return {
    proposer: (name) => {
      const key = nameKey(name)
      const chosen = mapping.proposers[key]
      // A State that somebody chose may have been given its delegation by another import.
      if (chosen) return chosen.kind === 'state' ? (ofState(findMemberState(chosen.code)) ?? chosen) : chosen
      const known = delegations.get(key)
      return known ? { kind: 'delegation', id: known } : ofState(findMemberStateByName(name))
    },
    term: (name) => {
      const key = fold(name)
      const [chosen, tag, mandate] = [mapping.tags[key], tags.get(key), mandates.get(key)]
      // A term that was to be added may have been added meanwhile.
      if (chosen && !(chosen.kind === 'new-tag' && tag)) return chosen
      if (tag) return { kind: 'tag', id: tag }
      return mandate && { kind: 'mandate', id: mandate }
    },
    topic: (heading) => {
      const key = fold(heading)
      const known = topics.get(key)
      return mapping.topics[key] ?? (known && { kind: 'topic', id: known })
    },
  }
}
