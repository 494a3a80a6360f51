import type { Db } from '#db/client'
import { countTabledAmendments } from '#db/queries/amendments'
import { listCalls } from '#db/queries/calls'
import { listLabels } from '#db/queries/labels'
import { listLists } from '#db/queries/lists'
import { listPostponements, listTopics, type Meeting } from '#db/queries/meetings'
import { countItems, listUsedMarks, pageOfItems, type ItemFilter } from '#db/queries/recommendation-pages'
import { listMandates, listTaggings, listTags } from '#db/queries/tags'
import type { RecommendationId } from '#domain/ids'
import { allowed, may } from '#domain/may'
import { pagingOf } from '#domain/paging'
import { actorIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { meetingActions, recommendationIs } from '#domain/status'
import { openBrackets } from '#domain/text/brackets'
import { fold } from '#domain/text/folding'
import { badgesShownTo, learnsWhoProposed } from './who-proposed'

export type MeetingFilter = ItemFilter & { page: number }

/** How many items of a meeting are shown at once. */
const pageSize = 50

/** A meeting's topics and recommendations as one reader may see them, filtered and in pages. */
export async function readMeetingPage(db: Db, actor: Actor, meeting: Meeting, asked: MeetingFilter) {
  const reader = actorIn(actor, meeting)
  const labels = await listLabels(db, meeting.id)
  const isNamed = await learnsWhoProposed(db, actor, meeting)
  const filter = isNamed ? asked : { ...asked, delegation: '' }
  const [page, counts, used, topics, postponements, tags, mandates, lists, calls, badges] = await Promise.all(
    [
      pageOfItems(
        db,
        meeting.id,
        reader,
        filter,
        { limit: pageSize, offset: (filter.page - 1) * pageSize },
        filter.search ? labelledWith(labels, filter.search) : [],
      ),
      countItems(db, meeting.id, reader),
      listUsedMarks(db, meeting.id, reader, filter),
      listTopics(db, meeting.id),
      listPostponements(db, meeting.id),
      listTags(db, meeting.group),
      listMandates(db, meeting.group),
      listLists(db, meeting.id),
      listCalls(db, meeting.id),
      badgesShownTo(db, actor, meeting),
    ],
  )
  const ids = page.items.map((item) => item.id)
  const [taggings, amendments] = await Promise.all([
    listTaggings(db, { recommendations: ids }),
    countTabledAmendments(db, ids),
  ])
  const isWithdrawnWanted = recommendationIs.withdrawn.statuses.some((status) => status === filter.status)
  const visible = isWithdrawnWanted ? counts : counts.filter((count) => !count.isWithdrawnUnseen)
  return {
    topics: topics.map(({ id, title }) => ({
      id,
      title,
      brackets: openBrackets(visible.filter((count) => count.topic === id)),
    })),
    brackets: openBrackets(visible),
    postponements,
    lists: lists.map(({ id, kind, title }) => ({ id, kind, title })),
    calls: calls
      .filter((call) => can(actor, 'call.see', call))
      .map(({ id, title, status, deadline }) => ({ id, title, status, deadline: deadline.toISOString() })),
    choices: {
      tags: tags.filter((tag) => used.tags.has(tag.id)).map(({ id, name }) => ({ id, name })),
      mandates: mandates
        .filter((mandate) => used.mandates.has(mandate.id))
        .map(({ id, symbol }) => ({ id, symbol })),
      delegations: isNamed ? badges.filter((badge) => used.delegations.has(badge.id)) : [],
      statuses: [...new Set(counts.map((count) => count.status))],
    },
    badges,
    total: visible.reduce((sum, count) => sum + count.items, 0),
    paging: pagingOf({ page: filter.page, pageSize, found: page.found }),
    items: page.items.map((item) => {
      const tagging = taggings.get(item.id)
      return {
        id: item.id,
        topic: item.topic,
        stage: item.stage,
        kind: item.kind,
        status: item.status,
        text: item.text,
        language: item.language,
        label: labels.get(item.id),
        proposers: isNamed ? item.proposers : [],
        tags: tags.filter((tag) => tagging?.tags.includes(tag.id)).map(({ id, name }) => ({ id, name })),
        mandates: mandates
          .filter((mandate) => tagging?.mandates.includes(mandate.id))
          .map((mandate) => mandate.symbol),
        amendments: amendments.get(item.id) ?? 0,
        brackets: item.brackets,
      }
    }),
    may: {
      ...allowed(may.meeting(meeting, actor)),
      issue:
        can(actor, 'list.issue', meeting) &&
        visible.some((count) => recommendationIs.onTable(count.status) && count.stage === 'preliminary'),
      seeStatus: meeting.kind === 'evaluation' && can(actor, 'status.see-past', meeting),
      seeRoom: can(actor, 'room.see', meeting),
      leadRoom: can(actor, 'room.lead', meeting),
      import: can(actor, 'import.run', meeting),
      plan: can(actor, 'workplan.manage', meeting),
      change: meetingActions.filter((action) => may.meeting(meeting, actor)[action].ok),
      decideOnItems: meeting.kind === 'evaluation' && can(actor, 'consolidation.decide', meeting),
      consolidate: meeting.kind === 'evaluation' && can(actor, 'consolidation.see', meeting),
    },
  }
}

/** The items whose label holds these words. */
function labelledWith(labels: ReadonlyMap<RecommendationId, string>, words: string): RecommendationId[] {
  const search = fold(words)
  return [...labels].filter(([, label]) => fold(label).includes(search)).map(([id]) => id)
}
