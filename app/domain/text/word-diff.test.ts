import { expect, test } from 'vitest'
import { languages, type Language } from '#domain/languages'
import { paragraphsOf } from './content'
import { contentOf, diffContent, tokensOf } from './word-diff'

const shown = (base: string, changed: string, language: Language = 'en') =>
  diffContent(paragraphsOf(base), paragraphsOf(changed), language).lines.map((line) =>
    line.parts
      .map(({ kind, text }) => (kind === 'kept' ? text : kind === 'added' ? `{+${text}+}` : `{-${text}-}`))
      .join(''),
  )

test('changes are whole words', () => {
  expect(shown('States share evidence promptly.', 'States share evidence without delay.')).toEqual([
    'States share evidence {-promptly-}{+without delay+}.',
  ])
})

test('a new paragraph is a line of its own, and so is one that was removed', () => {
  expect(shown('One.\nThree.', 'One.\nTwo.\nThree.')).toEqual(['One.', '{+Two.+}', 'Three.'])
  expect(shown('One.\nTwo.\nThree.', 'One.\nThree.')).toEqual(['One.', '{-Two.-}', 'Three.'])
})

test('Arabic words and Chinese words are compared whole', () => {
  expect(shown('ينبغي للدول أن تتعاون', 'يجوز للدول أن تتعاون', 'ar')).toEqual([
    '{-ينبغي-}{+يجوز+} للدول أن تتعاون',
  ])
  expect(shown('各国应加强合作', '各国应当加强合作', 'zh').join('')).toContain('加强合作')
})

test.each(languages)('tokens are the text again (%s)', (language) => {
  const content = paragraphsOf('States [shall] co-operate.\nينبغي للدول أن تتعاون\n各国应加强合作')
  expect(contentOf(tokensOf(content, language))).toEqual(content)
})

test('a block may have hundreds of thousands of words', () => {
  const [base, changed] = ['word '.repeat(150_000), `${'word '.repeat(150_000)}more `]
  expect(tokensOf(paragraphsOf(base), 'en').length).toBeGreaterThan(290_000)
  expect(diffContent(paragraphsOf(base), paragraphsOf(changed), 'en').changes).toHaveLength(1)
})
