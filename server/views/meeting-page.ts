import type { Db } from '#db/client'
import { countTabledAmendments } from '#db/queries/amendments'
import { listCalls } from '#db/queries/calls'
import { listLabels } from '#db/queries/labels'
import { listLists } from '#db/queries/lists'
import { listPostponements, listTopics, type Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { listMandates, listTaggings, listTags } from '#db/queries/tags'
import { allowed, may } from '#domain/may'
import { isMemberOf, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { meetingActions, recommendationIs } from '#domain/status'
import { openBrackets } from '#domain/text/brackets'
import { fold } from '#domain/text/folding'
import { badgesOf } from './drafting-desk'

export type MeetingFilter = {
  topic: string
  tag: string
  status: string
  delegation: string
  search: string
  page: number
}

/** How many items of a meeting are shown at once. */
const pageSize = 100

/** A meeting's topics and recommendations as one reader may see them, filtered and in pages. */
export async function readMeetingPage(db: Db, actor: Actor, meeting: Meeting, filter: MeetingFilter) {
  const [topics, postponements, all, labels, tags, mandates, taggings, amendments, lists, calls, badges] =
    await Promise.all([
      listTopics(db, meeting.id),
      listPostponements(db, meeting.id),
      listRecommendations(db, meeting.id),
      listLabels(db, meeting.id),
      listTags(db, meeting.group),
      listMandates(db, meeting.group),
      listTaggings(db, { meetings: [meeting.id] }),
      countTabledAmendments(db, meeting.id),
      listLists(db, meeting.id),
      listCalls(db, meeting.id),
      badgesOf(db, meeting),
    ])
  const seen = all.filter((item) => can(actor, 'recommendation.see', item))
  const wantsWithdrawn = recommendationIs.withdrawn.statuses.some((status) => status === filter.status)
  // What was given up before anybody else saw it is in nobody's way, unless it is looked for.
  const visible = wantsWithdrawn
    ? seen
    : seen.filter((item) => !recommendationIs.withdrawn(item.status) || item.wasTabled)
  const search = fold(filter.search)
  const found = visible.filter((item) => {
    const tagging = taggings.get(item.id)
    const parties: string[] = [...item.proposers, ...item.sponsors, ...item.invited]
    const marks: string[] = [...(tagging?.tags ?? []), ...(tagging?.mandates ?? [])]
    return (
      (filter.topic === '' || item.topic === filter.topic) &&
      (filter.status === '' || item.status === filter.status) &&
      (filter.tag === '' || marks.includes(filter.tag)) &&
      (filter.delegation === '' || parties.includes(filter.delegation)) &&
      (search === '' || fold(`${labels.get(item.id) ?? ''} ${item.text}`).includes(search))
    )
  })
  // A draft that others may not see is not betrayed by what it is tagged with.
  const used = new Set(
    visible.flatMap((item): string[] => {
      const tagging = taggings.get(item.id)
      return tagging ? [...tagging.tags, ...tagging.mandates] : []
    }),
  )
  const parties = new Set(visible.flatMap((item): string[] => [...item.proposers, ...item.sponsors]))
  return {
    topics: topics.map(({ id, title }) => ({
      id,
      title,
      brackets: openBrackets(visible.filter((item) => item.topic === id)),
    })),
    brackets: openBrackets(visible),
    postponements,
    lists: lists.map(({ id, kind, title }) => ({ id, kind, title })),
    calls: calls
      .filter((call) => can(actor, 'call.see', call))
      .map(({ id, title, status, deadline }) => ({ id, title, status, deadline: deadline.toISOString() })),
    choices: {
      tags: tags.filter((tag) => used.has(tag.id)).map(({ id, name }) => ({ id, name })),
      mandates: mandates.filter((one) => used.has(one.id)).map(({ id, symbol }) => ({ id, symbol })),
      delegations: badges.filter((one) => parties.has(one.id)),
      statuses: [...new Set(seen.map((item) => item.status))],
    },
    badges,
    total: visible.length,
    found: found.length,
    pages: Math.max(1, Math.ceil(found.length / pageSize)),
    items: found.slice((filter.page - 1) * pageSize, filter.page * pageSize).map((item) => {
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
        proposers: item.proposers,
        tags: tags.filter((tag) => tagging?.tags.includes(tag.id)).map(({ id, name }) => ({ id, name })),
        mandates: mandates.filter((one) => tagging?.mandates.includes(one.id)).map((one) => one.symbol),
        amendments: amendments.get(item.id) ?? 0,
        brackets: item.brackets,
      }
    }),
    may: {
      ...allowed(may.meeting(meeting, actor)),
      issue:
        can(actor, 'list.issue', meeting) &&
        visible.some((item) => recommendationIs.onTable(item.status) && item.stage === 'preliminary'),
      seeStatus: meeting.kind === 'evaluation' && can(actor, 'status.see-past', meeting),
      seeRoom: isMemberOf(actor, meeting),
      leadRoom: can(actor, 'room.lead', meeting),
      import: can(actor, 'import.run', meeting),
      plan: can(actor, 'workplan.manage', meeting),
      change: meetingActions.filter((action) => may.meeting(meeting, actor)[action].ok),
      consolidate: meeting.kind === 'evaluation' && can(actor, 'consolidation.see', meeting),
    },
  }
}
