import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import { insertMeeting, insertTopic } from '#db/queries/meetings'
import { insertDelegation, listDelegations } from '#db/queries/delegations'
import { findEstablishedGroup, insertGroup } from '#db/queries/groups'
import { hasWorkplan, insertWorkplan } from '#db/queries/workplans'
import type { DelegationId, ExpertGroupId, MeetingId, TopicId, WorkplanId } from '#domain/ids'
import type { NewWorkplan } from '#domain/meetings/new-workplan'
import type { Actor } from '#domain/people/participants'
import { canInstallation } from '#domain/permissions/installation'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type Delegations = { added: string[]; known: string[] }
type Added = { workplan: WorkplanId; meetings: MeetingId[]; delegations: Delegations }

/**
 * A workplan begins: its meetings are planned, its topics and delegations exist. The expert group, and delegations
 * by their codes, are taken as they are where there are some already.
 */
export const addWorkplan = (db: Db, actor: Actor, input: NewWorkplan): Promise<Result<Added>> =>
  command<Result<Added>>(db, actor, async ({ tx, record }) => {
    if (!canInstallation(actor, 'group.create')) return refuse('not-permitted')
    const group = (await findEstablishedGroup(tx, input.group)) ?? (await addGroup(tx, input.group))
    // The same file given twice is a mistake, and nothing takes a workplan away again.
    if (await hasWorkplan(tx, { group, ...input.workplan })) return refuse('name-taken')
    const workplan = ulid() as WorkplanId
    await insertWorkplan(tx, { id: workplan, group, ...input.workplan })
    const meetings = await addMeetings(tx, workplan, input.meetings)
    const delegations = await addDelegations(tx, group, input.delegations)
    await record({
      type: 'workplan.added',
      subject: workplan,
      group,
      detail: {
        group,
        title: input.workplan.title,
        meetings,
        delegations: delegations.added,
        years: [input.workplan.fromYear, input.workplan.toYear],
      },
      at: new Date(),
    })
    return { ok: true, workplan, meetings, delegations }
  })

async function addGroup(tx: Tx, group: NewWorkplan['group']): Promise<ExpertGroupId> {
  const id = ulid() as ExpertGroupId
  await insertGroup(tx, { id, ...group, language: 'en', showsProposers: true })
  return id
}

async function addMeetings(tx: Tx, workplan: WorkplanId, planned: NewWorkplan['meetings']) {
  const meetings: MeetingId[] = []
  for (const [position, { topics, ...meeting }] of planned.entries()) {
    const id = ulid() as MeetingId
    await insertMeeting(tx, { id, workplan, position, status: 'planned', ...meeting })
    for (const [place, { title }] of topics.entries()) {
      await insertTopic(tx, { id: ulid() as TopicId, meeting: id, position: place, title })
    }
    meetings.push(id)
  }
  return meetings
}

async function addDelegations(
  tx: Tx,
  group: ExpertGroupId,
  wanted: NewWorkplan['delegations'],
): Promise<Delegations> {
  const there = new Set((await listDelegations(tx, group)).map((delegation) => delegation.code))
  const delegations: Delegations = { added: [], known: [] }
  for (const { regionalGroup, ...one } of wanted) {
    if (there.has(one.code)) {
      delegations.known.push(one.code)
      continue
    }
    await insertDelegation(tx, { id: ulid() as DelegationId, group, regionalGroup, ...one })
    delegations.added.push(one.code)
  }
  return delegations
}
