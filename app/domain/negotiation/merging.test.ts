import { expect, test } from 'vitest'
import type { Language } from '#domain/languages'
import { paragraphsOf, plainText } from '#domain/text/content'
import { contentOf, tokensOf } from '#domain/text/word-diff'
import { applyChoices, areCompeting, mergeChanges } from './merging'

const tokens = (text: string, language: Language = 'en') => tokensOf(paragraphsOf(text), language)
const merge = (base: string, changed: string, current: string, chosen?: number[]) => {
  const result = mergeChanges(
    { base: tokens(base), changed: tokens(changed), current: tokens(current) },
    chosen && new Set(chosen),
  )
  return { text: plainText(result.content), changes: result.changes }
}

test('an amendment is taken into a text that has moved on elsewhere', () => {
  const { text, changes } = merge(
    'States share evidence promptly.',
    'States share evidence without delay.',
    'Member States share electronic evidence promptly.',
  )
  expect(text).toBe('Member States share electronic evidence without delay.')
  expect(changes.map((change) => change.fit)).toEqual(['applies'])
})

test('two wordings for the same words both stay whole, and it is said', () => {
  const { text, changes } = merge(
    'They act promptly.',
    'They act without delay.',
    'They act within 72 hours.',
  )
  expect(text).toBe('They act within 72 hours without delay.')
  expect(changes.map((change) => change.fit)).toEqual(['competes'])
})

test('words that were edited letter by letter meanwhile are not garbled', () => {
  const { text } = merge('They act promptly.', 'They act without delay.', 'They act promptlyness.')
  expect(text).toBe('They act promptlyness without delay.')
})

test('a change that the text already has is not made twice', () => {
  const { text, changes } = merge('They act promptly.', 'They act now.', 'They act now.')
  expect(text).toBe('They act now.')
  expect(changes.map((change) => change.fit)).toEqual(['already-there'])
})

test('only the chosen changes are taken', () => {
  const base = 'States should share evidence promptly and free of charge.'
  const changed = 'States shall share evidence without delay and free of charge.'
  expect(merge(base, changed, base, [1]).text).toBe(
    'States should share evidence without delay and free of charge.',
  )
})

test('amendments compete where they touch the same words, and only there', () => {
  const base = 'States should share evidence promptly.'
  const placed = (changed: string) => merge(base, changed, base).changes
  const shall = placed('States shall share evidence promptly.')
  const may = placed('States may share evidence promptly.')
  const soon = placed('States should share evidence soon.')
  expect(areCompeting(shall, may)).toBe(true)
  expect(areCompeting(shall, soon)).toBe(false)
})

test('brackets stand around words, not around the spaces at their ends', () => {
  const bracketed = (base: string, changed: string, language?: Language) => {
    const [current, after] = [tokens(base, language), tokens(changed, language)]
    const { changes } = mergeChanges({ base: current, changed: after, current })
    const facts = { requestedBy: '', reason: '' } as const
    return plainText(
      contentOf(
        applyChoices(
          current,
          changes.map((change) => ({ change, choice: 'bracket', facts })),
        ),
      ),
    )
  }
  const base = 'States should respect rights.'
  expect(bracketed(base, 'States should fully respect rights.')).toBe('States should [fully] respect rights.')
  expect(bracketed(base, 'All States should respect rights.')).toBe('[All] States should respect rights.')
  expect(bracketed(base, 'States should respect rights always.')).toBe(
    'States should respect rights [always].',
  )
  expect(bracketed(base, 'States respect rights.')).toBe('States [should] respect rights.')
  expect(bracketed(base, 'States must protect rights.')).toBe(
    'States [should respect] [must protect] rights.',
  )
  expect(bracketed(base, 'States should respect.')).toBe('States should respect [rights].')
  expect(bracketed('各国应当尊重权利。', '各国应当充分尊重权利。', 'zh')).toBe('各国应当[充分]尊重权利。')
})
