import { expect, test } from 'vitest'
import { writtenDay, writtenDays, writtenInstant, writtenTime, zoneName } from './written-dates'

test('days are written as documents of the United Nations write them', () => {
  expect(writtenDay('2020-07-27', 'en')).toBe('27 July 2020')
  expect(writtenDay('2020-07-27', 'ar')).toBe('27 تموز/يوليه 2020')
  expect(writtenDay('2021-04-01', 'fr')).toBe('1er avril 2021')
  expect(writtenDay('2021-04-06', 'es')).toBe('6 de abril de 2021')
  expect(writtenDay('2021-04-06', 'ru')).toBe('6 апреля 2021 г.')
  expect(writtenDay('2021-04-06', 'zh')).toBe('2021年4月6日')
})

test('a range of days repeats nothing that both share', () => {
  expect(writtenDays('2020-07-27', '2020-07-29', 'en')).toBe('27–29 July 2020')
  expect(writtenDays('2020-07-27', '2020-07-27', 'en')).toBe('27 July 2020')
  expect(writtenDays('2019-03-30', '2019-04-01', 'en')).toBe('30 March–1 April 2019')
  expect(writtenDays('2019-12-30', '2020-01-02', 'en')).toBe('30 December 2019–2 January 2020')
  expect(writtenDays('2020-07-27', '2020-07-29', 'ar')).toBe('27–29 تموز/يوليه 2020')
  expect(writtenDays('2019-03-30', '2019-04-01', 'ar')).toBe('30 آذار/مارس–1 نيسان/أبريل 2019')
  expect(writtenDays('2020-07-27', '2020-07-29', 'zh')).toBe('2020年7月27–29日')
})

test('an instant is written by the clock of 24 hours, with the city whose time it is', () => {
  const at = new Date('2020-07-27T13:05:00Z')
  expect(writtenInstant(at, 'en', 'Europe/Vienna')).toBe('27 July 2020, 15:05 (Vienna)')
  expect(writtenInstant(at, 'ar', 'Europe/Vienna')).toBe('27 تموز/يوليه 2020، الساعة 15:05 (توقيت فيينا)')
  expect(writtenInstant(at, 'zh', 'Europe/Vienna')).toBe('2020年7月27日15:05（维也纳）')
  expect(writtenTime(at, 'en', 'America/New_York')).toBe('27 Jul, 09:05')
  expect(writtenTime(at, 'ar', 'Europe/Vienna')).toBe('27 تموز/يوليه، 15:05')
  expect(writtenInstant(new Date('2020-07-27T23:05:00Z'), 'en', 'Asia/Tokyo')).toBe(
    '28 July 2020, 08:05 (Tokyo)',
  )
})

test('a zone that no organ of the United Nations meets in is called by its own name', () => {
  expect(zoneName('Europe/Zurich', 'en')).toBe('Geneva')
  expect(zoneName('America/Argentina/Buenos_Aires', 'en')).toBe('Buenos Aires')
})
