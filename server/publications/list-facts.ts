import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { findGroup } from '#db/queries/groups'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listMandates, listTaggings, listTags } from '#db/queries/tags'
import type { Version } from '#db/queries/versions'
import { localized, type LocalizedText } from '#domain/languages'
import { listForm, type LineageEntry, type ListFacts, type ListKind } from '#domain/lists/canonical-list'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { freezeBlocks } from '#domain/text/frozen-text'

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
  symbol?: string,
): Promise<ListFacts> {
  const [group, topics, delegations, taggings, tags, mandates] = await Promise.all([
    findGroup(db, meeting.group),
    listTopics(db, meeting.id),
    listDelegations(db, meeting.group),
    listTaggings(db, { meetings: [meeting.id] }),
    listTags(db, meeting.group),
    listMandates(db, meeting.group),
  ])
  // A group decides whether its lists say who proposed what; who asked for brackets is the same matter.
  const code = (id: string) =>
    group?.showsProposers ? (delegations.find((delegation) => delegation.id === id)?.code ?? '') : ''
  return {
    form: listForm,
    group: group?.name ?? {},
    meeting: meeting.title,
    kind,
    issuedAt: issuedAt.toISOString(),
    symbol: symbol?.trim() ? symbol.trim() : null,
    title,
    items: listed.map(({ item, version, label, lineage }) => {
      const tagging = taggings.get(item.id)
      return {
        label,
        heading: topics.find((topic) => topic.id === item.topic)?.title ?? {},
        kind: item.kind,
        blocks: { [version.language]: freezeBlocks(version.content, code) },
        text: { [version.language]: version.text },
        proposers: item.proposers.map(code).filter((value) => value !== ''),
        tags: tags.filter((tag) => tagging?.tags.includes(tag.id)).map((tag) => english(tag.name)),
        mandates: mandates
          .filter((mandate) => tagging?.mandates.includes(mandate.id))
          .map((mandate) => mandate.symbol),
        lineage: lineage ?? [],
      }
    }),
  }
}
