import { fromDate, parseDate } from '@internationalized/date'
import type { Language } from '#domain/languages'

/** Locales by which names of months and numbers are chosen; Arabic with European digits, as in Vienna and Geneva. */
export const writtenLocales: Record<Language, string> = {
  ar: 'ar-u-nu-latn-ca-gregory',
  en: 'en-GB',
  es: 'es-ES',
  fr: 'fr-FR',
  ru: 'ru-RU',
  zh: 'zh-CN',
}

/** Arabic documents of the United Nations name each month twice, by its Syriac and its Latin name. */
const arabicMonths = [
  'كانون الثاني/يناير',
  'شباط/فبراير',
  'آذار/مارس',
  'نيسان/أبريل',
  'أيار/مايو',
  'حزيران/يونيه',
  'تموز/يوليه',
  'آب/أغسطس',
  'أيلول/سبتمبر',
  'تشرين الأول/أكتوبر',
  'تشرين الثاني/نوفمبر',
  'كانون الأول/ديسمبر',
] as const

/** The cities in which the organs of the United Nations meet, by the time zone that names their time. */
const cities: Record<string, Record<Language, string>> = {
  'Africa/Addis_Ababa': {
    ar: 'أديس أبابا',
    en: 'Addis Ababa',
    es: 'Addis Abeba',
    fr: 'Addis-Abeba',
    ru: 'Аддис-Абеба',
    zh: '亚的斯亚贝巴',
  },
  'Africa/Nairobi': {
    ar: 'نيروبي',
    en: 'Nairobi',
    es: 'Nairobi',
    fr: 'Nairobi',
    ru: 'Найроби',
    zh: '内罗毕',
  },
  'America/New_York': {
    ar: 'نيويورك',
    en: 'New York',
    es: 'Nueva York',
    fr: 'New York',
    ru: 'Нью-Йорк',
    zh: '纽约',
  },
  'America/Santiago': {
    ar: 'سانتياغو',
    en: 'Santiago',
    es: 'Santiago',
    fr: 'Santiago',
    ru: 'Сантьяго',
    zh: '圣地亚哥',
  },
  'Asia/Bangkok': {
    ar: 'بانكوك',
    en: 'Bangkok',
    es: 'Bangkok',
    fr: 'Bangkok',
    ru: 'Бангкок',
    zh: '曼谷',
  },
  'Asia/Beirut': { ar: 'بيروت', en: 'Beirut', es: 'Beirut', fr: 'Beyrouth', ru: 'Бейрут', zh: '贝鲁特' },
  'Europe/Vienna': { ar: 'فيينا', en: 'Vienna', es: 'Viena', fr: 'Vienne', ru: 'Вена', zh: '维也纳' },
  'Europe/Zurich': { ar: 'جنيف', en: 'Geneva', es: 'Ginebra', fr: 'Genève', ru: 'Женева', zh: '日内瓦' },
  UTC: { ar: 'غرينتش', en: 'UTC', es: 'UTC', fr: 'UTC', ru: 'UTC', zh: 'UTC' },
}

/** What the time of a zone is called: the city where it is known, else the name of the zone without its continent. */
export function zoneName(timeZone: string, language: Language): string {
  const known = cities[timeZone]?.[language]
  return known ?? timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

type Day = { year: number; month: number; day: number }

/** Tables of months differ in their spaces between engines; a page must read the same on the server and in every browser. */
const evenSpaces = (text: string) => text.replace(/[\u2009\u202f\u00a0]/gu, ' ')

const writers = new Map<string, Intl.DateTimeFormat>()

/** Formats by Intl, with the formatter kept: making one costs more than using it a thousand times. */
function byIntl({ year, month, day }: Day, language: Language, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`
  const writer =
    writers.get(key) ?? new Intl.DateTimeFormat(writtenLocales[language], { ...options, timeZone: 'UTC' })
  writers.set(key, writer)
  return evenSpaces(writer.format(Date.UTC(year, month - 1, day)))
}

const arabicMonth = (month: number) => arabicMonths[month - 1] ?? ''

/** `27 July 2020`, `27 تموز/يوليه 2020`. */
function writeDay(day: Day, language: Language): string {
  if (language === 'ar') return `${String(day.day)} ${arabicMonth(day.month)} ${String(day.year)}`
  const written = byIntl(day, language, { day: 'numeric', month: 'long', year: 'numeric' })
  return language === 'fr' ? written.replace(/^1 /u, '1er ') : written
}

/** The day and the month alone. */
function writeDayOfYear(day: Day, language: Language, month: 'long' | 'short'): string {
  if (language === 'ar') return `${String(day.day)} ${arabicMonth(day.month)}`
  const written = byIntl(day, language, { day: 'numeric', month })
  return language === 'fr' ? written.replace(/^1 /u, '1er ') : written
}

/** A day of the calendar, the same everywhere on earth. @param day `YYYY-MM-DD`. */
export const writtenDay = (day: string, language: Language): string => writeDay(parseDate(day), language)

/** From one day to another, without repeating what they share: `27–29 July 2020`. @param from, to `YYYY-MM-DD`. */
export function writtenDays(from: string, to: string, language: Language): string {
  const [first, last] = [parseDate(from), parseDate(to)]
  if (first.compare(last) === 0) return writeDay(first, language)
  if (first.year !== last.year) return `${writeDay(first, language)}–${writeDay(last, language)}`
  if (first.month !== last.month)
    return language === 'zh'
      ? `${writeDay(first, language)}–${writeDayOfYear(last, language, 'long')}`
      : `${writeDayOfYear(first, language, 'long')}–${writeDay(last, language)}`
  if (language === 'zh') return writeDay(first, language).replace(/日$/u, `–${String(last.day)}日`)
  return `${String(first.day)}–${writeDay(last, language)}`
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** The clock of 24 hours in a time zone, `18:00`. */
function writtenClock(at: Date, timeZone: string): string {
  const { hour, minute } = fromDate(at, timeZone)
  return `${twoDigits(hour)}:${twoDigits(minute)}`
}

/** The day that an instant falls on in a time zone. */
export const writtenDayOf = (at: Date, language: Language, timeZone: string): string =>
  writeDay(fromDate(at, timeZone), language)

/** An instant in a time zone, with the zone's name: `7 April 2021, 18:00 (Vienna)`. */
export function writtenInstant(at: Date, language: Language, timeZone: string): string {
  const day = writtenDayOf(at, language, timeZone)
  const clock = writtenClock(at, timeZone)
  const zone = zoneName(timeZone, language)
  if (language === 'ar') return `${day}، الساعة ${clock} (توقيت ${zone})`
  return language === 'zh' ? `${day}${clock}（${zone}）` : `${day}, ${clock} (${zone})`
}

/** An instant in short, where the year and the zone are clear from the context: `7 Apr, 18:00`. */
export function writtenTime(at: Date, language: Language, timeZone: string): string {
  const day = writeDayOfYear(fromDate(at, timeZone), language, 'short')
  const clock = writtenClock(at, timeZone)
  if (language === 'ar') return `${day}، ${clock}`
  return language === 'zh' ? `${day} ${clock}` : `${day}, ${clock}`
}
