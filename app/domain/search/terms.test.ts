import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languages, type Language } from '#domain/languages'
import { stemOf } from './stems'
import { termsOf } from './terms'

const stems = (text: string, language: Language) => termsOf(text, language).map(({ stem }) => stem)
const words = (text: string, language: Language) =>
  termsOf(text, language).map(({ start, end }) => text.slice(start, end))

describe('inflections of a word have one stem', () => {
  test.each<[Language, string, string]>([
    ['en', 'prosecutors sharing electronic evidence', 'a prosecutor shares electronic evidences'],
    [
      'fr',
      'les procureurs conserveront des preuves électroniques',
      'le procureur conserve la preuve électronique',
    ],
    ['es', 'los fiscales intercambian pruebas electrónicas', 'el fiscal intercambia la prueba electrónica'],
    ['ru', 'прокуроры хранят электронные доказательства', 'прокурору хранить электронное доказательство'],
    ['ar', 'المدعون العامون', 'مدعين عامين'],
  ])('%s', (language, a, b) => {
    expect(stems(a, language)).toEqual(stems(b, language))
  })
})

test('Chinese is segmented: the same words in another order are the same terms', () => {
  const one = stems('加强跨境电子证据的国际合作', 'zh')
  expect(one.length).toBeGreaterThan(3)
  expect(stems('国际合作，跨境电子证据，加强', 'zh').toSorted()).toEqual(one.toSorted())
})

test('Arabic tatweel, vowel marks and the forms of letters make no difference', () => {
  expect(stems('الإجــراءات القانونيّة المُتخذة', 'ar')).toEqual(stems('الاجراءات القانونيه المتخذة', 'ar'))
  expect(stems('والأدلة بالأدلة للأدلة', 'ar')).toEqual(
    Array.from({ length: 3 }, () => stems('أدلة', 'ar')[0]),
  )
})

test.each<[Language, string, string]>([
  ['fr', 'l’accès aujourd’hui', "L'ACCÈS AUJOURD'HUI"],
  [
    'en',
    'cross-border women’s co\u00adoperation',
    "Cross\u2011Border Women's CO-OPERATION".replace('-OP', 'OP'),
  ],
])('apostrophes, hyphens, soft hyphens and case make no difference (%s)', (language, a, b) => {
  expect(stems(a, language)).toEqual(stems(b, language))
})

test('words without meaning and single letters are left out, numbers stay', () => {
  expect(words('(a) The evidence of 12 States, and of the 5 others', 'en')).toEqual([
    'evidence',
    '12',
    'States',
    '5',
  ])
})

test('a name in another script follows the rules of its own', () => {
  expect(stems('تعاون UNODC مع الدول', 'ar')).toContain('unodc')
  expect(stems('сотрудничество с UNODC', 'ru')).toContain('unodc')
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        'evidence',
        'l’accès',
        'الأدلّة',
        '电子证据',
        'улики',
        ' ',
        '-',
        '\u00ad',
        '\u0640',
        '🙂',
        '1/2',
      ),
    )
    .map((parts) => parts.join('')),
)

test('invariant: offsets point at words of the source, in its order, and their stems are theirs', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...languages), (text, language) => {
      let end = 0
      let word = -1
      for (const term of termsOf(text, language)) {
        expect(term.start).toBeGreaterThanOrEqual(end)
        expect(term.end).toBeGreaterThan(term.start)
        expect(term.end).toBeLessThanOrEqual(text.length)
        expect(term.word).toBeGreaterThan(word)
        expect(stemOf(text.slice(term.start, term.end), language)).toBe(term.stem)
        expect(term.stem).not.toMatch(/\s/u)
        expect(term.stem).not.toBe('')
        ;({ end, word } = term)
      }
    }),
    { numRuns: 500 },
  )
})
