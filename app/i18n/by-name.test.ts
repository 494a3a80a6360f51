import { expect, test } from 'vitest'
import { messagesFor } from './catalogues'
import { speechIn } from './speech'

const delegations = [
  { code: 'CHE', name: { en: 'Switzerland', ar: 'سويسرا' } },
  { code: 'DZA', name: { en: 'Algeria', ar: 'الجزائر' } },
  { code: 'CIV', name: { en: 'Côte d’Ivoire', ar: 'كوت ديفوار' } },
  { code: 'CRI', name: { en: 'Costa Rica', ar: 'كوستاريكا' } },
]

test('names stand in the order of the reader’s language, not of their codes', () => {
  const codesIn = (language: 'en' | 'ar') =>
    speechIn(language, messagesFor(language))
      .format.byName(delegations)
      .map(({ code }) => code)
  expect(codesIn('en')).toEqual(['DZA', 'CRI', 'CIV', 'CHE'])
  expect(codesIn('ar')).toEqual(['DZA', 'CHE', 'CIV', 'CRI'])
})
