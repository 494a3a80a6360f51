import { existsSync, readFileSync } from 'node:fs'
import papaparse from 'papaparse'
import { describe, expect, test } from 'vitest'
import { nameKey } from '#domain/text/folding'
import { findMemberState, findMemberStateByName, listMemberStates, namesOf } from './member-states'
import { regionalGroups } from './participants'

test('there are 193 Member States in five regional groups, and two observer States', () => {
  const states = listMemberStates()
  const members = states.filter(({ status }) => status === 'member')
  expect(members).toHaveLength(193)
  expect(states.filter(({ status }) => status === 'observer').map(({ code }) => code)).toEqual(['PSE', 'VAT'])
  const sizes = regionalGroups.map((group) => members.filter((state) => state.regionalGroup === group).length)
  expect(sizes).toEqual([54, 54, 23, 33, 29])
})

test('no name leads to two States', () => {
  const owners = new Map<string, Set<string>>()
  for (const state of listMemberStates()) {
    for (const name of namesOf(state)) {
      const key = nameKey(name)
      owners.set(key, (owners.get(key) ?? new Set()).add(state.code))
    }
  }
  expect([...owners].filter(([, codes]) => codes.size > 1).map(([key]) => key)).toEqual([])
})

test.each([
  ['Iran, Islamic Republic of', 'IRN'],
  ['Iran (Islamic Republic of)', 'IRN'],
  ['The Islamic Republic of Iran', 'IRN'],
  ["Cote d'Ivoire", 'CIV'],
  ['CÔTE D’IVOIRE', 'CIV'],
  ['Republic of Korea', 'KOR'],
  ['Korea, Democratic People’s Republic of', 'PRK'],
  ['Congo, Democratic Republic of the', 'COD'],
  ['Republic of the Congo', 'COG'],
  ['Bosnia & Herzegovina', 'BIH'],
  ['Turkey', 'TUR'],
  ['Cape Verde', 'CPV'],
  ['États-Unis', 'USA'],
  ['los Países Bajos', 'NLD'],
  ['Timor Leste', 'TLS'],
  ['Guinea Bissau', 'GNB'],
  ['Российская Федерация', 'RUS'],
  ['玻利维亚', 'BOL'],
  ['جمهورية إيران الإسلامية', 'IRN'],
  ['غينيا بيساو', 'GNB'],
  ['NOR', 'NOR'],
])('%s is %s', (name, code) => {
  expect(findMemberStateByName(name)?.code).toBe(code)
})

test.each(['', 'Republic', 'the', 'Atlantis', 'European Union', 'Ireland and Norway'])(
  '%s is no State',
  (name) => {
    expect(findMemberStateByName(name)).toBeUndefined()
  },
)

const published = '../shared/data/states/unterm-names.csv'
describe.skipIf(!existsSync(published))(
  'against the published names (skipped where the real files are not beside the project)',
  () => {
    test('every name leads to its State', () => {
      const { data } = papaparse.parse<Record<string, string>>(readFileSync(published, 'utf8'), {
        header: true,
        skipEmptyLines: true,
      })
      for (const row of data) {
        const { iso3 = '' } = row
        if (!findMemberState(iso3)) continue
        for (const [column, name] of Object.entries(row)) {
          if (/_(short|formal)$/u.test(column)) expect(findMemberStateByName(name)?.code, name).toBe(iso3)
        }
      }
    })
  },
)
