import type { ExpertGroup } from '#db/queries/groups'
import { cleanLine } from '#domain/text/characters'
import { cleanTitle, titleRefusal, type TitleRefusal } from '#domain/titles'

export type GroupFacts = Omit<ExpertGroup, 'id'>

const longestLine = 100

/** What is known of a group, as it is kept. */
export const cleanGroup = (facts: GroupFacts): GroupFacts => ({
  ...facts,
  name: cleanTitle(facts.name),
  parentBody: cleanTitle(facts.parentBody),
  abbreviation: cleanLine(facts.abbreviation).trim(),
  establishedBy: cleanLine(facts.establishedBy).trim(),
})

export function groupRefusal(facts: GroupFacts): TitleRefusal | 'invalid' | undefined {
  const { name, abbreviation, establishedBy, language } = facts
  if (abbreviation === '' || abbreviation.length > longestLine) return 'invalid'
  if (establishedBy.length > longestLine) return 'invalid'
  return titleRefusal(name, language)
}
