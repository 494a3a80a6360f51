import { expect, test } from 'vitest'
import type { Language } from '#domain/languages'
import { paragraphsOf, type Block, type DocumentContent } from './content'
import { describeChanges } from './describe-changes'

const facts = (base: string, changed: string, language: Language = 'en', standing?: string) =>
  describeChanges(
    paragraphsOf(base),
    paragraphsOf(changed),
    language,
    standing === undefined ? undefined : paragraphsOf(standing),
  )

const first = 'States should consider whether authorities that preserve stored data can do so at once.'

test('a word in place of another, with its paragraph', () => {
  expect(facts(`${first}\nThey shall report.`, `${first}\nThey should report.`)).toEqual([
    { kind: 'replace', removed: 'shall', added: 'should', place: { kind: 'paragraph', number: 2 } },
  ])
})

test('words that come, and behind which words; words that go', () => {
  expect(facts('States share evidence.', 'States share electronic evidence.')).toEqual([
    { kind: 'add', added: 'electronic', after: 'States share', place: { kind: 'whole' } },
  ])
  expect(facts('States share evidence.', 'All States share evidence.')).toEqual([
    { kind: 'add', added: 'All', place: { kind: 'whole' } },
  ])
  expect(facts('States promptly share evidence.', 'States share evidence.')).toEqual([
    { kind: 'delete', removed: 'promptly', place: { kind: 'whole' } },
  ])
})

test('paragraphs that come and go, are split and joined', () => {
  expect(facts('One word.\nThree words.', 'One word.\nTwo words.\nThree words.')).toEqual([
    { kind: 'add-block', block: 'paragraph', added: 'Two words.', place: { kind: 'paragraph', number: 1 } },
  ])
  expect(facts('One.', 'Zero words.\nOne.')).toEqual([
    { kind: 'add-block', block: 'paragraph', added: 'Zero words.' },
  ])
  expect(facts('One.\nTwo words.\nThree.', 'One.\nThree.')).toEqual([
    { kind: 'delete-block', removed: 'Two words.', place: { kind: 'paragraph', number: 2 } },
  ])
  expect(facts('One sentence. Another one.', 'One sentence.\nAnother one.')).toMatchObject([
    { kind: 'split', place: { kind: 'whole' } },
  ])
})

test('a passage that was moved is one change, not two', () => {
  expect(
    facts(
      'Without prejudice to national law, States share evidence, where possible, on request.',
      'States share evidence, where possible, on request. Without prejudice to national law,',
    ),
  ).toMatchObject([
    {
      kind: 'move',
      moved: 'Without prejudice to national law',
      place: { kind: 'whole' },
      to: { kind: 'whole' },
    },
  ])
})

test('words that are only set otherwise', () => {
  const text = (bold: boolean) => ({
    blocks: [
      {
        type: 'paragraph' as const,
        children: [
          { type: 'text' as const, text: 'States ' },
          { type: 'text' as const, text: 'share', ...(bold && { bold: true as const }) },
          { type: 'text' as const, text: ' evidence.' },
        ],
      },
    ],
  })
  expect(describeChanges(text(false), text(true), 'en')).toEqual([
    { kind: 'emphasis', words: 'share', place: { kind: 'whole' } },
  ])
})

test('places are those of the text as it is now, whatever was put before', () => {
  expect(
    facts(
      `${first}\nThey shall report.`,
      `${first}\nThey should report.`,
      'en',
      `A new beginning.\n${first}\nThey shall all report.`,
    ),
  ).toMatchObject([{ kind: 'replace', place: { kind: 'paragraph', number: 3 } }])
})

test('by words in Arabic, whose letters join, and in Chinese, which has no spaces', () => {
  expect(facts('ينبغي للدول أن تتعاون في حفظ الأدلة.', 'يجوز للدول أن تتعاون في حفظ الأدلة.', 'ar')).toEqual([
    { kind: 'replace', removed: 'ينبغي', added: 'يجوز', place: { kind: 'whole' } },
  ])
  expect(facts('各国应加强合作。', '各国应加强国际合作。', 'zh')).toMatchObject([
    { kind: 'add', added: '国际' },
  ])
})

test('nothing changed, nothing said', () => {
  expect(facts(first, first)).toEqual([])
})

test('brackets go and come as a whole, with the words between them', () => {
  const bracketed = (words: string) => ({
    blocks: [
      {
        type: 'paragraph' as const,
        children: [
          { type: 'text' as const, text: 'They answer ' },
          {
            type: 'bracket' as const,
            requestedBy: '' as const,
            reason: '',
            children: [{ type: 'text' as const, text: words }],
          },
          { type: 'text' as const, text: ' at all times.' },
        ],
      },
    ],
  })
  const base = bracketed('within twenty-four hours')
  expect(
    describeChanges(base, paragraphsOf('They answer within seventy-two hours at all times.'), 'en'),
  ).toEqual([
    {
      kind: 'replace',
      removed: '[within twenty-four hours]',
      added: 'within seventy-two hours',
      place: { kind: 'whole' },
    },
  ])
  expect(
    describeChanges(base, paragraphsOf('They answer within twenty-four hours at all times.'), 'en'),
  ).toEqual([
    {
      kind: 'replace',
      removed: '[within twenty-four hours]',
      added: 'within twenty-four hours',
      place: { kind: 'whole' },
    },
  ])
})

const listOf = (...items: [level: 0 | 1 | 2, text: string][]): DocumentContent => ({
  blocks: items.map(([level, text]): Block => ({
    type: level === 0 ? 'paragraph' : 'sub-item',
    ...(level !== 0 && { level }),
    children: [{ type: 'text', text }],
  })),
})

test('sub-items by their letters, on both levels', () => {
  const base = listOf([0, 'States should:'], [1, 'Train;'], [1, 'Share:'], [2, 'Logs;'], [2, 'Keys;'])
  const changed = listOf([0, 'States shall:'], [1, 'Train;'], [1, 'Share:'], [2, 'Logs;'], [2, 'Codes;'])
  expect(describeChanges(base, changed, 'en').map((fact) => fact.place)).toEqual([
    { kind: 'paragraph' },
    { kind: 'sub-item', label: '(b) (ii)' },
  ])
})

test('letters begin again after each paragraph, so the paragraph is named', () => {
  const base = listOf([0, 'States should:'], [1, 'Train;'], [0, 'Others may:'], [1, 'Watch;'])
  const changed = listOf([0, 'States should:'], [1, 'Train;'], [0, 'Others may:'], [1, 'Learn;'])
  expect(describeChanges(base, changed, 'en')).toMatchObject([
    { kind: 'replace', place: { kind: 'sub-item', label: '(a)', paragraph: 2 } },
  ])
})

test('each of several sub-items that go is named', () => {
  const base = listOf([0, 'States should:'], [1, 'Train;'], [1, 'Share;'], [1, 'Learn;'])
  expect(describeChanges(base, listOf([0, 'States should:'], [1, 'Train;']), 'en')).toEqual([
    { kind: 'delete-block', removed: 'Share;', place: { kind: 'sub-item', label: '(b)' } },
    { kind: 'delete-block', removed: 'Learn;', place: { kind: 'sub-item', label: '(c)' } },
  ])
})

test('a block that becomes one of another kind', () => {
  const base = listOf([0, 'States should:'], [0, 'Train;'])
  expect(describeChanges(base, listOf([0, 'States should:'], [1, 'Train;']), 'en')).toEqual([
    { kind: 'set-block', block: 'sub-item', place: { kind: 'paragraph', number: 2 } },
  ])
})
