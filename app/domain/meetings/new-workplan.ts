import { z } from 'zod'
import { languages } from '#domain/languages'
import { isDelegationCode } from '#domain/people/delegation-codes'
import { delegationKinds, regionalGroups } from '#domain/people/participants'
import { cleanLine } from '#domain/text/characters'
import { areDays } from '#domain/time/days'
import { isTimeZone, meetingKinds } from './meeting-plan'

const words = z
  .string()
  .transform((text) => cleanLine(text).trim())
  .pipe(z.string().min(1).max(500))

const name = z
  .partialRecord(z.enum(languages), words)
  .refine((entry) => Object.keys(entry).length > 0, 'at least one language is needed')

const day = z.string().refine((value) => areDays(value, value), 'a day is written YYYY-MM-DD')
const year = z.int().min(1945).max(2999)

const meeting = z
  .strictObject({
    kind: z.enum(meetingKinds),
    title: name,
    startsOn: day,
    endsOn: day,
    place: name,
    timeZone: z.string().refine(isTimeZone, 'no IANA time zone is called so (Europe/Vienna is one)'),
    /** The number that the first topic has in the labels of its items. */
    firstParagraph: z.int().min(1).max(9999),
    topics: z.array(z.strictObject({ title: name })).min(1),
  })
  .refine(({ startsOn, endsOn }) => areDays(startsOn, endsOn), {
    path: ['endsOn'],
    message: 'a meeting does not end before it starts',
  })

const delegation = z.strictObject({
  name,
  /** Short form for badges: ISO 3166-1 alpha-3 for States. */
  code: z.string().refine(isDelegationCode, 'a code has 2 to 16 characters and no spaces'),
  kind: z.enum(delegationKinds),
  regionalGroup: z.enum(regionalGroups).exactOptional(),
})

/** A workplan with the body whose it is, its meetings and those who take part, as its operator writes it down. */
export const newWorkplanSchema = z.strictObject({
  group: z.strictObject({
    name,
    abbreviation: words,
    /** The symbol of the resolution or decision that established it. */
    establishedBy: words,
    parentBody: name,
  }),
  workplan: z
    .strictObject({ title: name, fromYear: year, toYear: year })
    .refine(({ fromYear, toYear }) => fromYear <= toYear, {
      path: ['toYear'],
      message: 'a workplan does not end before it starts',
    }),
  meetings: z.array(meeting).min(1),
  delegations: z.array(delegation).superRefine((all, context) => {
    for (const [index, { code }] of all.entries()) {
      if (all.findIndex((candidate) => candidate.code === code) < index) {
        context.addIssue({ code: 'custom', path: [index, 'code'], message: `${code} stands here twice` })
      }
    }
  }),
})

export type NewWorkplan = z.infer<typeof newWorkplanSchema>
