import { expect, test } from 'vitest'
import { paragraphsOf, plainText } from '#domain/text/content'
import { decideChange, editableText, editRow, joinRows, splitRow, type RowEdit } from './edit-row'
import { emptyRow, type ParsedRow } from './parsed-row'
import { readPlainLines } from './read-lines'

const row = (text: string, facts: Partial<ParsedRow> = {}): ParsedRow => ({
  ...emptyRow(1),
  content: readPlainLines(text).content,
  ...facts,
})
const edit = (text: string): RowEdit => ({
  text,
  label: '5 (a)',
  kind: 'recommendation',
  topic: '',
  language: 'en',
  proposers: ['Norway'],
  tags: [],
})

test('a text is edited with its letters, which are no part of it', () => {
  const before = row('States should:\n(a) train judges;\n(b) share evidence.')
  expect(editableText(before.content)).toBe('States should:\n(a) train judges;\n(b) share evidence.')
  const [after] = editRow(
    before,
    edit('States should:\n(a) train judges;\n(i) each year;\n(b) share evidence.'),
  )
  expect(after?.content.blocks.map(({ level }) => level)).toEqual([undefined, 1, 2, 1])
})

test('an empty line begins another item; label and notes stay with the first', () => {
  const rows = editRow(row('One.', { notes: ['See below.'], doubts: ['more-cells'] }), edit('One.\n\nTwo.'))
  expect(
    rows.map(({ content, label, notes, proposers, doubts }) => [
      plainText(content),
      label,
      notes,
      proposers,
      doubts,
    ]),
  ).toEqual([
    ['One.', '5 (a)', ['See below.'], ['Norway'], []],
    ['Two.', undefined, [], ['Norway'], []],
  ])
})

test('emphasis stays on the words that stay', () => {
  const before = row('', {
    content: {
      blocks: [
        {
          type: 'paragraph',
          children: [
            { type: 'text', text: 'Act ' },
            { type: 'text', text: 'now', bold: true },
            { type: 'text', text: ' or never.' },
          ],
        },
      ],
    },
  })
  const [after] = editRow(before, edit('Act now or rarely.'))
  expect(after?.content.blocks[0]?.children).toEqual([
    { type: 'text', text: 'Act ' },
    { type: 'text', text: 'now', bold: true },
    { type: 'text', text: ' or rarely.' },
  ])
})

test('two rows are joined in the sentence, or as paragraphs where it has ended', () => {
  expect(plainText(joinRows(row('States should'), row('act.')).content)).toBe('States should act.')
  expect(plainText(joinRows(row('States should act.'), row('Soon.')).content)).toBe(
    'States should act.\nSoon.',
  )
})

test('each block becomes an item', () => {
  const rows = splitRow(row('Introduction:\n(a) train;\n(b) share.', { label: '5' }))
  expect(rows.map(({ content, label }) => [plainText(content), label])).toEqual([
    ['Introduction:', '5'],
    ['train;', undefined],
    ['share.', undefined],
  ])
})

test('one change is rejected and the other stays', () => {
  const tracked: ParsedRow = row('', {
    content: paragraphsOf('Answer within thirty days.'),
    tracked: {
      blocks: [
        {
          type: 'paragraph',
          pieces: [
            { text: 'Answer within ', format: 0 },
            { text: 'sixty', format: 0, deleted: 0 },
            { text: 'thirty', format: 0, inserted: 1 },
            { text: ' days.', format: 0 },
          ],
        },
      ],
      changes: [
        { kind: 'deletion', author: 'A' },
        { kind: 'insertion', author: 'A' },
      ],
      decisions: ['accept', 'accept'],
    },
  })
  const rejected = decideChange(tracked, 0, 'reject')
  expect(plainText(rejected.content)).toBe('Answer within sixtythirty days.')
  expect(plainText(decideChange(rejected, 1, 'reject').content)).toBe('Answer within sixty days.')
})
