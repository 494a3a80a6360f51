import { z } from 'zod'
import { languages, type LocalizedText } from '#domain/languages'
import { nameKey } from '#domain/text/folding'
import stored from './member-states.json'
import { regionalGroups, type RegionalGroup } from './participants'

/** A Member State of the United Nations, or a non-member State that is a permanent observer. */
export type MemberState = {
  /** ISO 3166-1 alpha-3. */
  code: string
  status: 'member' | 'observer'
  /** Absent for observers. */
  regionalGroup: RegionalGroup | undefined
  /** As in lists of States, without the article: `Bahamas`, `Iran (Islamic Republic of)`. */
  name: Required<LocalizedText>
  /** As in treaties, with the article: `the Commonwealth of the Bahamas`. */
  formalName: Required<LocalizedText>
  /** Former names and those that people write for short. */
  otherNames: readonly string[]
}

const names = z.object(
  Object.fromEntries(languages.map((language) => [language, z.string().min(1)])) as Record<
    (typeof languages)[number],
    z.ZodString
  >,
)
const schema = z.record(
  z.string().regex(/^[A-Z]{3}$/u),
  z.object({
    status: z.enum(['member', 'observer']),
    group: z.enum(regionalGroups).nullable(),
    short: names,
    formal: names,
    also: z.array(z.string()),
  }),
)

let states: readonly MemberState[] | undefined
let byKey: ReadonlyMap<string, MemberState> | undefined

/**
 * All Member States and observer States with their names in the six languages, ordered by code. The table is 90 kB:
 * routes hand down what a screen needs of it, and components never import it.
 */
export function listMemberStates(): readonly MemberState[] {
  states ??= Object.entries(schema.parse(stored)).map(([code, state]) => ({
    code,
    status: state.status,
    regionalGroup: state.group ?? undefined,
    name: state.short,
    formalName: state.formal,
    otherNames: state.also,
  }))
  return states
}

/** The State of an ISO 3166-1 alpha-3 code. */
export const findMemberState = (code: string): MemberState | undefined =>
  listMemberStates().find((state) => state.code === code)

/** The State that has this name in one of the six languages, short, formal or former, or this code. */
export function findMemberStateByName(name: string): MemberState | undefined {
  byKey ??= new Map(
    listMemberStates().flatMap((state) => namesOf(state).map((known) => [nameKey(known), state] as const)),
  )
  return byKey.get(nameKey(name))
}

/** Every name that a State is known by, its code among them. */
export const namesOf = (state: MemberState): string[] => [
  state.code,
  ...Object.values(state.name),
  ...Object.values(state.formalName),
  ...state.otherNames,
]
