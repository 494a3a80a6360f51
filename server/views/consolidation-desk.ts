import type { Db } from '#db/client'
import { listCommentsOn } from '#db/queries/calls'
import { listDispositions, listPreliminaryItems, needDisposition } from '#db/queries/dispositions'
import { listLineageConfirmations, listProposedParagraphs } from '#db/queries/lineage-confirmations'
import { isListAdopted } from '#db/queries/lists'
import { listMeetings, listTopics, type Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { coverageOf } from '#domain/consolidation/dispositions'
import { openLineageOf } from '#domain/consolidation/open-lineage'
import type { RecommendationId } from '#domain/ids'
import { numberedParagraphs } from '#domain/lists/labels'
import { pagingOf } from '#domain/paging'
import type { Actor } from '#domain/people/participants'
import { may } from '#domain/may'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { openBrackets } from '#domain/text/brackets'
import { fold } from '#domain/text/folding'
import { readWorkingText } from '#server/texts/freeze-text'

/** How many preliminary items are shown at once. */
const pageSize = 60

export type DeskFilter = {
  /** Only items of this meeting. */
  from?: string | undefined
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

/** The consolidation desk: preliminary items, the paragraph that is open, and the list that is emerging. */
export async function readConsolidationDesk(db: Db, actor: Actor, meeting: Meeting, filter: DeskFilter) {
  const { items, dispositions, paragraphs, topics, coverage } = await readProgress(db, meeting)
  const meetings = await listMeetings(db, meeting.workplan)
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
  const search = fold(filter.search)
  const found = items.filter(
    (item) =>
      (!filter.from || item.meeting === filter.from) &&
      (!filter.open || missing.has(item.id)) &&
      (search === '' || fold(item.text).includes(search)),
  )
  const chosen = paragraphs.find((paragraph) => paragraph.id === filter.paragraph)
  const sources = items.filter((item) => chosen && byItem.get(item.id)?.targets.includes(chosen.id))
  const shown = found.slice((filter.page - 1) * pageSize, filter.page * pageSize)
  const concerned = new Set<RecommendationId>([...sources, ...shown].map((item) => item.id))
  const comments = (await listCommentsOn(db, [...concerned])).filter((commentOnItem) =>
    can(actor, 'submission.see', commentOnItem.submission),
  )
  const describe = (item: (typeof items)[number]) => {
    const disposition = byItem.get(item.id)
    const of = meetings.find((candidate) => candidate.id === item.meeting)
    return {
      ...item,
      year: of?.startsOn.slice(0, 4) ?? '',
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
    meetings: meetings
      .filter((candidate) => items.some((item) => item.meeting === candidate.id))
      .map(({ id, title, startsOn }) => ({ id, title, year: startsOn.slice(0, 4) })),
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
      sources: sources.map((source) => ({
        ...describe(source),
        isUnconfirmed: recommendationIs.withdrawn(source.status) && !lineage.confirmed.has(source.id),
      })),
      comments: comments
        .filter((comment) => sources.some((source) => source.id === comment.recommendation))
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
