import type { Db } from '#db/client'
import { insertMembership } from '#db/queries/memberships'
import { listListedTexts } from '#db/queries/lists'
import type { DocumentId, ExpertGroupId, MembershipId, RecommendationId } from '#domain/ids'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { createCall } from '#server/commands/calls/create'
import { moveCallForComments } from '#server/commands/calls/move'
import { saveWrittenComments } from '#server/commands/calls/save-comments'
import { nothingSeen } from '#domain/comments/merge-remarks'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { askForFloor } from '#server/commands/floor/ask'
import { uploadImport } from '#server/commands/imports/upload'
import { startInformals } from '#server/commands/informals/start'
import { issueList } from '#server/commands/lists/issue'
import { takePosition } from '#server/commands/positions/take'
import { tagRecommendation } from '#server/commands/recommendations/tag'
import { showInRoom } from '#server/commands/room/show'
import { putUnderSilence } from '#server/commands/silences/begin'
import { breakSilence } from '#server/commands/silences/break'
import { addTag } from '#server/commands/vocabulary/add-tag'
import { writeNotices } from '#server/mail/write-notices'
import { getAmendment, made } from './amendment-factories'
import {
  aChair,
  aDelegate,
  aDraft,
  aGroup,
  aMeeting,
  anEvaluationMeeting,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  getRecommendation,
  write,
  type Person,
} from './factories'

const day = 86_400_000

/** What only some of a group may read; each word is written in one place only. */
export const secretsOf = (mark: string) => ({
  /** Of one delegation, or of the Chair or the secretariat alone. */
  confidential: {
    draft: `${mark}draftword`,
    privateTag: `${mark}tagword`,
    fork: `${mark}forkword`,
    informal: `${mark}informalword`,
    remarkDraft: `${mark}remarkdraftword`,
    remark: `${mark}remarkword`,
    toChair: `${mark}tochairword`,
    file: `${mark}fileword`,
  },
  /** Of all members of the group. */
  internal: {
    tabled: `${mark}tabledword`,
    amendment: `${mark}amendmentword`,
    rationale: `${mark}rationaleword`,
    paragraph: `${mark}paragraphword`,
    position: `${mark}positionword`,
    objection: `${mark}objectionword`,
    task: `${mark}taskword`,
    /** The name of a delegate, and of Chair, Rapporteur and secretariat. */
    person: `${mark}personword`,
    officer: `${mark}officerword`,
  },
})

const delegationOf = (person: Person) => {
  if (!person.delegation) throw new Error('A delegate has a delegation.')
  return person.delegation
}

/** An expert group with something of everything, every private word of which carries its mark. */
export async function aGroupWorld(db: Db, mark: string) {
  const group = await aGroup(db)
  const { confidential, internal } = secretsOf(mark)
  const people = {
    chair: await aChair(db, { group }),
    rapporteur: await aRapporteur(db, { group }),
    secretary: await aSecretary(db, { group }),
    first: await aDelegate(db, { group }),
    second: await aDelegate(db, { group }),
  }
  const { chair, rapporteur, secretary, first, second } = people
  for (const { participant, delegation } of Object.values(people)) {
    const word = delegation ? internal.person : internal.officer
    await db
      .updateTable('participant')
      .set({ name: `${word} ${participant}`, email: `${participant}@${word}.example` })
      .where('id', '=', participant)
      .execute()
  }
  const place = await aMeeting(db, { group })
  const draft = (await aDraft(db, { by: first, place, text: `We would ${confidential.draft} it.` })).id
  const name = { en: confidential.privateTag }
  const { tag } = await made(addTag(db, secretary, { group, kind: 'theme', name }))
  await made(tagRecommendation(db, first, { recommendation: draft, change: 'add', tag }))
  const tabled = (
    await aTabledRecommendation(db, { by: first, place, text: `States ${internal.tabled} it.` })
  ).id

  const fork = (await made(amendRecommendation(db, second, { recommendation: tabled }))).amendment
  await writeAmendment(fork, second, `States ${confidential.fork} it.`)
  const amendment = (await made(amendRecommendation(db, first, { recommendation: tabled }))).amendment
  await writeAmendment(amendment, first, `States ${internal.amendment} it.`)
  await made(tableAmendment(db, first, { amendment, rationale: internal.rationale }))

  const past = await aMeeting(db, { group })
  const sources: RecommendationId[] = []
  for (const text of ['States should keep files.', 'States should share files.', 'States should lock files.'])
    sources.push((await aTabledRecommendation(db, { by: first, place: past, text })).id)
  const { list } = await made(issueList(db, rapporteur, { meeting: past.meeting, title: { en: 'A list' } }))
  const [item] = await listListedTexts(db, list)
  if (!item) throw new Error('The list has items.')
  const asked = { list, title: { en: 'A call' }, instructions: '', deadline: new Date(Date.now() + day) }
  const { call } = await made(createCall(db, secretary, asked))
  await made(moveCallForComments(db, secretary, { call, action: 'open' }))
  for (const [person, as, remarks] of [
    [first, 'draft', confidential.remarkDraft],
    [second, 'submit', confidential.remark],
  ] as const)
    await made(
      saveWrittenComments(db, person, {
        call,
        language: 'en',
        generalRemarks: remarks,
        comments: [{ item: item.id, position: 'support', body: remarks }],
        seen: nothingSeen,
        as,
      }),
    )

  const evaluation = await anEvaluationMeeting(db, past.meeting)
  const paragraphs: RecommendationId[] = []
  for (const source of sources.slice(0, 2)) {
    const wanted = { ...evaluation, kind: 'recommendation' as const, sources: [source] }
    paragraphs.push((await made(consolidate(db, rapporteur, wanted))).paragraph)
  }
  const [paragraph, silenced] = paragraphs
  if (!paragraph || !silenced) throw new Error('There are two paragraphs.')
  const { document } = await getRecommendation(db, paragraph)
  await write(db, document, rapporteur, `States should ${internal.paragraph} files.`)
  const stance = { recommendation: paragraph, stance: 'need-changes' as const }
  await made(takePosition(db, first, { ...stance, audience: 'chair', reason: confidential.toChair }))
  await made(takePosition(db, second, { ...stance, audience: 'all', reason: internal.position }))
  const delegations = [delegationOf(first), delegationOf(second)]
  const { informal } = await made(
    startInformals(db, chair, { recommendation: paragraph, delegations, task: internal.task }),
  )
  const { amendment_id: groupWork } = await db
    .selectFrom('informal')
    .select('amendment_id')
    .where('id', '=', informal)
    .executeTakeFirstOrThrow()
  await writeAmendment(groupWork as typeof fork, first, `States should ${confidential.informal} files.`)
  const deadline = new Date(Date.now() + day)
  await made(putUnderSilence(db, chair, { recommendation: silenced, deadline }))
  await made(breakSilence(db, first, { recommendation: silenced, reason: internal.objection }))
  await made(showInRoom(db, chair, { recommendation: paragraph }))
  await made(askForFloor(db, first, { meeting: evaluation.meeting, kind: 'statement' }))
  const file = await made(
    uploadImport(db, secretary, {
      meeting: place.meeting,
      topic: place.topic,
      name: `${confidential.file}.csv`,
      bytes: Buffer.from(`text\n${confidential.file} is in a row\n`),
      options: {},
    }),
  )
  await writeNotices(db, undefined)

  async function writeAmendment(id: typeof fork, by: Person, text: string) {
    await write(db, (await getAmendment(db, id)).document, by, text)
  }

  return {
    mark,
    group,
    people,
    place,
    past,
    evaluation,
    recommendations: { draft, tabled, listed: sources[0], paragraph, silenced, open: sources[2] },
    amendments: { fork, amendment, groupWork: groupWork as typeof fork },
    tag,
    list,
    item: item.id,
    call,
    informal,
    import: file.import,
    source: sources[2],
    documents: await documentsOf(db, group),
  }
}

export type GroupWorld = Awaited<ReturnType<typeof aGroupWorld>>

/** Every live text of a group. */
async function documentsOf(db: Db, group: ExpertGroupId): Promise<DocumentId[]> {
  const items = await db
    .selectFrom('recommendation')
    .innerJoin('meeting', 'meeting.id', 'recommendation.meeting_id')
    .innerJoin('workplan', 'workplan.id', 'meeting.workplan_id')
    .leftJoin('amendment', 'amendment.recommendation_id', 'recommendation.id')
    .select([
      'recommendation.document_id as working',
      'recommendation.draft_document_id as draft',
      'amendment.document_id as fork',
      'amendment.draft_document_id as former',
    ])
    .where('workplan.expert_group_id', '=', group)
    .execute()
  const all = items.flatMap((row) => [row.working, row.draft, row.fork, row.former])
  return [...new Set(all.filter((id) => id !== null))] as DocumentId[]
}

/** Gives a person another part in another group. */
export async function joinGroup(
  db: Db,
  person: Person,
  membership: Omit<Person['memberships'][number], 'id' | 'meeting'>,
): Promise<Person> {
  const added = { ...membership, id: `${person.participant}2` as MembershipId, meeting: undefined }
  const { participant } = person
  await db.transaction().execute((tx) => insertMembership(tx, { ...added, participant, at: new Date() }))
  return { ...person, memberships: [...person.memberships, added] }
}
