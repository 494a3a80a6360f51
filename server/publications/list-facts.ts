import type { Db } from '#db/client'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import { listMandates, listTaggings, listTags } from '#db/queries/tags'
import type { Version } from '#db/queries/versions'
import { getExpertGroupName } from '#db/queries/workplans'
import { localized, type LocalizedText } from '#domain/languages'
import type { LineageEntry, ListFacts, ListKind } from '#domain/lists/canonical-list'
import type { Recommendation } from '#domain/negotiation/recommendations'

export type Listed = { item: Recommendation; version: Version; label: string; lineage?: LineageEntry[] }

const english = (name: LocalizedText) => localized(name, 'en').text

/** What a list says, complete, from its items as they are at this moment. */
export async function listFacts(
  db: Db,
  meeting: Meeting,
  kind: ListKind,
  title: LocalizedText,
  issuedAt: Date,
  listed: readonly Listed[],
): Promise<ListFacts> {
  const [group, topics, delegations, taggings, tags, mandates] = await Promise.all([
    getExpertGroupName(db, meeting.workplan),
    listTopics(db, meeting.id),
    listDelegations(db, meeting.group),
    listTaggings(db, { meetings: [meeting.id] }),
    listTags(db, meeting.group),
    listMandates(db, meeting.group),
  ])
  return {
    group,
    meeting: meeting.title,
    kind,
    issuedAt: issuedAt.toISOString(),
    title,
    items: listed.map(({ item, version, label, lineage }) => {
      const tagging = taggings.get(item.id)
      return {
        label,
        heading: topics.find((topic) => topic.id === item.topic)?.title ?? {},
        kind: item.kind,
        text: { [version.language]: version.text },
        proposers: item.proposers.flatMap((id) => delegations.find((one) => one.id === id)?.code ?? []),
        tags: tags.filter((tag) => tagging?.tags.includes(tag.id)).map((tag) => english(tag.name)),
        mandates: mandates.filter((one) => tagging?.mandates.includes(one.id)).map((one) => one.symbol),
        lineage: lineage ?? [],
      }
    }),
  }
}
