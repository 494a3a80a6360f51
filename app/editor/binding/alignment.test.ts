import { expect, test } from 'vitest'
import { align, type Hint } from './alignment'

/** The new text with what was written in brackets and what stayed as it is, and what went. */
function show(before: string, after: string, hint: Hint = {}) {
  const matches = align(before, after, hint)
  let [was, is] = [0, 0]
  let [written, gone] = ['', '']
  for (const match of [...matches, { before: before.length, after: after.length, length: 0 }]) {
    if (match.before > was) gone += `${before.slice(was, match.before)}|`
    if (match.after > is) written += `[${after.slice(is, match.after)}]`
    written += after.slice(match.after, match.after + match.length)
    was = match.before + match.length
    is = match.after + match.length
  }
  return { written, gone }
}

test('a letter that equals its neighbours is written, and goes, where the caret is', () => {
  expect(show('aaa', 'aaaa', { caret: 2 }).written).toBe('a[a]aa')
  expect(show('aaa', 'aaaa', { caret: 4 }).written).toBe('aaa[a]')
  const deleted = align('abab', 'ab', { caret: 0 })
  expect(deleted).toEqual([{ before: 2, after: 0, length: 2 }])
})

test('of a selection that was replaced, whole words stay and parts of words do not', () => {
  expect(show('to share evidence', 'to s evidence', { selected: [3, 8] })).toEqual({
    written: 'to [s] evidence',
    gone: 'share|',
  })
  expect(show('they share all evidence', 'they share evidence', { selected: [0, 23] })).toEqual({
    written: 'they share evidence',
    gone: 'all |',
  })
})

test('of several words that changed at once, those between them stay', () => {
  expect(show('the quick brown fox jumps', 'a quick brown dog jumps')).toEqual({
    written: '[a] quick brown [dog] jumps',
    gone: 'the|fox|',
  })
})

test('a pair of surrogates is never cut', () => {
  expect(show('😀', '😁')).toEqual({ written: '[😁]', gone: '😀|' })
  expect(show('a😀b', 'a😀😁b', { caret: 5 }).written).toBe('a😀[😁]b')
})

test('a selection that the caret does not belong to says nothing of what went', () => {
  const [before, after] = ['States should share evidence', 'States should evidence']
  expect(align(before, after, { caret: 14, selected: [13, 19] })).toEqual([
    { before: 0, after: 0, length: 14 },
    { before: 20, after: 14, length: 8 },
  ])
})
