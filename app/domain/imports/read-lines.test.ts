import { expect, test } from 'vitest'
import { readPlainLines } from './read-lines'

const blocks = (text: string) =>
  readPlainLines(text).content.blocks.map(({ type, level, children }) => [
    type === 'paragraph' ? 0 : level,
    children.map((run) => (run.type === 'text' ? run.text : '')).join(''),
  ])

test('a break inside a sentence is a space, and one behind its end begins a paragraph', () => {
  expect(blocks('States should adopt\vnational strategies.\nThey should review them.')).toEqual([
    [0, 'States should adopt national strategies.'],
    [0, 'They should review them.'],
  ])
})

test.each([
  ['States should:\n(a) train;\n(b) share:\n(i) evidence;\n(ii) leads;\n(c) publish.', [0, 1, 1, 2, 2, 1]],
  ['States should:\na) train;\nb) share.', [0, 1, 1]],
  ['States should:\n• train;\n• share.', [0, 1, 1]],
  ['States should:\n- train.', [0, 1]],
  ['ينبغي للدول:\n(أ) أن تدرب؛\n(ب) أن تتبادل؛\n(ج) أن تنشر.', [0, 1, 1, 1]],
  ['各国应：\n（a）培训；\n（b）分享。', [0, 1, 1]],
])('letters, numerals and bullets make sub-items: %j', (text, levels) => {
  expect(blocks(text).map(([level]) => level)).toEqual(levels)
  expect(
    blocks(text)
      .map(([, words]) => words)
      .join(''),
  ).not.toMatch(/\([a-zأ-ي]+\)|•|^-/u)
})

test('nine letters are followed by (i), which is a letter there', () => {
  const lines = [...'abcdefghij'].map((letter) => `(${letter}) do ${letter};`)
  expect(blocks(`States should:\n${lines.join('\n')}`).map(([level]) => level)).toEqual([
    0,
    ...lines.map(() => 1),
  ])
})

test('a letter out of order stays in the text, and somebody looks at it', () => {
  const read = readPlainLines('States should:\n(c) train judges.')
  expect(read.content.blocks[1]).toEqual({
    type: 'paragraph',
    children: [{ type: 'text', text: '(c) train judges.' }],
  })
  expect(read.doubts).toEqual(['letters-differ'])
})

test('a dash before one line, and a year in brackets, are text', () => {
  expect(blocks('States should act.\n– and soon').map(([level]) => level)).toEqual([0, 0])
  expect(blocks('(2019) was the year.')).toEqual([[0, '(2019) was the year.']])
})

test('what no text may hold is left out and said', () => {
  expect(readPlainLines('States\u0007 should act').doubts).toEqual(['control-characters'])
  expect(readPlainLines('States \ufffd should act').doubts).toEqual(['lost-characters'])
  const soft = readPlainLines('evi\u00addence')
  expect([soft.content.blocks[0]?.children, soft.remarks]).toEqual([
    [{ type: 'text', text: 'evidence' }],
    ['invisible-characters'],
  ])
})

test('sixty thousand spaces take no time', () => {
  const started = performance.now()
  readPlainLines(`States${' '.repeat(60_000)}x`)
  readPlainLines(`${'.'.repeat(30_000)}${' '.repeat(30_000)}\n${':'.repeat(30_000)} x`)
  expect(performance.now() - started).toBeLessThan(1_000)
})
