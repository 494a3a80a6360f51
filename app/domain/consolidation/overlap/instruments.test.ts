import { expect, test } from 'vitest'
import type { Language } from '#domain/languages'
import { termsOf } from '#domain/search/terms'
import { instrumentsOf, nameDifferentInstruments } from './instruments'

const named = (text: string, language: Language = 'en') =>
  instrumentsOf(text, termsOf(text, language), language)

test.each<[Language, string, string, string]>([
  [
    'en',
    'Accede to the Convention on the Rights of the Child.',
    'The Convention on the Rights of the Child should be applied.',
    'Accede to the Convention against Torture.',
  ],
  [
    'fr',
    'Adhérer à la Convention relative aux droits de l’enfant.',
    'Appliquer la Convention relative aux droits de l’enfant.',
    'Adhérer à la Convention contre la torture.',
  ],
  [
    'es',
    'Adherirse a la Convención sobre los Derechos del Niño.',
    'Aplicar la Convención sobre los Derechos del Niño.',
    'Adherirse a la Convención contra la Tortura.',
  ],
  [
    'ru',
    'Присоединиться к Конвенции о правах ребенка.',
    'Применять Конвенцию о правах ребенка.',
    'Присоединиться к Конвенции против пыток.',
  ],
  [
    'ar',
    'الانضمام إلى اتفاقية حقوق الطفل.',
    'تطبيق اتفاقية حقوق الطفل.',
    'الانضمام إلى اتفاقية مناهضة التعذيب.',
  ],
  ['zh', '加入《儿童权利公约》。', '执行《儿童权利公约》。', '加入《禁止酷刑公约》。'],
])('an instrument is known by its name (%s)', (language, a, same, b) => {
  expect(nameDifferentInstruments(named(a, language), named(same, language))).toBe(false)
  expect(nameDifferentInstruments(named(a, language), named(b, language))).toBe(true)
})

test('resolutions are known by their symbols', () => {
  expect(named('Recalling A/RES/74/173 and resolution 26/4 of the Commission.')).toEqual([
    '26/4',
    'A/RES/74/173',
  ])
})

test('one that names none differs from nobody', () => {
  expect(
    nameDifferentInstruments(named('Share evidence.'), named('Accede to the Convention against Torture.')),
  ).toBe(false)
})
