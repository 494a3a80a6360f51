import { expect, test } from 'vitest'
import { fold, nameKey } from './folding'

test.each([
  ['the kinds of apostrophe', 'prosecutors’ l`État ʼn', "prosecutors' l'État 'n"],
  ['the kinds of hyphen and dash', 'round\u2011the\u2011clock 2018–2021 −5', 'round-the-clock 2018-2021 -5'],
  ['quotation marks', '“cyber” «crime» „x‟', '"cyber" "crime" "x"'],
  ['what cannot be seen', 'evi\u00addence \u200fof\u200e \u200bcrime\ufeff', 'evidence of crime'],
  ['spaces', 'of\u00a0crime\u202f\t\n 5', 'of crime 5'],
  ['case and accents', 'ÉTATS Straße Σοφός İstanbul', 'etats STRASSE ΣΟΦΟΣ istanbul'],
  ['letters with a stroke and ligatures', 'Łódź Ærø œuvre ﬁle', 'lodz aero oeuvre file'],
  ['Arabic marks, alefs, yehs and tatweel', 'أُمَّـــة إلى آخر', 'امة الي اخر'],
  ['digits', '٢٠٢٠ ۲۰۲۰', '2020 2020'],
])('%s make no difference', (_, a, b) => {
  expect(fold(a)).toBe(fold(b))
})

test('different words stay different', () => {
  for (const [one, other] of [
    ['states should', 'states shall'],
    ['co-operate', 'cooperate'],
    ['5 (a)', '5 (b)'],
    ['Niger', 'Nigeria'],
  ] as const)
    expect(fold(one)).not.toBe(fold(other))
})

test('folding what is folded changes nothing', () => {
  for (const text of ['Côte d’Ivoire', 'ẞ', 'ŉ ǰ', 'Türkiye (la)', 'Папуа — Новая Гвинея', '٣'])
    expect(fold(fold(text))).toBe(fold(text))
})

test('a name is known whatever the order of its words', () => {
  expect(nameKey('Iran, Islamic Republic of')).toBe(nameKey('Iran (Islamic Republic of)'))
  expect(nameKey("Cote d'Ivoire")).toBe(nameKey('CÔTE D’IVOIRE'))
  expect(nameKey('Republic of the Congo')).not.toBe(nameKey('Democratic Republic of the Congo'))
})
