import { expect, test } from 'vitest'
import { searchItems, type SearchedItem } from './item-search'

const text = 'States should train judges who weigh electronic evidence.'

test.each<[string, SearchedItem, string, boolean]>([
  ['an inflection', { text, language: 'en' }, 'training judge', true],
  ['the letters as they are typed', { text, language: 'en' }, 'electron', true],
  ['a word that it has and one that it has not', { text, language: 'en' }, 'judges police', false],
  ['its label, however it is written', { text, language: 'en', label: '12 (c)' }, '12(c)', true],
  ['another label', { text, language: 'en', label: '12 (c)' }, '12 (d)', false],
  ['French', { text: 'Les États devraient former les juges.', language: 'fr' }, 'formation des juges', false],
  [
    'French inflected',
    { text: 'Les États devraient former les juges.', language: 'fr' },
    'juge former',
    true,
  ],
  ['Russian', { text: 'Государствам следует обучать судей.', language: 'ru' }, 'государства', true],
  ['Arabic', { text: 'ينبغي للدول تدريب القضاة.', language: 'ar' }, 'الدول', true],
  ['nothing', { text, language: 'en' }, ' ', true],
])('found by %s', (_, item, query, is) => {
  expect(searchItems(query)(item)).toBe(is)
})
