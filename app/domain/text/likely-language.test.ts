import { expect, test } from 'vitest'
import { likelyLanguage } from './likely-language'

test('the language of words is known by their script and their small words', () => {
  expect(likelyLanguage('ينبغي للدول أن تتعاون')).toBe('ar')
  expect(likelyLanguage('各国应加强合作')).toBe('zh')
  expect(likelyLanguage('Государствам следует сотрудничать')).toBe('ru')
  expect(likelyLanguage('Les États devraient coopérer pour protéger les enfants')).toBe('fr')
  expect(likelyLanguage('Los Estados deberían cooperar para proteger a los niños')).toBe('es')
  expect(likelyLanguage('States should cooperate with one another')).toBe('en')
})
