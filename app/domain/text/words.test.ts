import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languages } from '#domain/languages'
import { segmentWords } from './words'

const piece = fc.oneof(
  fc.constantFrom(
    'States',
    "can't",
    'e.g.',
    '3.14',
    '(a)',
    'A/RES/74/173',
    'co-operate',
    'الدول',
    'اتَّفَقَ',
    '各国应加强合作',
    'Сотрудничество',
    '\u0301',
    '\u200f',
    '\u00ad',
    '\u{1f3fb}',
    '\uff9e',
  ),
  fc.constantFrom(' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u3000', '\u2009', '\u202f'),
  fc.string({ maxLength: 4, unit: 'grapheme' }),
)

test('words are found in stretches as they are in the whole text', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom(...languages), (pieces, language) => {
      const text = pieces.join('')
      const whole = Array.from(
        new Intl.Segmenter(language, { granularity: 'word' }).segment(text),
        ({ segment, isWordLike }) => ({ text: segment, isWord: isWordLike ?? false }),
      )
      expect(segmentWords(text, language)).toEqual(whole)
    }),
    { numRuns: 5_000 },
  )
})
