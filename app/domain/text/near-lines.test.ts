import { expect, test } from 'vitest'
import { compare } from './comparison'
import { paragraphsOf } from './content'
import { cleanLines, nearComparison } from './near-lines'

const words = Array.from({ length: 200 }, (_, at) => `word${String(at)}`)
const changed = words.map((word, at) => (at === 100 ? 'otherwise' : word))

test('a card shows what is near a change, and says where something is left out', () => {
  const [base, now] = [`First.\n${words.join(' ')}\nLast.`, `First.\n${changed.join(' ')}\nLast.`]
  const near = nearComparison(compare(paragraphsOf(base), paragraphsOf(now), 'en', 'inline'))
  if (near.view === 'side-by-side') throw new Error('It was asked for in one text.')
  expect(near.lines).toHaveLength(1)
  const [line] = near.lines
  expect(line?.parts.map((part) => part.kind)).toEqual(['kept', 'removed', 'added', 'kept'])
  expect(line?.parts[0]?.text).toMatch(/^… .*word99 $/)
  expect(line?.parts.at(-1)?.text).toMatch(/^ word101 .* …$/)
  expect(line?.parts.every((part) => part.text.length < 100)).toBe(true)
  const clean = cleanLines(near.lines)[0]
    ?.parts.map((part) => part.text)
    .join('')
  expect(clean).toContain('word99 otherwise word101')
  expect(clean).not.toContain('word100')
})

test('side by side, rows without a change are left out', () => {
  const near = nearComparison(
    compare(paragraphsOf('One.\nTwo.\nThree.'), paragraphsOf('One.\nTwo now.\nThree.'), 'en', 'side-by-side'),
  )
  if (near.view !== 'side-by-side') throw new Error('It was asked for side by side.')
  expect(near.rows).toHaveLength(1)
  expect(near.rows[0]?.after[0]?.parts.map((part) => part.text).join('')).toBe('Two now.')
})
