import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { insertMeeting, insertTopic, listMeetings } from '#db/queries/meetings'
import { findWorkplan } from '#db/queries/workplans'
import type { MeetingId, TopicId, WorkplanId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { planRefusal, type MeetingPlan } from '#domain/meetings/meeting-plan'
import type { Actor } from '#domain/people/participants'
import { areDays } from '#domain/time/days'
import { titleRefusal } from '#domain/titles'
import { inGroup } from '#server/commands/groups/in-group'
import { refuse, type Result } from '#server/frame/refusal'
import { cleanPlan, cleanTopics } from './clean-plan'

type Input = MeetingPlan & {
  workplan: WorkplanId
  startsOn: string
  endsOn: string
  /** In their order; more may come later. */
  topics: readonly LocalizedText[]
}

/** A further meeting of a workplan. */
export async function planMeeting(
  db: Db,
  actor: Actor,
  { workplan, startsOn, endsOn, topics: wanted, ...input }: Input,
): Promise<Result<{ meeting: MeetingId }>> {
  const found = await findWorkplan(db, workplan)
  if (!found) return refuse('not-found')
  const place = { group: found.group, action: 'workplan.manage' } as const
  return inGroup<{ meeting: MeetingId }>(db, actor, place, async (tx, { language }, at) => {
    const plan = cleanPlan(input)
    const topics = cleanTopics(wanted.map((title) => ({ title }))).map(({ title }) => title)
    const refusal =
      planRefusal(plan, language) ?? topics.map((title) => titleRefusal(title, language)).find(Boolean)
    if (refusal) return refuse(refusal)
    if (!areDays(startsOn, endsOn)) return refuse('days-wrong')
    const last = (await listMeetings(tx, workplan)).at(-1)
    const id = ulid() as MeetingId
    const position = (last?.position ?? -1) + 1
    await insertMeeting(tx, { id, workplan, position, status: 'planned', startsOn, endsOn, ...plan })
    const made = topics.map((title) => ({ id: ulid() as TopicId, title }))
    for (const [index, topic] of made.entries())
      await insertTopic(tx, { ...topic, meeting: id, position: index })
    await recordEvent(tx, {
      type: 'meeting.planned',
      subject: id,
      meeting: id,
      actor,
      detail: { ...plan, startsOn, endsOn, topics: made },
      at,
    })
    return { ok: true, meeting: id }
  })
}
