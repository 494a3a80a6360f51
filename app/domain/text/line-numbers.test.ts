import { expect, test } from 'vitest'
import type { Language } from '#domain/languages'
import { alignTokens } from './alignment'
import { paragraphsOf } from './content'
import { lineMeasure, lineNumbersOf, linesInLater } from './line-numbers'
import { tokensOf } from './word-diff'

const tokens = (text: string, language: Language = 'en') => tokensOf(paragraphsOf(text), language)

/** The text cut into its lines. */
function cut(text: string, language: Language = 'en'): string[] {
  const all = tokens(text, language)
  const lines: string[] = []
  lineNumbersOf(all).forEach((line, at) => {
    const token = all[at]
    if (token?.kind === 'word') lines[line - 1] = (lines[line - 1] ?? '') + token.text
  })
  return lines
}

const long =
  'States should consider whether their authorities, when they preserve stored data at the request of another State, can do so (in urgent cases) within a day.'

test('lines are broken between words, at the measure, with the signs that touch a word', () => {
  const lines = cut(long)
  expect(lines).toHaveLength(2)
  expect(lines.join('')).toBe(long)
  for (const line of lines) expect(line.trimEnd().length).toBeLessThanOrEqual(lineMeasure)
  expect(cut(`${'a'.repeat(78)} “evidence”, too`)[1]).toBe('“evidence”, too')
})

test('each block begins a line, and a word that is longer than a line has one of its own', () => {
  expect(cut('One.\nTwo.\nThree.')).toEqual(['One.', 'Two.', 'Three.'])
  expect(cut(`See ${'x'.repeat(120)} there`)).toHaveLength(3)
})

test('Chinese has no spaces to break at, and takes two columns a character', () => {
  const text = '各国应当加强在电子证据保存方面的国际合作'.repeat(3)
  const lines = cut(text, 'zh')
  expect(lines.join('')).toBe(text)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(lineMeasure / 2)
  expect(lines.length).toBeGreaterThan(1)
})

test('Arabic vowel signs take no room', () => {
  const bare = 'ينبغي للدول أن تتعاون في حفظ الأدلة الإلكترونية'
  const vowelled = 'يَنبَغي لِلدُّوَلِ أَن تَتَعاوَنَ في حِفظِ الأَدِلَّةِ الإِلِكترونيَّةِ'
  expect(cut(`${vowelled} ${bare} ${bare}`, 'ar').length).toBe(cut(`${bare} ${bare} ${bare}`, 'ar').length)
})

test('a place in an earlier text is named by the line where it now stands', () => {
  const earlier = tokens('One.\nTwo words.\nThree.')
  const later = tokens('A new beginning.\nOne.\nTwo.\nThree.')
  const lines = linesInLater(earlier, later, alignTokens(earlier, later))
  const lineOf = (word: string) =>
    lines[earlier.findIndex((token) => token.kind === 'word' && token.text === word)]
  expect(lineOf('One')).toBe(2)
  expect(lineOf('words')).toBe(3)
  expect(lineOf('Three')).toBe(4)
  expect(lines).toHaveLength(earlier.length + 1)
})

test('where nothing is left of an earlier text its own lines count', () => {
  const earlier = tokens('One.\nTwo.')
  expect(
    linesInLater(
      earlier,
      tokens('Другое'),
      earlier.map(() => -1),
    ),
  ).toEqual(lineNumbersOf(earlier))
})
