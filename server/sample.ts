import type { Db, Tx } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { listPreliminaryItems } from '#db/queries/dispositions'
import { loadDocument } from '#db/queries/documents'
import { listListedTexts, listLists } from '#db/queries/lists'
import { listMeetings, listTopics, type Meeting } from '#db/queries/meetings'
import { listAllDelegations } from '#db/queries/delegations'
import { actorOf, listMembers } from '#db/queries/participants'
import { findRecommendation, listRecommendations, setRecommendationText } from '#db/queries/recommendations'
import { listWorkplans } from '#db/queries/workplans'
import { loadSample } from '#db/seed/load-sample'
import {
  sampleCalls,
  sampleNewParagraphs,
  sampleNotRetained,
  sampleParagraphs,
  type SampleAmendment,
  type SampleParagraph,
} from '#db/seed/sample-process'
import type { AmendmentId, DelegationId, DocumentId, MeetingId, RecommendationId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { Role, SignedInActor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { paragraphsOf, type DocumentContent, type Inline } from '#domain/text/content'
import { amendAmendment } from '#server/commands/amendments/amend'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { proposeParagraph } from '#server/commands/amendments/propose-paragraph'
import { sponsorAmendment } from '#server/commands/amendments/sponsor'
import { tableAmendment } from '#server/commands/amendments/table'
import { createCall } from '#server/commands/calls/create'
import { moveCallForComments } from '#server/commands/calls/move'
import { saveWrittenComments } from '#server/commands/calls/save-comments'
import { nothingSeen } from '#domain/comments/merge-remarks'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { doNotRetain } from '#server/commands/consolidation/do-not-retain'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { discussParagraph } from '#server/commands/paragraphs/discuss'
import type { Result } from '#server/frame/refusal'
import { writeNotices } from '#server/mail/write-notices'
import { appendRewriting } from '#server/texts/append-rewriting'
import { bindNewBase } from '#server/texts/bind-authors'
import { rewriteText } from '#server/texts/rewrite-text'

type Cast = {
  officer: (role: Exclude<Role, 'delegate'>) => SignedInActor
  delegate: (code: string) => SignedInActor
  delegation: (code: string) => DelegationId
}

/**
 * Opens an empty database with the sample workplan, all of it or nothing: its meetings and lists are loaded, and
 * what has been done with them so far (consolidation, amendments, written comments) is done by the real commands.
 */
export async function openSample(db: Db, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await loadSample(tx, now)
    const cast = await readCast(tx)
    const [workplan] = await listWorkplans(tx)
    if (!workplan) throw new Error('The sample has no workplan.')
    const meetings = await listMeetings(tx, workplan.id)
    const evaluation = meetings.find((meeting) => meeting.kind === 'evaluation')
    if (!evaluation) throw new Error('The sample has no evaluation meeting.')
    await playCalls(tx, cast, meetings, now)
    await playConsolidation(tx, cast, evaluation)
    await playNewParagraphs(tx, cast, evaluation.id)
    // Everybody finds notices of what was played; no one is mailed about it.
    await writeNotices(tx, undefined, now)
  })
}

/** Nothing in the sample may be refused: it would show a process that the rules do not allow. */
async function must<Made extends object>(result: Promise<Result<Made>>): Promise<Made> {
  const made = await result
  if (!made.ok) throw new Error(`The sample was refused: ${made.refusal}.`)
  return made
}

async function readCast(tx: Tx): Promise<Cast> {
  const people = await listMembers(tx)
  const delegations = await listAllDelegations(tx)
  const delegation = (code: string) => {
    const found = delegations.find((candidate) => candidate.code === code)
    if (!found) throw new Error(`The sample has no delegation ${code}.`)
    return found.id
  }
  const actor = (found: (typeof people)[number] | undefined) => {
    if (!found) throw new Error('The sample lacks a participant.')
    return actorOf(found)
  }
  return {
    delegation,
    officer: (role) => actor(people.find(({ membership }) => membership.role === role)),
    delegate: (code) => actor(people.find(({ membership }) => membership.delegation === delegation(code))),
  }
}

async function playCalls(tx: Tx, cast: Cast, meetings: readonly Meeting[], now: Date): Promise<void> {
  const secretariat = cast.officer('secretariat')
  for (const { year, title, instructions, state, submissions } of sampleCalls) {
    const meeting = meetings.find((candidate) => candidate.startsOn.startsWith(year))
    const [list] = meeting ? await listLists(tx, meeting.id) : []
    if (!list) throw new Error(`The sample has no list of ${year}.`)
    const [opened, submitted, deadline] =
      'daysOpen' in state
        ? [now, now, toTheHour(new Date(now.getTime() + state.daysOpen * 86_400_000))]
        : [new Date(state.opened), new Date(state.submitted), new Date(state.deadline)]
    const made = createCall(tx, secretariat, { list: list.id, title, instructions, deadline }, opened)
    const { call } = await must(made)
    await must(moveCallForComments(tx, secretariat, { call, action: 'open' }, opened))
    const items = await listListedTexts(tx, list.id)
    for (const { delegation, language, remarks, comments } of submissions) {
      await must(
        saveWrittenComments(
          tx,
          cast.delegate(delegation),
          {
            call,
            language,
            generalRemarks: remarks,
            comments: comments.map(({ label, position, body }) => {
              const item = items.find((listedText) => listedText.label === label)
              if (!item) throw new Error(`The list of ${year} has no item ${label}.`)
              return { item: item.id, position, body }
            }),
            seen: nothingSeen,
            as: 'submit',
          },
          submitted,
        ),
      )
    }
    if ('daysOpen' in state) continue
    const published = new Date(state.published)
    await must(moveCallForComments(tx, secretariat, { call, action: 'close' }, published))
    await must(moveCallForComments(tx, secretariat, { call, action: 'publish' }, published))
  }
}

/** Deadlines are set to the hour. */
function toTheHour(at: Date): Date {
  at.setUTCMinutes(0, 0, 0)
  return at
}

async function playConsolidation(tx: Tx, cast: Cast, meeting: Meeting): Promise<void> {
  const items = await listPreliminaryItems(tx, meeting.workplan)
  const named = (beginning: string): RecommendationId => {
    const found = items.find((item) => item.text.startsWith(beginning))
    if (!found) throw new Error(`The sample has no item "${beginning}…".`)
    return found.id
  }
  const topics = await listTopics(tx, meeting.id)
  const rapporteur = cast.officer('rapporteur')
  for (const sample of sampleParagraphs) {
    const topic = topics[sample.topic]
    if (!topic) throw new Error('The sample names a topic that its meeting does not have.')
    const { paragraph } = await must(
      consolidate(tx, rapporteur, {
        meeting: meeting.id,
        topic: topic.id,
        kind: 'recommendation',
        sources: sample.sources.map(named),
      }),
    )
    await playParagraph(tx, cast, paragraph, sample)
  }
  for (const { item, reason } of sampleNotRetained) {
    await must(doNotRetain(tx, rapporteur, { meeting: meeting.id, sources: [named(item)], reason }))
  }
}

async function playParagraph(tx: Tx, cast: Cast, id: RecommendationId, sample: SampleParagraph) {
  const rapporteur = cast.officer('rapporteur')
  const item = await findRecommendation(tx, id)
  if (!item) throw new Error('The paragraph is gone.')
  const at = new Date()
  const { brackets } = sample
  // An amendment that leaves the contested words as they are leaves their brackets too.
  const read = (text: string) =>
    brackets && text.includes(brackets.words)
      ? bracketed(text, brackets, cast.delegation(brackets.by), at)
      : paragraphsOf(text)
  if (sample.text) {
    await write(tx, item.document, rapporteur, paragraphsOf(sample.text), item.language)
    if (brackets) await write(tx, item.document, rapporteur, read(sample.text), item.language)
    await setRecommendationText(tx, id, read(sample.text), at)
  }
  if (!recommendationIs.proposed(sample.status))
    await must(discussParagraph(tx, rapporteur, { recommendation: id }))
  for (const proposed of sample.amendments ?? []) {
    const begun = amendRecommendation(tx, cast.delegate(proposed.by), { recommendation: id })
    const { amendment } = await must(begun)
    await playAmendment(tx, cast, amendment, proposed, read)
    for (const sub of proposed.subs ?? []) {
      const to = await must(amendAmendment(tx, cast.delegate(sub.by), { amendment }))
      await playAmendment(tx, cast, to.amendment, sub, read)
    }
  }
  if (recommendationIs.agreedAdReferendum(sample.status)) {
    await must(agreeParagraph(tx, cast.officer('chair'), { recommendation: id }))
  }
}

/** What its delegation wrote in an amendment is tabled and sponsored. */
async function playAmendment(
  tx: Tx,
  cast: Cast,
  amendment: AmendmentId,
  sample: SampleAmendment,
  read: (text: string) => DocumentContent = paragraphsOf,
) {
  const { by, sponsors = [], text, rationale } = sample
  const delegate = cast.delegate(by)
  const fork = await findAmendment(tx, amendment)
  if (!fork) throw new Error('The amendment is gone.')
  await write(tx, fork.document, delegate, read(text), fork.language)
  await must(tableAmendment(tx, delegate, { amendment, rationale }))
  for (const code of sponsors) await must(sponsorAmendment(tx, cast.delegate(code), { amendment }))
}

async function playNewParagraphs(tx: Tx, cast: Cast, meeting: MeetingId) {
  const paragraphs = (await listRecommendations(tx, meeting)).filter(
    (recommendation) => recommendation.stage === 'consolidated',
  )
  for (const { after, ...sample } of sampleNewParagraphs) {
    const before = paragraphs.find((paragraph) => paragraph.text.startsWith(after))
    if (!before?.topic) throw new Error(`The sample has no paragraph "${after}…".`)
    const { topic, id } = before
    const place = { meeting, topic, after: id, kind: 'recommendation', language: 'en' } as const
    const { amendment } = await must(proposeParagraph(tx, cast.delegate(sample.by), place))
    await playAmendment(tx, cast, amendment, sample)
  }
}

function bracketed(
  text: string,
  { words, reason }: { words: string; reason: string },
  requestedBy: DelegationId,
  at: Date,
): DocumentContent {
  const since = at.toISOString()
  const [before = '', after = ''] = text.split(words)
  const children: Inline[] = [
    { type: 'text', text: before },
    { type: 'bracket', requestedBy, reason, since, children: [{ type: 'text', text: words }] },
    { type: 'text', text: after },
  ]
  return { blocks: [{ type: 'paragraph', children }] }
}

/** Makes a document read like this, written by somebody, as their editor would. */
async function write(
  tx: Tx,
  document: DocumentId,
  actor: SignedInActor,
  content: DocumentContent,
  language: Language,
): Promise<void> {
  const { doc } = await loadDocument(tx, document)
  const at = new Date()
  const { participant } = actor
  const delegations = actor.memberships.flatMap((membership) => membership.delegation ?? [])
  const base = await bindNewBase(tx, document, { participant, amendment: undefined, delegations }, at)
  const rewriting = rewriteText(doc, content, language, { base })
  doc.destroy()
  if (rewriting) await appendRewriting(tx, document, rewriting, { participant, at })
}
