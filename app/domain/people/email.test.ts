import { expect, test } from 'vitest'
import { isEmail, normalizeEmail } from './email'

test('what mail cannot be sent to is no address', () => {
  const right = ['ana@example.org', ' Ana.Silva+unodc@mission.example ', 'a_b-c@sub.example.co']
  const wrong = [
    '',
    'not-an-email',
    'ana@',
    '@example.org',
    'ana@example',
    'ana example@example.org',
    'ana@example.org, bo@example.org',
    'ana@example.org\nbcc: bo@example.org',
    'Ana <ana@example.org>',
    'ana..silva@example.org',
    `${'a'.repeat(250)}@example.org`,
  ]
  expect(right.filter((value) => !isEmail(value))).toEqual([])
  expect(wrong.filter(isEmail)).toEqual([])
})

test('case, width and surrounding spaces make no other address', () => {
  expect(normalizeEmail(' Ana@Example.ORG ')).toBe('ana@example.org')
  expect(normalizeEmail('ａna@example.org')).toBe('ana@example.org')
})
