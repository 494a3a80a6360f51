import { z } from 'zod'
import type { TopicId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { meetingKinds, type MeetingPlan } from '#domain/meetings/meeting-plan'
import { titleIn } from './typed-fields'

const schema = z.object({
  kind: z.enum(meetingKinds),
  timeZone: z.string().max(100),
  symbol: z.string(),
  firstParagraph: z.coerce.number(),
})

/** What a form says of a meeting; undefined where none of our forms says it so. */
export function planIn(typed: Record<string, string>): MeetingPlan | undefined {
  const form = schema.safeParse(typed)
  if (!form.success) return undefined
  return { ...form.data, title: titleIn(typed, 'title'), place: titleIn(typed, 'place') }
}

/** The most topics that a form may hold. */
const mostTopics = 60

/** The topics in a form, in the order of the numbers that stand beside them; new ones have no id. */
export function topicsIn(typed: Record<string, string>): { id: TopicId | undefined; title: LocalizedText }[] {
  const rows: { id: TopicId | undefined; title: LocalizedText; order: number }[] = []
  for (let row = 0; row < mostTopics; row += 1) {
    const id = typed[`topic-${String(row)}-id`]
    if (id === undefined) break
    if (typed[`topic-${String(row)}-remove`] === 'on') continue
    const order = Number(typed[`topic-${String(row)}-order`])
    rows.push({
      // An identifier from outside: the command looks for it among the meeting's own.
      id: id === '' ? undefined : (id as TopicId),
      title: titleIn(typed, `topic-${String(row)}`),
      order: Number.isFinite(order) ? order : row + 1,
    })
  }
  return rows.toSorted((a, b) => a.order - b.order).map(({ id, title }) => ({ id, title }))
}
