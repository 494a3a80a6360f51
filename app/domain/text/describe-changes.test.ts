import { expect, test } from 'vitest'
import type { Language } from '#domain/languages'
import { paragraphsOf } from './content'
import { describeChanges } from './describe-changes'

const facts = (base: string, changed: string, language: Language = 'en', standing?: string) =>
  describeChanges(
    paragraphsOf(base),
    paragraphsOf(changed),
    language,
    standing === undefined ? undefined : paragraphsOf(standing),
  )

const first = 'States should consider whether authorities that preserve stored data can do so at once.'

test('a word in place of another, with its line', () => {
  expect(facts(`${first}\nThey shall report.`, `${first}\nThey should report.`)).toEqual([
    { kind: 'replace', removed: 'shall', added: 'should', line: 3 },
  ])
})

test('words that come, and behind which words; words that go', () => {
  expect(facts('States share evidence.', 'States share electronic evidence.')).toEqual([
    { kind: 'add', added: 'electronic', after: 'States share', line: 1 },
  ])
  expect(facts('States share evidence.', 'All States share evidence.')).toEqual([
    { kind: 'add', added: 'All', line: 1 },
  ])
  expect(facts('States promptly share evidence.', 'States share evidence.')).toEqual([
    { kind: 'delete', removed: 'promptly', line: 1 },
  ])
})

test('paragraphs that come and go, are split and joined', () => {
  expect(facts('One word.\nThree words.', 'One word.\nTwo words.\nThree words.')).toEqual([
    { kind: 'add-block', block: 'paragraph', added: 'Two words.', line: 1 },
  ])
  expect(facts('One.', 'Zero words.\nOne.')).toEqual([
    { kind: 'add-block', block: 'paragraph', added: 'Zero words.', line: 0 },
  ])
  expect(facts('One.\nTwo words.\nThree.', 'One.\nThree.')).toEqual([
    { kind: 'delete-block', block: 'paragraph', removed: 'Two words.', line: 2 },
  ])
  expect(facts('One sentence. Another one.', 'One sentence.\nAnother one.')).toMatchObject([{ line: 1 }])
})

test('a passage that was moved is one change, not two', () => {
  expect(
    facts(
      'Without prejudice to national law, States share evidence, where possible, on request.',
      'States share evidence, where possible, on request. Without prejudice to national law,',
    ),
  ).toMatchObject([{ kind: 'move', moved: 'Without prejudice to national law', line: 1, toLine: 2 }])
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
    { kind: 'emphasis', words: 'share', line: 1 },
  ])
})

test('lines are those of the text as it stands, whatever was put before', () => {
  expect(
    facts(
      `${first}\nThey shall report.`,
      `${first}\nThey should report.`,
      'en',
      `A new beginning.\n${first}\nThey shall all report.`,
    ),
  ).toMatchObject([{ kind: 'replace', line: 4 }])
})

test('by words in Arabic, whose letters join, and in Chinese, which has no spaces', () => {
  expect(facts('ينبغي للدول أن تتعاون في حفظ الأدلة.', 'يجوز للدول أن تتعاون في حفظ الأدلة.', 'ar')).toEqual([
    { kind: 'replace', removed: 'ينبغي', added: 'يجوز', line: 1 },
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
    { kind: 'replace', removed: '[within twenty-four hours]', added: 'within seventy-two hours', line: 1 },
  ])
  expect(
    describeChanges(base, paragraphsOf('They answer within twenty-four hours at all times.'), 'en'),
  ).toEqual([
    { kind: 'replace', removed: '[within twenty-four hours]', added: 'within twenty-four hours', line: 1 },
  ])
})
