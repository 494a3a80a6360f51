import { expect, test } from 'vitest'
import type { DelegationId, ExpertGroupId } from '#domain/ids'
import { readPeopleTable, type PeopleContext } from './people-table'
import type { Delegation } from './participants'

const group = 'group' as ExpertGroupId
const delegation = (id: string, code: string, name: Delegation['name']): Delegation => ({
  id: id as DelegationId,
  group,
  kind: 'member-state',
  name,
  code,
  regionalGroup: undefined,
})

const context: PeopleContext = {
  delegations: [
    delegation('iran', 'IRN', { en: 'Iran (Islamic Republic of)' }),
    delegation('ivory', 'CIV', { en: 'Côte d’Ivoire' }),
    delegation('university', 'UNI-1', { en: 'A university', ar: 'جامعة' }),
  ],
  members: new Set(['known@example.org']),
  language: 'fr',
  words: {
    columns: {
      name: ['Name', 'الاسم'],
      email: ['E-mail', 'E-mail address', 'البريد الإلكتروني'],
      role: ['Role', 'الدور'],
      delegation: ['Delegation', 'الوفد'],
      language: ['Language', 'اللغة'],
    },
    roles: {
      delegate: ['Delegate', 'مندوب'],
      chair: ['Chair', 'الرئيس'],
      rapporteur: ['Rapporteur', 'المقرر'],
      secretariat: ['Secretariat', 'الأمانة'],
    },
  },
}

const read = (...rows: string[][]) => readPeopleTable(rows, context)

test('columns are found by their names, in any order and in the languages of the screens', () => {
  const english = read(
    ['Delegation', 'E-mail address', 'NAME'],
    ['Iran, Islamic Republic of', 'Sara@Example.org', 'Sara'],
  )
  const arabic = read(['الاسم', 'الوفد', 'البريد الإلكتروني'], ['سارة', 'جامعة', 's@example.org'])
  expect(english).toMatchObject([
    { line: 2, name: 'Sara', email: 'sara@example.org', delegation: 'iran', faults: [] },
  ])
  expect(arabic).toMatchObject([{ name: 'سارة', delegation: 'university', language: 'fr', faults: [] }])
})

test('without a header the order is name, address, role, delegation, language', () => {
  expect(
    read(
      ['Sara', 's@example.org', '', "Cote d'Ivoire", 'ar'],
      ['', '', '', '', ''],
      ['Bo', 'b@example.org', 'chair', '', 'English'],
    ),
  ).toMatchObject([
    { line: 1, role: 'delegate', delegation: 'ivory', language: 'ar', faults: [] },
    { line: 3, role: 'chair', delegation: undefined, language: 'en', faults: [] },
  ])
})

test('everything that is wrong with a row is said, and no row is left out', () => {
  const faults = read(
    ['', 'not-an-email', 'boss', 'Atlantis', 'xx'],
    ['A', 'known@example.org', '', 'IRN'],
    ['B', 'b@example.org', 'Delegate', ''],
    ['C', 'B@example.org', 'Secretariat', 'IRN'],
  ).map((row) => row.faults)
  expect(faults).toEqual([
    ['name-missing', 'email-wrong', 'role-unknown', 'delegation-unknown', 'language-unknown'],
    ['already-member'],
    ['delegation-missing'],
    ['email-twice', 'delegation-surplus'],
  ])
})
