import type { LocalizedText } from '#domain/languages'
import type { MeetingPlan } from '#domain/meetings/meeting-plan'
import { cleanLine } from '#domain/text/characters'
import { cleanTitle } from '#domain/titles'

/** What was typed of a meeting, as it is kept. */
export const cleanPlan = ({
  kind,
  title,
  place,
  timeZone,
  symbol,
  firstParagraph,
}: MeetingPlan): MeetingPlan => ({
  kind,
  title: cleanTitle(title),
  place: cleanTitle(place),
  timeZone,
  symbol: cleanLine(symbol).trim(),
  firstParagraph,
})

/** Topics as they are kept; a row in which nothing was typed is none. */
export const cleanTopics = <Topic extends { title: LocalizedText }>(topics: readonly Topic[]): Topic[] =>
  topics
    .map((topic) => ({ ...topic, title: cleanTitle(topic.title) }))
    .filter(({ title }) => Object.keys(title).length > 0)
