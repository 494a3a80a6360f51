import { expect, test } from 'vitest'
import { lengthBefore, lengthBehind } from './graphemes'

test('Backspace takes a whole character, and of a letter with marks the last mark', () => {
  expect(lengthBefore('ab')).toBe(1)
  expect(lengthBefore('a👩‍👧')).toBe('👩‍👧'.length)
  expect(lengthBefore('🇧🇷')).toBe(4)
  expect(lengthBefore('بَ')).toBe(1)
  expect(lengthBefore('❤️')).toBe(2)
  expect(lengthBefore('')).toBe(0)
})

test('Delete takes a whole character with its marks', () => {
  expect(lengthBehind('بَت')).toBe(2)
  expect(lengthBehind('👩‍👧a')).toBe('👩‍👧'.length)
  expect(lengthBehind('')).toBe(0)
})
