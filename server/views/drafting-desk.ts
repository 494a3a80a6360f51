import type { Db } from '#db/client'
import { listLabels } from '#db/queries/labels'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import { listRecommendations } from '#db/queries/recommendations'
import { listMandates, listTaggings, listTags } from '#db/queries/tags'
import { listVersions } from '#db/queries/versions'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { delegationColor } from '#domain/people/delegation-colors'
import { type Actor, type Place } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
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
  const seesHistory = can(actor, 'recommendation.see-history', item)
  return {
    // Who was asked to draft, and who may write now, is the room's to know.
    invited: seesHistory ? item.invited : [],
    penHolders: seesHistory
      ? item.penHolders.map((id) => ({ id, until: item.penUntil?.[id]?.toISOString() }))
      : [],
    topic: topics.find((topic) => topic.id === item.topic),
    label: labels.get(item.id),
    neighbours: all
      .filter(
        (recommendation) =>
          recommendation.topic === item.topic &&
          recommendation.stage === item.stage &&
          can(actor, 'recommendation.see', recommendation) &&
          // What was given up before anybody else saw it is in no one's way.
          (!recommendationIs.withdrawn(recommendation.status) ||
            recommendation.wasTabled ||
            recommendation.id === item.id),
      )
      .map(({ id, status, text, language }) => ({ id, status, text, language, label: labels.get(id) })),
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
