import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import { insertDelegation, insertParticipant } from '#db/queries/participants'
import { findRecommendation } from '#db/queries/recommendations'
import type {
  DelegationId,
  DocumentId,
  MeetingId,
  ParticipantId,
  RecommendationId,
  TopicId,
} from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { Role, SignedInActor } from '#domain/people/participants'
import { paragraphsOf, type DocumentContent } from '#domain/text/content'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { issueList } from '#server/commands/lists/issue'
import { draftRecommendation } from '#server/commands/recommendations/draft'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { appendRewriting } from '#server/texts/append-rewriting'
import { newBaseId } from '#server/texts/base-id'
import { bindAuthor } from '#server/texts/bind-authors'
import { rewriteText } from '#server/texts/rewrite-text'

/** An open thematic meeting with one topic, and the workplan it needs. */
export async function aMeeting(db: Db): Promise<{ meeting: MeetingId; topic: TopicId }> {
  const [group, workplan] = [ulid(), ulid()]
  const name = JSON.stringify({ en: 'Test' })
  await db
    .insertInto('expert_group')
    .values({ id: group, name, abbreviation: 'T', parent_body: name, established_by: 'A/RES/1/1' })
    .execute()
  await db
    .insertInto('workplan')
    .values({ id: workplan, expert_group_id: group, title: name, from_year: 2018, to_year: 2021 })
    .execute()
  return insertMeeting(db, workplan, 'thematic')
}

/** An open evaluation meeting of the same workplan. */
export async function anEvaluationMeeting(db: Db, beside: MeetingId) {
  const { workplan_id } = await db
    .selectFrom('meeting')
    .select('workplan_id')
    .where('id', '=', beside)
    .executeTakeFirstOrThrow()
  return insertMeeting(db, workplan_id, 'evaluation')
}

async function insertMeeting(db: Db, workplan: string, kind: 'thematic' | 'evaluation') {
  const [meeting, topic] = [ulid() as MeetingId, ulid() as TopicId]
  const name = JSON.stringify({ en: 'Test' })
  await db
    .insertInto('meeting')
    .values({
      id: meeting,
      workplan_id: workplan,
      position: kind === 'thematic' ? 0 : 1,
      kind,
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
export const aChair = (db: Db) => aParticipant(db, 'chair')
export const aSecretary = (db: Db) => aParticipant(db, 'secretariat')

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
  const delegations = actor.delegation ? [actor.delegation] : []
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

type Given = { text?: string; by?: SignedInActor; place?: { meeting: MeetingId; topic: TopicId } }

/** A draft of a delegation, in a meeting of its own unless one is given. */
export async function aDraft(
  db: Db,
  given: Given = {},
): Promise<{ id: RecommendationId; by: SignedInActor; place: { meeting: MeetingId; topic: TopicId } }> {
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
  return { meeting, topic, ids, rapporteur, chair: await aChair(db) }
}
