import type { Db } from '#db/client'
import { listLabels } from '#db/queries/lists'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import { listRecommendations } from '#db/queries/recommendations'
import { listMandates, listTaggings, listTags } from '#db/queries/tags'
import { listVersions } from '#db/queries/versions'
import type { RecommendationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { delegationColor } from '#domain/people/delegation-colors'
import { delegationIn, type Actor, type Place } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { diffContent } from '#domain/text/word-diff'
import { readAuthorship } from './authorship'

/** How a delegation is shown: by name, and by code and colour where there is no room. */
export const badgesOf = async (db: Db, { group }: Place) =>
  (await listDelegations(db, group)).map(({ id, name, code }) => ({
    id,
    name,
    code,
    color: delegationColor(code),
  }))

/** What stands beside a recommendation: its topic, its neighbours, tags and versions. */
export async function readSurroundings(db: Db, actor: Actor, meeting: Meeting, item: Recommendation) {
  const [topics, all, labels, tags, mandates, taggings] = await Promise.all([
    listTopics(db, meeting.id),
    listRecommendations(db, meeting.id),
    listLabels(db, meeting.id),
    listTags(db, meeting.group),
    listMandates(db, meeting.group),
    listTaggings(db, { recommendation: item.id }),
  ])
  const tagging = taggings.get(item.id)
  const paragraphs = all.filter((one) => one.stage === 'consolidated' && one.status !== 'not-adopted')
  // Before it is listed, a consolidated paragraph has the number that it would be adopted with.
  const labelOf = (id: RecommendationId) => {
    const place = paragraphs.findIndex((one) => one.id === id)
    return labels.get(id) ?? (place < 0 ? undefined : String(place + 1))
  }
  const seesHistory = can(actor, 'recommendation.see-history', item)
  return {
    // Who was asked to draft, and who may write now, is the room's to know.
    invited: seesHistory ? item.invited : [],
    penHolders: seesHistory
      ? item.penHolders.map((id) => ({ id, until: item.penUntil?.[id]?.toISOString() }))
      : [],
    topic: topics.find((topic) => topic.id === item.topic),
    label: labelOf(item.id),
    neighbours: all
      .filter(
        (one) =>
          one.topic === item.topic &&
          one.stage === item.stage &&
          can(actor, 'recommendation.see', one) &&
          // What was given up before anybody else saw it is in nobody's way.
          (one.status !== 'withdrawn' || one.wasTabled || one.id === item.id),
      )
      .map(({ id, status, text, language }) => ({ id, status, text, language, label: labelOf(id) })),
    tags: tags.filter((tag) => tagging?.tags.includes(tag.id)),
    mandates: mandates.filter((mandate) => tagging?.mandates.includes(mandate.id)),
    vocabulary: can(actor, 'recommendation.tag', item)
      ? { tags: tags.filter((tag) => !tag.retired), mandates }
      : undefined,
    brackets: item.brackets,
  }
}

/** Who wrote which word of a text, for those who may see its history. */
export const readAuthors = (db: Db, actor: Actor, item: Recommendation) =>
  can(actor, 'recommendation.see-history', item) ? readAuthorship(db, item) : undefined

/** The versions of a text, each with what it changed; none for those who may not see its history. */
export async function readVersions(db: Db, actor: Actor, item: Recommendation) {
  if (!can(actor, 'recommendation.see-history', item)) return []
  const versions = await listVersions(db, item.id)
  return versions.map((version, index) => {
    const before = versions[index - 1] ?? version
    return {
      number: version.number,
      reason: version.reason,
      createdAt: version.createdAt.toISOString(),
      hash: version.hash,
      lines: diffContent(before.content, version.content, version.language).lines,
    }
  })
}

/** The parts of a recommendation's desk that depend on who reads it. */
export function readPermissions(actor: Actor, item: Recommendation) {
  const open = (statuses: readonly string[]) => statuses.includes(item.status)
  const own = delegationIn(actor, item)
  const common = {
    edit: can(actor, 'recommendation.edit', item),
    amend: can(actor, 'recommendation.amend', item),
    // Another paragraph beside it, or none at all: what the evaluation meeting's list may have.
    addOrDelete: item.stage === 'consolidated' && can(actor, 'recommendation.amend', item),
    invite: can(actor, 'recommendation.invite', item),
    givePen: can(actor, 'recommendation.give-pen', item),
    startInformals: can(actor, 'informal.start', item),
    sponsor: can(actor, 'recommendation.sponsor', item),
    leave: own !== undefined && can(actor, 'recommendation.leave', item),
    tag: can(actor, 'recommendation.tag', item),
    lead: item.status !== 'draft' && can(actor, 'room.lead', item),
    takePosition: can(actor, 'position.take', item),
    makeStatement: can(actor, 'statement.make', item),
    seeHistory: can(actor, 'recommendation.see-history', item),
  }
  if (item.stage === 'preliminary') {
    return {
      ...common,
      table: open(['draft']) && can(actor, 'recommendation.table', item),
      discuss: open(['tabled']) && can(actor, 'recommendation.discuss', item),
      withdraw: open(['draft', 'tabled', 'under-discussion']) && can(actor, 'recommendation.withdraw', item),
      takeUp: false,
      agree: false,
      reopen: false,
      drop: false,
      putUnderSilence: false,
      breakSilence: false,
      endSilence: false,
    }
  }
  return {
    ...common,
    table: false,
    discuss: false,
    withdraw: false,
    takeUp: open(['proposed']) && can(actor, 'paragraph.discuss', item),
    agree: open(['proposed', 'under-discussion']) && can(actor, 'paragraph.agree', item),
    reopen: open(['agreed-ad-referendum', 'not-adopted']) && can(actor, 'paragraph.reopen', item),
    drop: open(['proposed', 'under-discussion']) && can(actor, 'paragraph.drop', item),
    putUnderSilence:
      open(['proposed', 'under-discussion']) && can(actor, 'paragraph.put-under-silence', item),
    breakSilence: open(['under-silence']) && can(actor, 'paragraph.break-silence', item),
    endSilence: open(['under-silence']) && can(actor, 'paragraph.end-silence', item),
  }
}
