import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertMeeting, insertTopic } from '#db/queries/meetings'
import { insertDelegation, listDelegations } from '#db/queries/delegations'
import { findEstablishedGroup, insertGroup } from '#db/queries/groups'
import { hasWorkplan, insertWorkplan } from '#db/queries/workplans'
import type { DelegationId, ExpertGroupId, MeetingId, TopicId, WorkplanId } from '#domain/ids'
import type { NewWorkplan } from '#domain/meetings/new-workplan'
import type { Actor } from '#domain/people/participants'
import { canInstallation } from '#domain/permissions/installation'
import { command, type Frame } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type Delegations = { added: string[]; known: string[] }
type Added = { workplan: WorkplanId; meetings: MeetingId[]; delegations: Delegations }

/**
 * A workplan begins: its meetings are planned, its topics and delegations exist. The expert group, and delegations
 * by their codes, are taken as they are where there are some already.
 */
export const addWorkplan = (db: Db, actor: Actor, input: NewWorkplan): Promise<Result<Added>> =>
  command<Result<Added>>(db, actor, async (frame) => {
    const { tx, record } = frame
    if (!canInstallation(actor, 'group.create')) return refuse('not-permitted')
    const at = new Date()
    const group = (await findEstablishedGroup(tx, input.group)) ?? (await addGroup(frame, input.group, at))
    // The same file given twice is a mistake, and nothing takes a workplan away again.
    if (await hasWorkplan(tx, { group, ...input.workplan })) return refuse('name-taken')
    const workplan = ulid() as WorkplanId
    await insertWorkplan(tx, { id: workplan, group, ...input.workplan })
    await record({
      type: 'workplan.added',
      subject: workplan,
      group,
      detail: {
        group,
        title: input.workplan.title,
        years: [input.workplan.fromYear, input.workplan.toYear],
      },
      at,
    })
    const meetings = await addMeetings(frame, workplan, input.meetings, at)
    const delegations = await addDelegations(frame, group, input.delegations, at)
    return { ok: true, workplan, meetings, delegations }
  })

async function addGroup(
  { tx, record }: Frame,
  group: NewWorkplan['group'],
  at: Date,
): Promise<ExpertGroupId> {
  const id = ulid() as ExpertGroupId
  const facts = { ...group, language: 'en' as const, showsProposers: true }
  await insertGroup(tx, { id, ...facts })
  await record({ type: 'group.created', subject: id, group: id, detail: facts, at })
  return id
}

async function addMeetings(
  { tx, record }: Frame,
  workplan: WorkplanId,
  planned: NewWorkplan['meetings'],
  at: Date,
) {
  const meetings: MeetingId[] = []
  for (const [position, { topics, ...meeting }] of planned.entries()) {
    const id = ulid() as MeetingId
    await insertMeeting(tx, { id, workplan, position, status: 'planned', ...meeting })
    const made = topics.map(({ title }) => ({ id: ulid() as TopicId, title }))
    for (const [place, topic] of made.entries())
      await insertTopic(tx, { ...topic, meeting: id, position: place })
    await record({
      type: 'meeting.planned',
      subject: id,
      meeting: id,
      detail: { symbol: '', ...meeting, topics: made },
      at,
    })
    meetings.push(id)
  }
  return meetings
}

async function addDelegations(
  { tx, record }: Frame,
  group: ExpertGroupId,
  wanted: NewWorkplan['delegations'],
  at: Date,
): Promise<Delegations> {
  const there = new Set((await listDelegations(tx, group)).map((delegation) => delegation.code))
  const delegations: Delegations = { added: [], known: [] }
  const made = []
  for (const { regionalGroup, ...one } of wanted) {
    if (there.has(one.code)) {
      delegations.known.push(one.code)
      continue
    }
    const delegation = { id: ulid() as DelegationId, regionalGroup, ...one }
    await insertDelegation(tx, { group, ...delegation })
    made.push(delegation)
    delegations.added.push(one.code)
  }
  if (made.length > 0)
    await record({
      type: 'group.delegations-added',
      subject: group,
      group,
      detail: { delegations: made },
      at,
    })
  return delegations
}
