import type { DelegationId } from '#domain/ids'
import { languageFacts, languages, type Language } from '#domain/languages'
import { officerRoles } from '#domain/permissions/appointments'
import { cleanLine } from '#domain/text/characters'
import { nameKey } from '#domain/text/folding'
import { isEmail, normalizeEmail } from './email'
import { findMemberStateByName } from './member-states'
import type { Delegation, Role } from './participants'

/** What can be wrong with a row; each is a message `people-table.<fault>` in every language. */
export const rowFaults = [
  'name-missing',
  'email-wrong',
  'email-twice',
  'already-member',
  'role-unknown',
  'delegation-missing',
  'delegation-unknown',
  'delegation-surplus',
  'language-unknown',
] as const
export type RowFault = (typeof rowFaults)[number]

export const peopleColumns = ['name', 'email', 'role', 'delegation', 'language'] as const
export type PeopleColumn = (typeof peopleColumns)[number]

export type PeopleRow = {
  /** In the table, counted from 1, its header included. */
  line: number
  name: string
  email: string
  role: Role
  delegation: DelegationId | undefined
  /** As it was written. */
  written: Record<PeopleColumn, string>
  language: Language
  faults: RowFault[]
}

export type PeopleContext = {
  delegations: readonly Delegation[]
  /** Addresses of those who take part already. */
  members: ReadonlySet<string>
  /** Of those for whom the table says nothing. */
  language: Language
  /** What columns and roles are called on the screens. */
  words: {
    columns: Readonly<Record<PeopleColumn, readonly string[]>>
    roles: Readonly<Record<Role, readonly string[]>>
  }
}

const find = <Key extends string>(words: Readonly<Record<Key, readonly string[]>>, text: string) => {
  const wanted = nameKey(text)
  return (Object.keys(words) as Key[]).find((key) =>
    [key, ...words[key]].some((word) => nameKey(word) === wanted),
  )
}

/** Which column is where: as the header says or, without one, in the order of {@link peopleColumns}. */
function layOut(rows: readonly (readonly string[])[], words: PeopleContext['words']['columns']) {
  const [first = []] = rows
  const header = first.map((cell) => find(words, cell))
  const hasHeader = header.includes('email') && header.includes('name')
  return { columns: hasHeader ? header : [...peopleColumns], start: hasHeader ? 1 : 0 }
}

/** Reads a table of people. Nothing is left out: what is wrong with a row is said beside it. */
export function readPeopleTable(
  rows: readonly (readonly string[])[],
  { delegations, members, language, words }: PeopleContext,
): PeopleRow[] {
  const { columns, start } = layOut(rows, words.columns)
  const seen = new Set<string>()
  const people: PeopleRow[] = []
  for (const [index, cells] of rows.entries()) {
    if (index < start || cells.every((cell) => cell.trim() === '')) continue
    const cell = (column: PeopleColumn) => cleanLine(cells[columns.indexOf(column)] ?? '').trim()
    const written = {
      name: cell('name'),
      email: cell('email'),
      role: cell('role'),
      delegation: cell('delegation'),
      language: cell('language'),
    }
    const faults: RowFault[] = []
    const email = normalizeEmail(written.email)
    if (written.name === '') faults.push('name-missing')
    if (!isEmail(email)) faults.push('email-wrong')
    else if (seen.has(email)) faults.push('email-twice')
    else if (members.has(email)) faults.push('already-member')
    seen.add(email)
    const role = written.role === '' ? 'delegate' : find(words.roles, written.role)
    if (!role) faults.push('role-unknown')
    const isOfficer = officerRoles.some((officerRole) => officerRole === role)
    const delegation = written.delegation === '' ? undefined : findDelegation(delegations, written.delegation)
    if (isOfficer && written.delegation !== '') faults.push('delegation-surplus')
    else if (!isOfficer && written.delegation === '') faults.push('delegation-missing')
    else if (!isOfficer && !delegation) faults.push('delegation-unknown')
    const spoken = written.language === '' ? language : findLanguage(written.language)
    if (!spoken) faults.push('language-unknown')
    people.push({
      line: index + 1,
      name: written.name,
      email,
      role: role ?? 'delegate',
      delegation: delegation?.id,
      written,
      language: spoken ?? language,
      faults,
    })
  }
  return people
}

/** By code, by name in any language, or by any name that the table of States knows it by. */
function findDelegation(delegations: readonly Delegation[], text: string): Delegation | undefined {
  const key = nameKey(text)
  const state = findMemberStateByName(text)
  return delegations.find(
    (delegation) =>
      nameKey(delegation.code) === key ||
      (state !== undefined && delegation.code === state.code) ||
      Object.values(delegation.name).some((name) => nameKey(name) === key),
  )
}

const findLanguage = (text: string): Language | undefined =>
  languages.find((code) => code === text.toLowerCase() || nameKey(languageFacts[code].name) === nameKey(text))
