import { expect, test } from 'vitest'
import { paragraphsOf } from '#domain/text/content'
import { judgeRows, refusalOf } from './judge-rows'
import { emptyRow, type ParsedRow } from './parsed-row'
import { sameText } from './proposers'

const row = (line: number, text: string, facts: Partial<ParsedRow> = {}): ParsedRow => ({
  ...emptyRow(line),
  content: paragraphsOf(text),
  ...facts,
})
const nothing = new Map<string, string[]>()

test('what cannot be a recommendation is refused with its reason', () => {
  expect(refusalOf('  ')).toBe('empty')
  expect(refusalOf('x '.repeat(20_000))).toBe('too-long')
  expect(refusalOf('10 120.6 96,9% 327.0')).toBe('no-sentence')
  expect(refusalOf('10 120.6 96,9% 327.0 Source: annual report of the office')).toBe('no-sentence')
  expect(refusalOf('2. OVERVIEW OF THE PERFORMANCE')).toBe('heading')
  expect(refusalOf('2.1 Financial performance of the office')).toBe('heading')
  expect(refusalOf('States should act promptly.')).toBeUndefined()
  expect(refusalOf('ينبغي للدول أن تتعاون.')).toBeUndefined()
  expect(refusalOf('各国应加强合作。')).toBeUndefined()
})

test('what stands in a column of recommendations may be as short as an act and its object', () => {
  for (const text of ['Ratify CAT', 'Ratify ICCPR, ICESCR, CEDAW and CAT.', 'Combat impunity.']) {
    expect(refusalOf(text, 'entry')).toBeUndefined()
  }
  expect(refusalOf('Ratify CAT')).toBe('no-sentence')
  expect(refusalOf('COSTA RICA', 'entry')).toBe('heading')
  expect(refusalOf('Supported', 'entry')).toBe('no-sentence')
  expect(refusalOf('2. Commercial sustainability', 'entry')).toBe('no-sentence')
})

test('repetitions are found whatever their spacing, apostrophes and case', () => {
  const judged = judgeRows(
    [
      row(1, 'The States’ networks should act.'),
      row(2, "the states'  networks should act"),
      row(3, 'States should train police.'),
    ],
    new Map([[sameText('States should train police'), []]]),
  )
  expect(judged.map(({ state, of }) => [state, of])).toEqual([
    ['taken', undefined],
    ['duplicate', 1],
    ['duplicate', 0],
  ])
})

test('a text that several States ask for is one item with all of them', () => {
  const judged = judgeRows(
    [
      row(1, 'Ratify the convention.', { proposers: ['Norway'], tags: ['treaties'] }),
      row(2, 'Ratify the Convention', { proposers: ['Chile', 'NORWAY'], tags: ['justice'] }),
    ],
    nothing,
  )
  expect(judged.map(({ state }) => state)).toEqual(['taken', 'duplicate'])
  expect(judged[0]?.row.proposers).toEqual(['Norway', 'Chile'])
  expect(judged[0]?.row.tags).toEqual(['treaties', 'justice'])
})

test('a text that the meeting has from others is for a person to decide', () => {
  const present = new Map([[sameText('Ratify the convention.'), ['NOR']]])
  const [same] = judgeRows([row(1, 'Ratify the convention.', { proposers: ['Norway'] })], present)
  expect(same).toMatchObject({ state: 'duplicate', of: 0 })
  const [other] = judgeRows([row(1, 'Ratify the convention.', { proposers: ['Chile'] })], present)
  expect(other).toMatchObject({ state: 'doubtful', of: 0, row: { doubts: ['in-meeting-from-others'] } })
})

test('what is doubtful is not taken, and what is refused is no duplicate of anything', () => {
  const judged = judgeRows(
    [
      row(1, 'States should act promptly.', { doubts: ['more-cells'] }),
      row(2, 'OVERVIEW'),
      row(3, 'OVERVIEW'),
      row(4, 'Introduction to the list', { outside: 'introduction' }),
    ],
    nothing,
  )
  expect(judged.map(({ state, reason }) => [state, reason])).toEqual([
    ['doubtful', undefined],
    ['refused', 'no-sentence'],
    ['refused', 'no-sentence'],
    ['refused', 'introduction'],
  ])
})
