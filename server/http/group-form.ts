import { z } from 'zod'
import type { ExpertGroup } from '#db/queries/groups'
import { languages } from '#domain/languages'
import { titleIn } from './typed-fields'

export const groupSchema = z.object({
  abbreviation: z.string(),
  establishedBy: z.string(),
  language: z.enum(languages),
  showsProposers: z.enum(['shown', 'hidden']),
})

/** What a form says of a group. */
export const groupIn = (
  { abbreviation, establishedBy, language, showsProposers }: z.infer<typeof groupSchema>,
  typed: Record<string, string>,
): Omit<ExpertGroup, 'id'> => ({
  name: titleIn(typed, 'name'),
  parentBody: titleIn(typed, 'parentBody'),
  abbreviation,
  establishedBy,
  language,
  showsProposers: showsProposers === 'shown',
})
