import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languages } from '#domain/languages'
import { explainOverlap, type Explanation } from './explanation'
import { themeOf } from './group-theme'
import { itemOf } from './item-terms'
import { OverlapIndex } from './overlap-index'
import type { TextRange } from './phrases'

const around = [
  'States should share evidence promptly.',
  'Judges should be trained in the use of electronic evidence.',
  'Providers keep data for ninety days.',
  'Protect the right of children to play.',
  'Protect the right of women to work.',
]

function explained(a: string, b: string) {
  const index = OverlapIndex.of(
    [a, b, ...around].map((text, at) => itemOf(String(at), text, 'en')),
    'en',
  )
  const explanation = explainOverlap({ a, b }, 'en', index.score('0', '1'), index)
  const read = (text: string, ranges: readonly TextRange[]) =>
    ranges.map(({ start, end }) => text.slice(start, end))
  return {
    explanation,
    phrases: explanation.phrases.map((phrase) => [read(a, [phrase.a])[0], read(b, [phrase.b])[0]]),
    shared: [read(a, explanation.shared.a), read(b, explanation.shared.b)],
    only: [read(a, explanation.only.a), read(b, explanation.only.b)],
  }
}

test('the difference between two rights is seen, in the words of the texts', () => {
  const { phrases, only } = explained(
    'Guarantee the right to education of all children.',
    'Guarantee the right to health of all children.',
  )
  expect(only).toEqual([['education'], ['health']])
  expect(phrases.flat()).toEqual(expect.arrayContaining(['children']))
})

test('shared phrases are whole, with the small words in them, and are surface words', () => {
  const { phrases, shared, explanation } = explained(
    'Parties should establish contact points around the clock, and train prosecutors.',
    'The contact point around the clock should be known to providers.',
  )
  expect(phrases[0]).toEqual(['contact points around the clock', 'contact point around the clock'])
  expect(shared[0]).toEqual(['contact points around the clock'])
  expect(explanation.coverage.b).toBeGreaterThan(explanation.coverage.a)
})

test('a phrase does not reach across the end of a sentence', () => {
  const { shared } = explained('Collect evidence. Judges decide.', 'Evidence for judges.')
  expect(shared[0]).toEqual(['evidence', 'Judges'])
})

describe('one reason says why', () => {
  const cases: [Explanation['reason'], string, string][] = [
    [
      'nearly-the-same',
      'Share evidence with judges promptly.',
      'Evidence should be shared promptly with judges.',
    ],
    [
      'first-in-second',
      'Train judges.',
      'Train judges, prosecutors, police officers and customs officials at borders.',
    ],
    [
      'second-in-first',
      'Train judges, prosecutors, police officers and customs officials at borders.',
      'Train judges.',
    ],
    [
      'different-instruments',
      'Ratify the Convention on the Rights of the Child.',
      'Ratify the Convention against Torture.',
    ],
    ['related-words', 'Judges need offices.', 'States should continue to take measures.'],
  ]
  test.each(cases)('%s', (reason, a, b) => {
    expect(explained(a, b).explanation.reason).toBe(reason)
  })
})

test('a group is named by what all of it says', () => {
  const group = [
    'Set up contact points around the clock.',
    'Contact points around the clock should answer within a day.',
    'Each Party names contact points around the clock for evidence.',
  ]
  const index = OverlapIndex.of(
    [...group, ...around].map((text, at) => itemOf(String(at), text, 'en')),
    'en',
  )
  expect(themeOf(group, 'en', index).theme?.toLowerCase()).toBe('contact points around the clock')
  expect(themeOf(['States should.', 'Providers keep data.'], 'en', index).theme).toBeUndefined()
})

const someText = fc
  .array(
    fc.constantFrom(
      'evidence',
      'the',
      'of',
      'Convention',
      'Torture',
      'l’accès',
      'الأدلّة',
      '电子证据',
      'улики',
      '.',
      '🙂',
    ),
    { maxLength: 12 },
  )
  .map((words) => words.join(' '))

test('invariant: every range is in its text, in order, and the two sides mirror each other', () => {
  const even = { rarityOf: () => 1 }
  fc.assert(
    fc.property(someText, someText, fc.constantFrom(...languages), (a, b, language) => {
      const there = explainOverlap({ a, b }, language, 0.5, even)
      const back = explainOverlap({ a: b, b: a }, language, 0.5, even)
      expect(back.coverage).toEqual({ a: there.coverage.b, b: there.coverage.a })
      expect([back.shared.a, back.only.a]).toEqual([there.shared.b, there.only.b])
      const sides: [string, TextRange[]][] = [
        [a, there.shared.a],
        [a, there.only.a],
        [b, there.shared.b],
        [b, there.only.b],
      ]
      for (const [text, ranges] of sides) {
        let end = 0
        for (const range of ranges) {
          expect(range.start).toBeGreaterThanOrEqual(end)
          expect(text.slice(range.start, range.end).trim()).not.toBe('')
          ;({ end } = range)
        }
      }
      for (const phrase of there.phrases) {
        expect(a.slice(phrase.a.start, phrase.a.end)).not.toBe('')
        expect(b.slice(phrase.b.start, phrase.b.end)).not.toBe('')
      }
    }),
  )
})
