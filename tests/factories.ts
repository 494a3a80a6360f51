import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import { actorOf, insertParticipant, setAdministrator, type Member } from '#db/queries/participants'
import { findRecommendation } from '#db/queries/recommendations'
import type {
  DelegationId,
  DocumentId,
  MeetingId,
  ParticipantId,
  RecommendationId,
  TopicId,
  ExpertGroupId,
  MembershipId,
  WorkplanId,
} from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { operator, type Role, type SignedInActor } from '#domain/people/participants'
import { paragraphsOf, type DocumentContent } from '#domain/text/content'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { issueList } from '#server/commands/lists/issue'
import { draftRecommendation } from '#server/commands/recommendations/draft'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { appendRewriting } from '#server/texts/append-rewriting'
import { newBaseId } from '#server/texts/base-id'
import { bindAuthor } from '#server/texts/bind-authors'
import { rewriteText } from '#server/texts/rewrite-text'
import { insertMeeting as insertMeetingRow, insertTopic } from '#db/queries/meetings'
import { insertWorkplan } from '#db/queries/workplans'
import { recordEvent } from '#db/queries/events'
import type { NewEvent } from '#domain/events/events'
import { findDelegation, insertDelegation } from '#db/queries/delegations'
import { insertGroup } from '#db/queries/groups'
import { insertMembership } from '#db/queries/memberships'

/** A signed-in person in the one role that the test gives them. */
export type Person = SignedInActor & { role: Role; delegation: DelegationId | undefined }

const recorded = new WeakSet<Db>()

/** From now on what is set up in this database has its events, as in a real one; most tests are about what follows. */
export const recordSettingUp = (db: Db): void => void recorded.add(db)

type SettingUp = Extract<
  NewEvent,
  {
    type:
      'group.created' | 'workplan.added' | 'meeting.planned' | 'meeting.opened' | 'group.delegations-added'
  }
>
type Unsigned<Event> = Event extends unknown ? Omit<Event, 'actor' | 'at'> : never

async function note(db: Db, event: Unsigned<SettingUp>): Promise<void> {
  if (!recorded.has(db)) return
  const signed = { ...event, actor: operator, at: new Date() } as NewEvent
  await db.transaction().execute((tx) => recordEvent(tx, signed))
}

/** A further expert group: what belongs to it is nothing to the people of the first. */
export async function aGroup(db: Db): Promise<ExpertGroupId> {
  const id = ulid() as ExpertGroupId
  const name = { en: 'Test' }
  const detail = {
    name,
    abbreviation: 'T',
    parentBody: name,
    establishedBy: 'A/RES/1/1',
    language: 'en',
    showsProposers: true,
  } as const
  await db.transaction().execute((tx) => insertGroup(tx, { id, ...detail }))
  await note(db, { type: 'group.created', subject: id, group: id, detail })
  return id
}

/** The group in which everything is that a test does not put elsewhere. */
export async function theGroup(db: Db): Promise<ExpertGroupId> {
  const row = await db.selectFrom('expert_group').select('id').orderBy('id').limit(1).executeTakeFirst()
  return row ? (row.id as ExpertGroupId) : aGroup(db)
}

/** An open thematic meeting with one topic, and the workplan it needs. */
export async function aMeeting(
  db: Db,
  given: { group?: ExpertGroupId } = {},
): Promise<{ meeting: MeetingId; topic: TopicId }> {
  const workplan = ulid() as WorkplanId
  const group = given.group ?? (await theGroup(db))
  const title = { en: 'Test' }
  await db
    .transaction()
    .execute((tx) => insertWorkplan(tx, { id: workplan, group, title, fromYear: 2018, toYear: 2021 }))
  await note(db, {
    type: 'workplan.added',
    subject: workplan,
    group,
    detail: { group, title, years: [2018, 2021] },
  })
  return insertMeeting(db, workplan, 'thematic')
}

/** An open evaluation meeting of the same workplan. */
export async function anEvaluationMeeting(db: Db, beside: MeetingId) {
  const { workplan_id } = await db
    .selectFrom('meeting')
    .select('workplan_id')
    .where('id', '=', beside)
    .executeTakeFirstOrThrow()
  return insertMeeting(db, workplan_id as WorkplanId, 'evaluation')
}

async function insertMeeting(db: Db, workplan: WorkplanId, kind: 'thematic' | 'evaluation') {
  const [meeting, topic] = [ulid() as MeetingId, ulid() as TopicId]
  const name = { en: 'Test' }
  const plan = {
    kind,
    title: name,
    startsOn: '2018-04-03',
    endsOn: '2018-04-05',
    place: name,
    timeZone: 'Europe/Vienna',
    firstParagraph: 5,
    symbol: '',
  }
  await db.transaction().execute(async (tx) => {
    const position = kind === 'thematic' ? 0 : 1
    await insertMeetingRow(tx, { id: meeting, workplan, position, status: 'open', ...plan })
    await insertTopic(tx, { id: topic, meeting, position: 0, title: name })
  })
  const detail = { ...plan, topics: [{ id: topic, title: name }] }
  await note(db, { type: 'meeting.planned', subject: meeting, meeting, detail })
  await note(db, { type: 'meeting.opened', subject: meeting, meeting })
  return { meeting, topic }
}

export async function aDelegation(
  db: Db,
  code = ulid().slice(-6),
  given: { group?: ExpertGroupId } = {},
): Promise<DelegationId> {
  const id = ulid() as DelegationId
  const group = given.group ?? (await theGroup(db))
  const facts = { kind: 'member-state', name: { en: code }, code, regionalGroup: undefined } as const
  await db.transaction().execute((tx) => insertDelegation(tx, { id, group, ...facts }))
  const detail = { delegations: [{ id, ...facts }] }
  await note(db, { type: 'group.delegations-added', subject: group, group, detail })
  return id
}

type PersonGiven = { group?: ExpertGroupId; meeting?: MeetingId }

async function aParticipant(
  db: Db,
  role: Role,
  given: PersonGiven & { delegation?: DelegationId },
): Promise<Person> {
  const participant = ulid() as ParticipantId
  const { delegation, meeting } = given
  const group = given.group ?? (await theGroup(db))
  const kindOfDelegation = delegation && (await findDelegation(db, delegation))?.kind
  const membership = { id: ulid() as MembershipId, group, meeting, role, delegation, kindOfDelegation }
  const at = new Date()
  await db.transaction().execute(async (tx) => {
    const email = `${participant}@test.example`
    await insertParticipant(tx, { id: participant, name: role, email, language: 'en', at })
    await insertMembership(tx, { ...membership, participant, at })
  })
  return {
    kind: 'participant',
    participant,
    name: role,
    isAdministrator: false,
    memberships: [membership],
    role,
    delegation,
  }
}

/** A stored member as an actor. */
export const personOf = (member: Member): Person => ({
  ...actorOf(member),
  role: member.membership.role,
  delegation: member.membership.delegation,
})

export const aDelegate = async (db: Db, given: PersonGiven & { delegation?: DelegationId } = {}) =>
  aParticipant(db, 'delegate', {
    ...given,
    delegation: given.delegation ?? (await aDelegation(db, undefined, given)),
  })
export const aRapporteur = (db: Db, given: PersonGiven = {}) => aParticipant(db, 'rapporteur', given)
export const aChair = (db: Db, given: PersonGiven = {}) => aParticipant(db, 'chair', given)
export const aSecretary = (db: Db, given: PersonGiven = {}) => aParticipant(db, 'secretariat', given)

/** Somebody who administers the installation and takes part in no group. */
export async function anAdministrator(db: Db): Promise<SignedInActor> {
  const participant = ulid() as ParticipantId
  const name = 'administrator'
  await db.transaction().execute(async (tx) => {
    const email = `${participant}@test.example`
    await insertParticipant(tx, { id: participant, name, email, language: 'en', at: new Date() })
    await setAdministrator(tx, participant, 1)
  })
  return { kind: 'participant', participant, name, isAdministrator: true, memberships: [] }
}

/** Makes a document read like this, written by this participant, as their editor would. */
export async function write(
  db: Db,
  document: DocumentId,
  actor: SignedInActor,
  text: string | DocumentContent,
  base = newBaseId(),
): Promise<void> {
  const { doc } = await loadDocument(db, document)
  const rewriting = rewriteText(doc, typeof text === 'string' ? paragraphsOf(text) : text, 'en', { base })
  doc.destroy()
  if (!rewriting) return
  const at = new Date()
  const delegations = actor.memberships.flatMap((membership) => membership.delegation ?? [])
  await db.transaction().execute(async (tx) => {
    const { participant } = actor
    await bindAuthor(tx, document, { base, participant, amendment: undefined, delegations }, at)
    await appendRewriting(tx, document, rewriting, { participant, at })
  })
}

export async function getRecommendation(db: Db, id: RecommendationId): Promise<Recommendation> {
  const item = await findRecommendation(db, id)
  if (!item) throw new Error(`There is no recommendation ${id}.`)
  return item
}

type Given = { text?: string; by?: Person; place?: { meeting: MeetingId; topic: TopicId } }

/** A draft of a delegation, in a meeting of its own unless one is given. */
export async function aDraft(
  db: Db,
  given: Given = {},
): Promise<{ id: RecommendationId; by: Person; place: { meeting: MeetingId; topic: TopicId } }> {
  const by = given.by ?? (await aDelegate(db))
  const place = given.place ?? (await aMeeting(db))
  const made = await draftRecommendation(db, by, { ...place, kind: 'recommendation', language: 'en' })
  if (!made.ok) throw new Error(made.refusal)
  const item = await getRecommendation(db, made.recommendation)
  await write(db, item.document, by, given.text ?? 'States should share evidence promptly.')
  return { id: item.id, by, place }
}

/** The same, on the table. */
export async function aTabledRecommendation(db: Db, given: Given = {}) {
  const made = await aDraft(db, given)
  const tabled = await tableRecommendation(db, made.by, { recommendation: made.id })
  if (!tabled.ok) throw new Error(tabled.refusal)
  return made
}

/** Paragraphs of an evaluation meeting, each made of an item of an issued list, with those who lead it. */
export async function paragraphs(db: Db, texts: number | readonly string[]) {
  const rapporteur = await aRapporteur(db)
  const place = await aMeeting(db)
  const sources: RecommendationId[] = []
  const wanted = typeof texts === 'number' ? Array.from({ length: texts }, () => undefined) : texts
  for (const text of wanted) {
    sources.push((await aTabledRecommendation(db, { place, ...(text && { text }) })).id)
  }
  await issueList(db, rapporteur, { meeting: place.meeting, title: { en: 'List' } })
  const { meeting, topic } = await anEvaluationMeeting(db, place.meeting)
  const ids: RecommendationId[] = []
  for (const source of sources) {
    const made = await consolidate(db, rapporteur, {
      meeting,
      topic,
      kind: 'recommendation',
      sources: [source],
    })
    if (!made.ok) throw new Error(made.refusal)
    ids.push(made.paragraph)
  }
  return { meeting, topic, ids, rapporteur, chair: await aChair(db), thematic: place }
}
