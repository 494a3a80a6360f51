import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertDelegation } from '#db/queries/delegations'
import { findInformal } from '#db/queries/informals'
import { insertMail } from '#db/queries/mails'
import { endMembership, insertMembership } from '#db/queries/memberships'
import { actorOf, findParticipant, insertParticipant, setAdministrator } from '#db/queries/participants'
import type {
  AmendmentId,
  CallId,
  DelegationId,
  ExpertGroupId,
  ImportId,
  InformalId,
  ListId,
  MailId,
  MeetingId,
  MembershipId,
  ParticipantId,
  RecommendationId,
  SuggestionId,
  TagId,
  TopicId,
} from '#domain/ids'
import type { DelegationKind, Role, SignedInActor } from '#domain/people/participants'
import {
  amendmentStatuses,
  consolidatedStatuses,
  informalStatuses,
  meetingStatuses,
  type AmendmentStatus,
  type CallStatus,
  type MeetingStatus,
} from '#domain/status'
import { usualRights } from '#domain/permissions/kinds'
import { findImportFile } from '#db/queries/import-files'
import { inviteToAmendment } from '#server/commands/amendments/invite'
import { inviteParticipant } from '#server/commands/people/invite'
import { answerSuggestion } from '#server/commands/consolidation/answer-suggestion'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { doNotRetain } from '#server/commands/consolidation/do-not-retain'
import { askForFloor } from '#server/commands/floor/ask'
import { closeFloorList } from '#server/commands/floor/close-list'
import { setRights } from '#server/commands/meetings/set-rights'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { showInRoom } from '#server/commands/room/show'
import { putUnderSilence } from '#server/commands/silences/begin'
import { defaultImportLimits } from '#server/formats/in/limits'
import { openImportReader } from '#server/workers/import-reader'
import { vi } from 'vitest'
import { loadDocument } from '#db/queries/documents'
import { seenOf } from '#domain/text/alternatives'
import type { Inline } from '#domain/text/content'
import { alternativesIn, bracketingOf } from '#editor/bracketing'
import { readText } from '#editor/reading'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { withdrawAmendment } from '#server/commands/amendments/withdraw'
import { createCall } from '#server/commands/calls/create'
import { saveWrittenComments } from '#server/commands/calls/save-comments'
import { nothingSeen } from '#domain/comments/merge-remarks'
import { uploadImport } from '#server/commands/imports/upload'
import { startInformals } from '#server/commands/informals/start'
import { issueList } from '#server/commands/lists/issue'
import { takePosition } from '#server/commands/positions/take'
import { draftRecommendation } from '#server/commands/recommendations/draft'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { tagRecommendation } from '#server/commands/recommendations/tag'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { addTag } from '#server/commands/vocabulary/add-tag'
import { retireTag } from '#server/commands/vocabulary/retire-tag'
import { setMandate } from '#server/commands/vocabulary/set-mandate'
import { made, getAmendment } from '../amendment-factories'
import { aGroup, aMeeting, anEvaluationMeeting, getRecommendation, write, type Person } from '../factories'

/** Everybody who knocks. */
export const roleNames = [
  'visitor',
  'administrator',
  'former',
  'other-secretariat',
  'other-delegate',
  'stakeholder',
  'organization',
  'observer-state',
  'other-state',
  'invited-state',
  'own-state',
  'rapporteur',
  'chair',
  'secretariat',
] as const
export type RoleName = (typeof roleNames)[number]
export type SignedInRole = Exclude<RoleName, 'visitor'>

/** Words that stand in what is private, each in one place; and who may read them, written by hand. */
export type Marker = {
  word: string
  what: string
  seenBy: readonly RoleName[]
  /** Where the word is public for another reason. */
  except?: RegExp
}

const members: readonly RoleName[] = [
  'stakeholder',
  'organization',
  'observer-state',
  'other-state',
  'invited-state',
  'own-state',
  'rapporteur',
  'chair',
  'secretariat',
]
const everyone = roleNames

export type Subject<Id, Status> = { id: Id; status: Status; meeting: MeetingId; note?: string }

export type World = {
  group: ExpertGroupId
  otherGroup: ExpertGroupId
  people: Record<SignedInRole, Person>
  delegations: Record<'own' | 'invited' | 'other' | 'stakeholder', DelegationId>
  topic: TopicId
  bracketed: { id: RecommendationId; bracket: string; alternative: string; seen: string }
  tag: TagId
  tagName: string
  retiredTag: TagId
  workplan: string
  membership: MembershipId
  invitedMembership: MembershipId
  /** A delegation of nobody. */
  empty: DelegationId
  sources: Record<'free' | 'similar' | 'answered' | 'merged' | 'left', RecommendationId>
  suggestion: SuggestionId
  paragraph: RecommendationId
  evaluationTopic: TopicId
  speakers: string[]
  importRows: string[]
  meetings: (Subject<MeetingId, MeetingStatus> & { kind: 'thematic' | 'evaluation' })[]
  recommendations: Subject<RecommendationId, string>[]
  amendments: (Subject<AmendmentId, AmendmentStatus> & { recommendation: RecommendationId })[]
  informals: (Subject<InformalId, string> & { recommendation: RecommendationId })[]
  calls: Subject<CallId, CallStatus>[]
  lists: { id: ListId; meeting: MeetingId }[]
  import: ImportId
  mail: MailId
  documents: string[]
  submissions: string[]
  markers: Marker[]
}

let marks = 0
const word = () => `zq${String((marks += 1)).padStart(3, '0')}${ulid().slice(-6).toLowerCase()}`

/** Everything that the product can hold, at every status, by one delegation, with marker words in what is private. */
export async function buildWorld(db: Db): Promise<World> {
  const markers: Marker[] = []
  const mark = (what: string, seenBy: readonly RoleName[], except?: RegExp): string => {
    const one = word()
    markers.push({ word: one, what, seenBy, ...(except && { except }) })
    return one
  }
  const group = await aGroup(db)
  // Who proposed what, and who asked for brackets, is for participants alone.
  await db.updateTable('expert_group').set({ shows_proposers: 0 }).where('id', '=', group).execute()
  const otherGroup = await aGroup(db)
  const at = new Date()

  const aDelegation = async (
    of: ExpertGroupId,
    kind: DelegationKind,
    code: string,
    name = `Delegation ${code}`,
  ) => {
    const id = ulid() as DelegationId
    const facts = { id, group: of, kind, name: { en: name }, code, regionalGroup: undefined }
    await db.transaction().execute((tx) => insertDelegation(tx, facts))
    return id
  }
  /** A State that proposes: nothing tells those outside the group which one it is, in any way of naming it. */
  const aProposer = async (what: string) => {
    // Everyone may read which delegations there are, but not what they do.
    const list = /^\/groups\/\w+\/delegations$/u
    const id = await aDelegation(
      group,
      'member-state',
      mark(`the code of the ${what}`, members, list),
      mark(`the name of the ${what}`, members, list),
    )
    markers.push({ word: id, what: `the id of the ${what}`, seenBy: members, except: list })
    return id
  }
  const aPerson = async (
    name: string,
    role: Role | undefined,
    of: ExpertGroupId,
    delegation?: DelegationId,
    seenBy: readonly RoleName[] = members,
    except?: RegExp,
  ): Promise<Person> => {
    const participant = ulid() as ParticipantId
    const email = `${word()}@test.example`
    const shown = `${mark(`the name of the ${name}`, seenBy, except)} ${name}`
    await db.transaction().execute(async (tx) => {
      await insertParticipant(tx, { id: participant, name: shown, email, language: 'en', at })
      const membership = {
        id: ulid() as MembershipId,
        group: of,
        meeting: undefined,
        delegation,
        participant,
        at,
      }
      if (role) await insertMembership(tx, { ...membership, role })
    })
    const found = await findParticipant(db, participant)
    if (!found) throw new Error('The person was inserted.')
    return { ...actorOf(found), role: role ?? 'delegate', delegation }
  }
  const [ngo, organization, observer, other, invited, own, theirs] = [
    await aDelegation(group, 'non-governmental-organization', 'NGO'),
    await aDelegation(group, 'intergovernmental-organization', 'IGO'),
    await aDelegation(group, 'observer-state', 'OBS'),
    await aProposer('other State'),
    await aDelegation(group, 'member-state', 'INV'),
    await aProposer('own State'),
    await aDelegation(otherGroup, 'member-state', 'OWN'),
  ]
  // Administrators appoint the officers of every group, and see who they are; visitors are not let in.
  const appointments = /^\/groups\/\w+\/people$/u
  const ofOthers: readonly RoleName[] = ['other-secretariat', 'other-delegate']
  const people: World['people'] = {
    administrator: await aPerson('administrator', undefined, group, undefined, ['administrator']),
    former: await aPerson('former delegate', 'delegate', group, own, ['former', ...members]),
    'other-secretariat': await aPerson(
      'secretary of the other group',
      'secretariat',
      otherGroup,
      undefined,
      ofOthers,
      appointments,
    ),
    'other-delegate': await aPerson('delegate of the other group', 'delegate', otherGroup, theirs, ofOthers),
    stakeholder: await aPerson('NGO', 'delegate', group, ngo),
    organization: await aPerson('IGO', 'delegate', group, organization),
    'observer-state': await aPerson('observer', 'delegate', group, observer),
    'other-state': await aPerson('other delegate', 'delegate', group, other),
    'invited-state': await aPerson('invited delegate', 'delegate', group, invited),
    'own-state': await aPerson('own delegate', 'delegate', group, own),
    rapporteur: await aPerson('Rapporteur', 'rapporteur', group, undefined, members, appointments),
    chair: await aPerson('Chair', 'chair', group, undefined, members, appointments),
    secretariat: await aPerson('secretary', 'secretariat', group, undefined, members, appointments),
  }
  await db.transaction().execute((tx) => setAdministrator(tx, people.administrator.participant, 1))
  people.administrator = { ...people.administrator, isAdministrator: true }

  const {
    'own-state': kenya,
    'other-state': brazil,
    'invited-state': guest,
    chair,
    rapporteur,
    secretariat,
  } = people
  const drafters: readonly RoleName[] = ['own-state', 'invited-state']

  // — Meetings, one for each status, and the evaluation meeting —
  const { meeting, topic } = await aMeeting(db, { group })
  const evaluation = await anEvaluationMeeting(db, meeting)
  const meetings: World['meetings'] = [
    { id: meeting, status: 'open', meeting, kind: 'thematic' },
    { id: evaluation.meeting, status: 'open', meeting: evaluation.meeting, kind: 'evaluation' },
  ]
  for (const status of meetingStatuses) {
    if (status === 'open') continue
    const one = await aMeeting(db, { group })
    await db.updateTable('meeting').set({ status }).where('id', '=', one.meeting).execute()
    meetings.push({ id: one.meeting, status, meeting: one.meeting, kind: 'thematic' })
  }
  const concluded = meetings.find(({ status }) => status === 'closed')?.id ?? meeting
  const listed = await aMeeting(db, { group })
  const ofWorkplan = db.selectFrom('meeting').select('workplan_id').where('id', '=', meeting)
  const { workplan_id } = await ofWorkplan.executeTakeFirstOrThrow()
  await db.updateTable('meeting').set({ workplan_id }).where('id', '=', listed.meeting).execute()
  meetings.push({ id: listed.meeting, status: 'open', meeting: listed.meeting, kind: 'thematic' })

  // — Vocabulary: a term that only a draft has —
  const tags = { group, kind: 'theme', name: { en: word() } } as const
  const { tag } = await made(addTag(db, secretariat, tags))
  const gone = { group, kind: 'theme', name: { en: word() } } as const
  const { tag: retiredTag } = await made(addTag(db, secretariat, gone))
  await made(retireTag(db, secretariat, { group, tag: retiredTag, change: 'retire' }))
  // Those who tag, or read an import, are offered the whole vocabulary.
  const vocabulary = /vocabulary|\/record$|\/import\/|\/recommendations\/\w+(\?.*)?$/u
  const mandate = mark('a mandate that only a draft answers to', drafters, vocabulary)
  await made(setMandate(db, secretariat, { group, symbol: mandate, title: { en: mandate } }))
  const draftTagName = mark('a tag that only a draft has', drafters, vocabulary)
  const { tag: draftTag } = await made(
    addTag(db, secretariat, { group, kind: 'theme', name: { en: draftTagName } }),
  )

  // — Preliminary recommendations —
  const recommendations: World['recommendations'] = []
  const aDraft = async (by: Person, text: string, place = { meeting, topic }) => {
    const { recommendation } = await made(
      draftRecommendation(db, by, { ...place, kind: 'recommendation', language: 'en' }),
    )
    await write(db, (await getRecommendation(db, recommendation)).document, by, text)
    return recommendation
  }
  const aTabled = async (by: Person, text: string, place = { meeting, topic }) => {
    const writer = by === kenya ? 'own-state' : 'other-state'
    const deleted = mark(`words deleted before "${text}" was tabled`, [writer])
    const recommendation = await aDraft(by, `${text} ${deleted}`, place)
    await write(db, (await getRecommendation(db, recommendation)).document, by, text)
    await made(tableRecommendation(db, by, { recommendation }))
    return recommendation
  }
  const draft = await aDraft(kenya, `Draft ${mark('the text of a draft', drafters)}`)
  markers.push({ word: draft, what: 'the id of a draft', seenBy: drafters })
  await made(inviteDelegation(db, kenya, { recommendation: draft, delegation: invited }))
  await made(tagRecommendation(db, kenya, { recommendation: draft, change: 'add', tag: draftTag }))
  const [row] = await db.selectFrom('mandate').select('id').where('symbol', '=', mandate).execute()
  if (!row) throw new Error('The mandate was set.')
  await made(tagRecommendation(db, kenya, { recommendation: draft, change: 'add', mandate: row.id as never }))
  recommendations.push({ id: draft, status: 'draft', meeting })
  const tabled = await aTabled(kenya, `Tabled ${mark('the text of a tabled item', members)}`)
  recommendations.push({ id: tabled, status: 'tabled', meeting })
  const discussed = await aTabled(kenya, 'Under discussion')
  await setStatus(db, discussed, 'under-discussion')
  recommendations.push({ id: discussed, status: 'under-discussion', meeting })
  const listedItem = await aTabled(kenya, 'Listed for everyone', listed)
  const similar = await aTabled(kenya, 'Listed for everyone, too', listed)
  const answered = await aTabled(kenya, 'Listed and suggested', listed)
  const merged = await aTabled(kenya, 'Merged into a paragraph', listed)
  const left = await aTabled(kenya, 'Not retained', listed)
  const quiet = await aTabled(kenya, 'Under silence', listed)
  const inList = await made(issueList(db, rapporteur, { meeting: listed.meeting, title: { en: 'List' } }))
  recommendations.push({ id: listedItem, status: 'listed', meeting: listed.meeting })
  const withdrawn = await aTabled(kenya, `Withdrawn ${mark('the text of a withdrawn item', members)}`)
  await made(withdrawRecommendation(db, kenya, { recommendation: withdrawn, reason: 'Second thoughts.' }))
  recommendations.push({ id: withdrawn, status: 'withdrawn', meeting })
  const dropped = await aDraft(kenya, `Dropped ${mark('the text of a withdrawn draft', ['own-state'])}`)
  await made(withdrawRecommendation(db, kenya, { recommendation: dropped }))
  recommendations.push({ id: dropped, status: 'withdrawn', meeting, note: 'as a draft' })
  markers.push({ word: dropped, what: 'the id of a withdrawn draft', seenBy: ['own-state'] })
  const invisible = await aDraft(
    brazil,
    `Other ${mark('the text of another delegation’s draft', ['other-state'])}`,
  )
  recommendations.push({ id: invisible, status: 'draft', meeting, note: 'of another delegation' })

  // — Positions —
  const told = mark('a position told to the Chair alone', ['own-state', 'chair'])
  const said = mark('a position told to all', members)
  await made(
    takePosition(db, kenya, {
      recommendation: tabled,
      stance: 'need-changes',
      audience: 'chair',
      reason: told,
    }),
  )
  await made(
    takePosition(db, brazil, {
      recommendation: tabled,
      stance: 'need-changes',
      audience: 'all',
      reason: said,
    }),
  )

  // — A text with a bracket and two alternatives —
  const inBrackets = (text: string, alternative?: number): Inline => ({
    type: 'bracket',
    requestedBy: own,
    reason: '',
    ...(alternative !== undefined && { alternative }),
    children: [{ type: 'text', text }],
  })
  const bracketedText = await aTabled(kenya, 'Bracketed')
  const { document } = await getRecommendation(db, bracketedText)
  await write(db, document, kenya, {
    blocks: [
      { type: 'paragraph', children: [{ type: 'text', text: 'Bracketed ' }, inBrackets('promptly')] },
      {
        type: 'paragraph',
        children: [inBrackets('soon', 1), { type: 'text', text: ' ' }, inBrackets('late', 2)],
      },
    ],
  })
  recommendations.push({ id: bracketedText, status: 'tabled', meeting, note: 'with brackets' })
  const { doc } = await loadDocument(db, document)
  const reading = readText(doc)
  doc.destroy()
  const bracket = bracketingOf(reading).brackets.find(({ words }) => words === 'promptly')?.id ?? ''
  const [run = []] = alternativesIn(reading)
  const bracketed = { id: bracketedText, bracket, alternative: run[0]?.id ?? '', seen: seenOf(run) }

  // — Consolidated paragraphs: one for each status —
  for (const status of consolidatedStatuses) {
    const isPublic = status === 'adopted'
    const seen = isPublic ? everyone : members
    const text = `Paragraph ${mark(`the text of a paragraph that is ${status}`, seen)}`
    // What is adopted closes its meeting to new paragraphs.
    const at = isPublic ? await anEvaluationMeeting(db, concluded) : evaluation
    const id = await aDraft(kenya, text, at)
    await made(tableRecommendation(db, kenya, { recommendation: id }))
    await db
      .updateTable('recommendation')
      .set({ stage: 'consolidated', status })
      .where('id', '=', id)
      .execute()
    recommendations.push({ id, status, meeting: at.meeting })
  }

  const { paragraph } = await made(
    consolidate(db, rapporteur, {
      meeting: evaluation.meeting,
      topic: evaluation.topic,
      kind: 'recommendation',
      sources: [merged],
    }),
  )
  await made(
    doNotRetain(db, rapporteur, { meeting: evaluation.meeting, sources: [left], reason: 'Said elsewhere.' }),
  )
  const { suggestion } = await made(
    answerSuggestion(db, rapporteur, {
      meeting: evaluation.meeting,
      outcome: 'refused',
      parts: [[listedItem], [answered]],
    }),
  )
  const deadline = new Date(at.getTime() + 86_400_000)
  const { paragraph: silent } = await made(
    consolidate(db, rapporteur, {
      meeting: evaluation.meeting,
      topic: evaluation.topic,
      kind: 'recommendation',
      sources: [quiet],
    }),
  )
  await made(putUnderSilence(db, chair, { recommendation: silent, deadline }))
  recommendations.push({
    id: silent,
    status: 'under-silence',
    meeting: evaluation.meeting,
    note: 'until a deadline',
  })

  // — The room: somebody waits to speak, a text is shown, one list of speakers is closed —
  await made(askForFloor(db, kenya, { meeting, kind: 'statement' }))
  await made(askForFloor(db, brazil, { meeting, kind: 'statement' }))
  await made(askForFloor(db, guest, { meeting, kind: 'statement' }))
  await made(showInRoom(db, chair, { recommendation: tabled }))
  await made(closeFloorList(db, chair, { meeting: evaluation.meeting }))
  await made(giveThePen(db, rapporteur, { recommendation: tabled, delegation: other }))
  const rights = { ...usualRights, stakeholder: ['speak'] as const }
  await made(setRights(db, secretariat, { meeting: concluded, rights, at }))

  // — Amendments of the own delegation to a text of the other one —
  const amendments: World['amendments'] = []
  const amended = await aTabled(brazil, 'States should share evidence.')
  recommendations.push({ id: amended, status: 'tabled', meeting, note: 'of another delegation' })
  const anAmendment = async (text: string) => {
    const { amendment } = await made(amendRecommendation(db, kenya, { recommendation: amended }))
    await write(db, (await getAmendment(db, amendment)).document, kenya, text)
    return amendment
  }
  for (const status of amendmentStatuses) {
    const isDraft = status === 'draft'
    const seen = isDraft ? drafters : members
    const amendment = await anAmendment(
      `States should share evidence ${mark(`the text of an amendment that is ${status}`, seen)}.`,
    )
    if (isDraft) {
      markers.push({ word: amendment, what: 'the id of a drafted amendment', seenBy: seen })
      await made(inviteToAmendment(db, kenya, { amendment, delegation: invited }))
    }
    if (!isDraft) {
      const rationale = mark(`the reason of an amendment that is ${status}`, members)
      await made(tableAmendment(db, kenya, { amendment, rationale }))
      if (status === 'withdrawn') await made(withdrawAmendment(db, kenya, { amendment, reason: 'No.' }))
      else await db.updateTable('amendment').set({ status }).where('id', '=', amendment).execute()
    }
    amendments.push({ id: amendment, status, meeting, recommendation: amended })
  }
  const given = await anAmendment(
    `States ${mark('the text of an amendment withdrawn as a draft', ['own-state'])}.`,
  )
  await made(withdrawAmendment(db, kenya, { amendment: given }))
  amendments.push({ id: given, status: 'withdrawn', meeting, recommendation: amended, note: 'as a draft' })

  // — Informals —
  const informals: World['informals'] = []
  for (const status of informalStatuses) {
    const { informal } = await made(
      startInformals(db, chair, {
        recommendation: discussed,
        delegations: [own, invited],
        task: mark(`the task of informals that are ${status}`, members),
      }),
    )
    const amendment = (await findInformal(db, informal))?.amendment
    if (!amendment) throw new Error('Informals have an amendment.')
    const words = mark(`the text of informals that are ${status}`, ['own-state', 'invited-state', 'chair'])
    await write(db, (await getAmendment(db, amendment)).document, kenya, `Under discussion ${words}`)
    if (status !== 'at-work')
      await db.updateTable('informal').set({ status }).where('id', '=', informal).execute()
    informals.push({ id: informal, status, meeting, recommendation: discussed })
  }

  // — Calls and submissions —
  const calls: World['calls'] = []
  const aCall = async (title: string) => {
    const deadline = new Date(at.getTime() + 86_400_000)
    const names = { en: title, ar: title }
    return (
      await made(createCall(db, secretariat, { list: inList.list, title: names, instructions: '', deadline }))
    ).call
  }
  const setCall = (call: CallId, status: CallStatus) =>
    db.updateTable('call').set({ status }).where('id', '=', call).execute()
  const drafted = await aCall(mark('a call that is a draft', ['secretariat']))
  calls.push({ id: drafted, status: 'draft', meeting: listed.meeting })
  const answer = async (call: CallId, by: Person, as: 'draft' | 'submit', words: string) => {
    const input = {
      call,
      language: 'en',
      generalRemarks: words,
      comments: [],
      seen: nothingSeen,
      as,
    } as const
    await made(saveWrittenComments(db, by, input))
  }
  for (const status of ['open', 'closed', 'published'] as const) {
    const call = await aCall(`A call that is ${status}`)
    await setCall(call, 'open')
    await answer(call, kenya, 'draft', mark(`an unsent submission, call ${status}`, ['own-state']))
    const readers: readonly RoleName[] =
      status === 'published' ? everyone : ['invited-state', 'secretariat', 'rapporteur']
    await answer(call, guest, 'submit', mark(`a submission, call ${status}`, readers))
    if (status === 'published')
      await db
        .updateTable('submission')
        .set({ status: 'published', published_at: at.toISOString() })
        .where('call_id', '=', call)
        .where('status', '=', 'submitted')
        .execute()
    await setCall(call, status)
    calls.push({ id: call, status, meeting: listed.meeting })
  }

  // — Imports and mails —
  const officers: readonly RoleName[] = ['secretariat', 'rapporteur']
  const file = await made(
    uploadImport(db, secretariat, {
      meeting,
      topic,
      name: `${mark('the name of an imported file', officers)}.csv`,
      bytes: new TextEncoder().encode(
        `text,label\n"${mark('the text of an imported row', officers)} one\nand more",1\nStates should two,2\nx,3\n`,
      ),
      options: {},
    }),
  )
  const reader = openImportReader({ db, limits: defaultImportLimits, logger: { error: fail, warn: fail } })
  try {
    await vi.waitUntil(async () => (await findImportFile(db, file.import))?.status === 'ready', {
      timeout: 60_000,
      interval: 50,
    })
  } finally {
    await reader.close()
  }
  const rows = await db
    .selectFrom('import_row')
    .select('id')
    .where('import_id', '=', file.import)
    .orderBy('position')
    .execute()
  const mail = ulid() as MailId
  await db.transaction().execute((tx) =>
    insertMail(tx, {
      id: mail,
      participant: kenya.participant,
      group,
      address: `${mark('the address of a mail', ['secretariat'])}@test.example`,
      language: 'en',
      subject: mark('the subject of a mail', ['secretariat']),
      text: 'text',
      html: '',
      confidential: false,
      status: 'kept',
      createdAt: at,
    }),
  )
  await db.updateTable('mail').set({ status: 'failed' }).where('id', '=', mail).execute()

  // — Another group —
  const elsewhere = await aMeeting(db, { group: otherGroup })
  const theirDraft = mark('the text of a draft of another group', ['other-delegate'])
  await aDraft(people['other-delegate'], theirDraft, elsewhere)
  const theirTabled = await aDraft(
    people['other-delegate'],
    mark('the text of a tabled item of another group', ofOthers),
    elsewhere,
  )
  await made(tableRecommendation(db, people['other-delegate'], { recommendation: theirTabled }))
  recommendations.push({
    id: theirTabled,
    status: 'tabled',
    meeting: elsewhere.meeting,
    note: 'of another group',
  })

  // — Somebody who was a delegate, and is no more —
  const [membership] = people.former.memberships
  if (membership) await db.transaction().execute((tx) => endMembership(tx, membership.id, at))
  people.former = { ...people.former, memberships: [] }

  // — People who can be changed, invited again and removed; a delegation that can be removed —
  const empty = await aDelegation(group, 'member-state', 'EMP')
  const [ownMembership] = people['own-state'].memberships
  if (!ownMembership) throw new Error('A delegate takes part.')
  const { membership: invitedMembership } = await made(
    inviteParticipant(
      db,
      people.secretariat,
      { address: 'http://localhost', canSend: false },
      {
        group,
        name: 'Newcomer',
        email: 'newcomer@test.example',
        language: 'en',
        role: 'delegate',
        delegation: own,
      },
    ),
  )

  const speakers = await db
    .selectFrom('speaker')
    .select('id')
    .where('meeting_id', '=', meeting)
    .orderBy('position')
    .execute()
  const submissions = await db.selectFrom('submission').select('id').execute()
  const documents = await db.selectFrom('document').select('id').execute()
  const lists = [{ id: inList.list, meeting: listed.meeting }]
  return {
    group,
    otherGroup,
    people,
    delegations: { own, invited, other, stakeholder: ngo },
    topic,
    bracketed,
    tag,
    tagName: tags.name.en,
    retiredTag,
    meetings,
    recommendations,
    amendments,
    informals,
    calls,
    lists,
    workplan: workplan_id,
    membership: ownMembership.id,
    invitedMembership,
    empty,
    sources: { free: listedItem, similar, answered, merged, left },
    suggestion,
    paragraph,
    evaluationTopic: evaluation.topic,
    speakers: speakers.map(({ id }) => id),
    importRows: rows.map(({ id }) => id),
    import: file.import,
    mail,
    documents: documents.map(({ id }) => id),
    submissions: submissions.map(({ id }) => id),
    markers,
  }
}

const fail = (...reasons: unknown[]) => {
  throw new Error(JSON.stringify(reasons))
}

const setStatus = (db: Db, id: RecommendationId, status: string) =>
  db.updateTable('recommendation').set({ status }).where('id', '=', id).execute()

/** The actor of a role; a visitor is nobody. */
export const actorFor = (world: World, role: RoleName): SignedInActor | { kind: 'visitor' } =>
  role === 'visitor' ? { kind: 'visitor' } : world.people[role]
