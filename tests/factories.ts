import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertDelegation, insertParticipant } from '#db/queries/participants'
import type { DelegationId, MeetingId, ParticipantId, TopicId } from '#domain/ids'
import type { Role, SignedInActor } from '#domain/participants'

/** An open thematic meeting with one topic, and the workplan it needs. */
export async function aMeeting(db: Db): Promise<{ meeting: MeetingId; topic: TopicId }> {
  const [group, workplan, meeting, topic] = [ulid(), ulid(), ulid() as MeetingId, ulid() as TopicId]
  const name = JSON.stringify({ en: 'Test' })
  await db
    .insertInto('expert_group')
    .values({ id: group, name, abbreviation: 'T', parent_body: name, established_by: 'A/RES/1/1' })
    .execute()
  await db
    .insertInto('workplan')
    .values({ id: workplan, expert_group_id: group, title: name, from_year: 2018, to_year: 2021 })
    .execute()
  await db
    .insertInto('meeting')
    .values({
      id: meeting,
      workplan_id: workplan,
      position: 0,
      kind: 'thematic',
      title: name,
      status: 'open',
      starts_on: '2018-04-03',
      ends_on: '2018-04-05',
      place: name,
      time_zone: 'Europe/Vienna',
      first_paragraph: 5,
    })
    .execute()
  await db.insertInto('topic').values({ id: topic, meeting_id: meeting, position: 0, title: name }).execute()
  return { meeting, topic }
}

export async function aDelegation(db: Db, code = ulid().slice(-6)): Promise<DelegationId> {
  const id = ulid() as DelegationId
  await db
    .transaction()
    .execute((tx) =>
      insertDelegation(tx, { id, kind: 'member-state', name: { en: code }, code, regionalGroup: undefined }),
    )
  return id
}

async function aParticipant(db: Db, role: Role, delegation?: DelegationId): Promise<SignedInActor> {
  const participant = ulid() as ParticipantId
  await db.transaction().execute((tx) =>
    insertParticipant(tx, {
      id: participant,
      name: role,
      email: `${participant}@test.example`,
      role,
      delegation,
      language: 'en',
      at: new Date(),
    }),
  )
  return { kind: 'participant', participant, name: role, role, delegation }
}

export const aDelegate = async (db: Db, given: { delegation?: DelegationId } = {}) =>
  aParticipant(db, 'delegate', given.delegation ?? (await aDelegation(db)))
export const aRapporteur = (db: Db) => aParticipant(db, 'rapporteur')
