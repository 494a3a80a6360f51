import { expect, test } from 'vitest'
import { detectLanguage } from './detect-language'
import { refusalOf, sameText, sortRows } from './import-rows'

const row = (line: number, text: string) => ({ line, text, proposers: [], tags: [] })

test('what cannot be a recommendation is refused with its reason', () => {
  expect(refusalOf('  ')).toBe('empty')
  expect(refusalOf('x '.repeat(20_000))).toBe('too-long')
  expect(refusalOf('10 120.6 96,9% 327.0')).toBe('no-sentence')
  expect(refusalOf('10 120.6 96,9% 327.0 Source: annual report of the office')).toBe('no-sentence')
  expect(refusalOf('2. OVERVIEW OF THE PERFORMANCE')).toBe('heading')
  expect(refusalOf('2.1 Financial performance of the office')).toBe('heading')
  expect(refusalOf('States should act \uFFFD promptly.')).toBe('undecodable')
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

test('repetitions are found whatever their spacing and case, in the file and in the meeting', () => {
  const rows = [
    row(1, 'States should act.'),
    row(2, 'STATES  should act'),
    row(3, 'States should train police.'),
  ]
  const sorted = sortRows(
    [...rows.slice(0, 1), row(2, 'states  should act'), ...rows.slice(2)],
    new Set([sameText('States should train police')]),
  )
  expect(sorted.taken.map((one) => one.line)).toEqual([1])
  expect(sorted.duplicates.map(({ line, of }) => [line, of])).toEqual([
    [2, 1],
    [3, 0],
  ])
})

test('the language of a text is known by its script and its small words', () => {
  expect(detectLanguage('ينبغي للدول أن تتعاون')).toBe('ar')
  expect(detectLanguage('各国应加强合作')).toBe('zh')
  expect(detectLanguage('Государствам следует сотрудничать')).toBe('ru')
  expect(detectLanguage('Les États devraient coopérer pour protéger les enfants')).toBe('fr')
  expect(detectLanguage('Los Estados deberían cooperar para proteger a los niños')).toBe('es')
  expect(detectLanguage('States should cooperate with one another')).toBe('en')
})
