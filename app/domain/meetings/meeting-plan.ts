import type { LocalizedText, Language } from '#domain/languages'
import { titleRefusal, type TitleRefusal } from '#domain/titles'

export const meetingKinds = ['thematic', 'evaluation'] as const
export type MeetingKind = (typeof meetingKinds)[number]

/** What a secretariat says of a meeting, beside its dates and its topics. */
export type MeetingPlan = {
  kind: MeetingKind
  title: LocalizedText
  /** May be empty. */
  place: LocalizedText
  /** IANA name, for example `Europe/Vienna`. */
  timeZone: string
  /** Of its documents, for example `UNODC/CCPCJ/EG.4/2018/3`; may be empty. */
  symbol: string
  /** The number that the first topic has in the labels of its items. */
  firstParagraph: number
}

export function isTimeZone(zone: string): boolean {
  // An offset such as +01:00 would be taken, but it knows of no summer time.
  if (/^[+-]/u.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const largestParagraph = 9999
const longestSymbol = 100

/** Why a meeting cannot be planned so. */
export function planRefusal(plan: MeetingPlan, language: Language): TitleRefusal | 'invalid' | undefined {
  const { firstParagraph, timeZone, symbol } = plan
  const isParagraph = Number.isInteger(firstParagraph) && firstParagraph >= 1
  if (!isParagraph || firstParagraph > largestParagraph) return 'invalid'
  if (!isTimeZone(timeZone) || symbol.length > longestSymbol) return 'invalid'
  return titleRefusal(plan.title, language)
}
