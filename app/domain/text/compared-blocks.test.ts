import { expect, test } from 'vitest'
import { comparedBlocks } from './compared-blocks'
import type { DocumentContent } from './content'
import { diffContent } from './word-diff'

const text = (...lines: string[]): DocumentContent => ({
  blocks: lines.map((line, index) => ({
    type: index === 0 ? 'paragraph' : 'sub-item',
    children: [{ type: 'text', text: line }],
  })),
})

test('an amendment over its base says which words it deletes and inserts, and whose they are', () => {
  const { lines } = diffContent(
    text('States shall act:', 'with courts;'),
    text('States should act:', 'with courts;', 'and police.'),
    'en',
  )
  expect(comparedBlocks(lines, ['NOR'])).toEqual([
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: 'States ' },
        { type: 'deletion', text: 'shall', authors: ['NOR'] },
        { type: 'insertion', text: 'should', authors: ['NOR'] },
        { type: 'text', text: ' act:' },
      ],
    },
    { type: 'sub-item', level: 1, letter: 'a', children: [{ type: 'text', text: 'with courts;' }] },
    {
      type: 'sub-item',
      level: 1,
      letter: 'b',
      children: [{ type: 'insertion', text: 'and police.', authors: ['NOR'] }],
    },
  ])
})
