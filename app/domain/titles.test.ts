import { expect, test } from 'vitest'
import { cleanTitle, isSameTitle, titleRefusal } from './titles'

test('a title is one line in each language, and absent where nothing was typed', () => {
  expect(cleanTitle({ en: ' First\nmeeting\u0007 ', ar: '  ', fr: 'Premie\u0300re' })).toEqual({
    en: 'First meeting',
    fr: 'Première',
  })
})

test('only the language of the group is compulsory', () => {
  expect(titleRefusal({ en: 'x' }, 'en')).toBeUndefined()
  expect(titleRefusal({ fr: 'x' }, 'fr')).toBeUndefined()
  expect(titleRefusal({ ar: 'x' }, 'en')).toBe('title-required')
  expect(titleRefusal({ en: 'x'.repeat(501) }, 'en')).toBe('title-too-long')
})

test('a title that lost a language is another title', () => {
  expect(isSameTitle({ en: 'x' }, { en: 'x' })).toBe(true)
  expect(isSameTitle({ en: 'x', ar: 'y' }, { en: 'x' })).toBe(false)
})
