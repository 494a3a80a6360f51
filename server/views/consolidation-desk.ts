import type { Db } from '#db/client'
import { listCommentsOn } from '#db/queries/calls'
import {
  listDecisions,
  listDispositions,
  listPreliminaryItems,
  listProposersOfItems,
  needDisposition,
} from '#db/queries/dispositions'
import { listLineageConfirmations, listProposedParagraphs } from '#db/queries/lineage-confirmations'
import { isListAdopted } from '#db/queries/lists'
import { listMeetings, listTopics, type Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { listTaggings, listTags } from '#db/queries/tags'
import { coverageOf, type DispositionKind } from '#domain/consolidation/dispositions'
import { searchItems } from '#domain/consolidation/item-search'
import { openLineageOf } from '#domain/consolidation/open-lineage'
import type { MeetingId, RecommendationId, TopicId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { numberedParagraphs } from '#domain/lists/labels'
import type { RecommendationKind } from '#domain/negotiation/recommendations'
import { pagingOf } from '#domain/paging'
import type { Actor, SignedInActor } from '#domain/people/participants'
import { may } from '#domain/may'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { openBrackets } from '#domain/text/brackets'
import { readWorkingText } from '#server/texts/freeze-text'

/** How many preliminary items are shown at once. */
const pageSize = 60

export type DeskFilter = {
  /** Only items of this meeting. */
  from?: string | undefined
  /** Only items under this topic of their meeting. */
  topic?: string | undefined
  /** Only items that this delegation suggested. */
  by?: string | undefined
  /** Only items with this tag. */
  tag?: string | undefined
  /** Only those of which this became. */
  became?: string | undefined
  /** Only those without a disposition. */
  open: boolean
  search: string
  page: number
  paragraph?: string | undefined
}

/** Coverage and the paragraphs of the list that is emerging. */
export async function readProgress(db: Db, meeting: Meeting) {
  const [items, dispositions, all, topics] = await Promise.all([
    listPreliminaryItems(db, meeting.workplan),
    listDispositions(db, meeting.workplan),
    listRecommendations(db, meeting.id),
    listTopics(db, meeting.id),
  ])
  const paragraphs = all.filter((item) => item.stage === 'consolidated')
  const dropped = new Set(
    paragraphs
      .filter((paragraph) => recommendationIs.notAdopted(paragraph.status))
      .map((paragraph) => paragraph.id),
  )
  const coverage = coverageOf(needDisposition(items), dispositions, dropped)
  return { items, dispositions, paragraphs, topics, coverage }
}

/** The same with the proposers of items and all meetings, read once for all parts of the desk. */
export async function readDeskFacts(db: Db, meeting: Meeting) {
  const [progress, proposers, meetings] = await Promise.all([
    readProgress(db, meeting),
    listProposersOfItems(db, meeting.workplan),
    listMeetings(db, meeting.workplan),
  ])
  return { ...progress, proposers, meetings }
}

export type DeskFacts = Awaited<ReturnType<typeof readDeskFacts>>

/** The consolidation desk: preliminary items, the paragraph that is open, and the list that is emerging. */
export async function readConsolidationDesk(
  db: Db,
  actor: Actor,
  meeting: Meeting,
  filter: DeskFilter,
  { items, dispositions, paragraphs, topics, coverage, proposers, meetings }: DeskFacts,
) {
  const sources = meetings.filter((candidate) => items.some((item) => item.meeting === candidate.id))
  const choices = await readChoices(db, meeting, sources, items, proposers)
  const lineage = {
    items,
    dispositions,
    confirmed: await listLineageConfirmations(db, meeting.workplan),
    proposed: await listProposedParagraphs(db, meeting.id),
  }
  const byItem = new Map(dispositions.map((disposition) => [disposition.item, disposition]))
  const missing = new Set(coverage.missing)
  const numbers = new Map(
    numberedParagraphs(paragraphs).map((numberedParagraph, index) => [numberedParagraph.id, index + 1]),
  )
  const isSearched = searchItems(filter.search)
  const matching = items.filter(
    (item) =>
      (!filter.from || item.meeting === filter.from) &&
      (!filter.topic || item.topic === filter.topic) &&
      (!filter.by || choices.proposersOf(item.id).some((id) => id === filter.by)) &&
      (!filter.tag || choices.tagsOf(item.id).some((id) => id === filter.tag)) &&
      (!filter.became || byItem.get(item.id)?.kind === filter.became) &&
      (!filter.open || missing.has(item.id)) &&
      isSearched(item),
  )
  // What waits comes first.
  const found = [
    ...matching.filter((item) => missing.has(item.id)),
    ...matching.filter((item) => !missing.has(item.id)),
  ]
  const chosen = paragraphs.find((paragraph) => paragraph.id === filter.paragraph)
  const sourcesOfChosen = items.filter((item) => chosen && byItem.get(item.id)?.targets.includes(chosen.id))
  const shown = found.slice((filter.page - 1) * pageSize, filter.page * pageSize)
  const concerned = new Set<RecommendationId>([...sourcesOfChosen, ...shown].map((item) => item.id))
  const comments = (await listCommentsOn(db, [...concerned])).filter((commentOnItem) =>
    can(actor, 'submission.see', commentOnItem.submission),
  )
  const describe = (item: (typeof items)[number]) => {
    const disposition = byItem.get(item.id)
    const of = meetings.find((candidate) => candidate.id === item.meeting)
    return {
      ...item,
      year: of?.startsOn.slice(0, 4) ?? '',
      topic: choices.topicOf(item.topic),
      proposers: choices.proposersOf(item.id),
      disposition: disposition && {
        kind: disposition.kind,
        reason: disposition.reason,
        targets: disposition.targets.map((id) => ({ id, number: numbers.get(id) })),
      },
      comments: comments.filter((comment) => comment.recommendation === item.id).length,
    }
  }
  return {
    isAdopted: await isListAdopted(db, meeting.id),
    coverage: { items: coverage.items, covered: coverage.covered },
    meetings: sources.map(({ id, title, startsOn }) => ({
      id,
      title,
      year: startsOn.slice(0, 4),
      topics: choices.topicsOf(id),
    })),
    proposers: choices.proposers,
    tags: choices.tags,
    topics: topics.map(({ id, title }) => ({
      id,
      title,
      brackets: openBrackets(paragraphs.filter((paragraph) => paragraph.topic === id)),
    })),
    brackets: openBrackets(paragraphs),
    items: shown.map(describe),
    paging: pagingOf({ page: filter.page, pageSize, found: found.length }),
    chosen: chosen && {
      id: chosen.id,
      status: chosen.status,
      blocks: (await readWorkingText(db, chosen)).content.blocks,
      language: chosen.language,
      document: chosen.document,
      mayWrite: may.recommendation(chosen, actor).edit.ok,
      brackets: chosen.brackets,
      number: numbers.get(chosen.id),
      openLineage: openLineageOf(chosen.id, lineage),
      sources: sourcesOfChosen.map((source) => ({
        ...describe(source),
        isUnconfirmed: recommendationIs.withdrawn(source.status) && !lineage.confirmed.has(source.id),
      })),
      comments: comments
        .filter((comment) => sourcesOfChosen.some((source) => source.id === comment.recommendation))
        .map(({ recommendation, delegation, position, body, language }) => ({
          recommendation,
          delegation,
          position,
          body,
          language,
        })),
    },
    paragraphs: paragraphs.map((paragraph) => ({
      id: paragraph.id,
      topic: paragraph.topic,
      status: paragraph.status,
      text: paragraph.text,
      language: paragraph.language,
      brackets: paragraph.brackets,
      number: numbers.get(paragraph.id),
      sources: dispositions.filter((disposition) => disposition.targets.includes(paragraph.id)).length,
      openLineage: recommendationIs.notAdopted(paragraph.status)
        ? undefined
        : openLineageOf(paragraph.id, lineage),
    })),
  }
}

/** What items can be filtered by, and which of it occurs. */
async function readChoices(
  db: Db,
  meeting: Meeting,
  sources: readonly Meeting[],
  items: readonly { id: RecommendationId; topic: TopicId | undefined }[],
  proposers: DeskFacts['proposers'],
) {
  const [taggings, tags, ...topics] = await Promise.all([
    listTaggings(db, { meetings: sources.map(({ id }) => id) }),
    listTags(db, meeting.group),
    ...sources.map(async ({ id }) => ({ meeting: id, topics: await listTopics(db, id) })),
  ])
  const byTopic = new Map(topics.flatMap((of) => of.topics).map((topic) => [topic.id, topic.title]))
  const here = new Set(items.map(({ id }) => id))
  const used = new Set([...taggings].flatMap(([id, tagging]) => (here.has(id) ? tagging.tags : [])))
  return {
    proposersOf: (id: RecommendationId) => proposers.get(id) ?? [],
    tagsOf: (id: RecommendationId) => taggings.get(id)?.tags ?? [],
    topicOf: (id: TopicId | undefined) => (id === undefined ? undefined : byTopic.get(id)),
    topicsOf: (of: MeetingId) =>
      (topics.find((entry) => entry.meeting === of)?.topics ?? []).map(({ id, title }) => ({ id, title })),
    proposers: [...new Set(items.flatMap(({ id }) => proposers.get(id) ?? []))],
    tags: tags.filter(({ id }) => used.has(id)).map(({ id, name }) => ({ id, name })),
  }
}

export type TrayItem = {
  id: RecommendationId
  year: string
  label: string | undefined
  text: string
  language: Language
  /** The topic of the evaluation meeting that is called as the item's own. */
  topic: TopicId | undefined
  kind: RecommendationKind
  /** What became of it meanwhile. */
  disposition: { kind: DispositionKind; isOwn: boolean } | undefined
}

/** The items that somebody has selected, wherever the desk shows them; those that are gone are left out. */
export async function readTray(
  db: Db,
  actor: SignedInActor,
  meeting: Meeting,
  ids: readonly string[],
): Promise<TrayItem[]> {
  const [selected, meetings, topics] = await Promise.all([
    listPreliminaryItems(db, meeting.workplan, ids),
    listMeetings(db, meeting.workplan),
    listTopics(db, meeting.id),
  ])
  const decisions = await listDecisions(
    db,
    selected.map(({ id }) => id),
  )
  const theirs = (
    await Promise.all([...new Set(selected.map((item) => item.meeting))].map((id) => listTopics(db, id)))
  ).flat()
  return selected.map(({ id, meeting: of, topic, label, text, language, kind }) => {
    const decision = decisions.get(id)
    const title = theirs.find((candidate) => candidate.id === topic)?.title ?? {}
    return {
      id,
      year: meetings.find((candidate) => candidate.id === of)?.startsOn.slice(0, 4) ?? '',
      label,
      text,
      language,
      kind,
      topic: topics.find((candidate) =>
        languages.some(
          (code) => candidate.title[code] !== undefined && candidate.title[code] === title[code],
        ),
      )?.id,
      disposition: decision && { kind: decision.kind, isOwn: decision.by === actor.participant },
    }
  })
}
