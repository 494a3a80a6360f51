import { ulid } from 'ulid'
import { insertList } from '#db/queries/lists'
import type { Meeting } from '#db/queries/meetings'
import { versionFacts } from '#db/queries/versions'
import type { ListId, ListItemId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { canonicalList } from '#domain/lists/canonical-list'
import type { Frame } from '#server/frame/command'
import { listFacts, type Listed } from '#server/publications/list-facts'

type NewList = {
  kind: Parameters<typeof listFacts>[2]
  title: LocalizedText
  listed: readonly Listed[]
  at: Date
}

/** Keeps a list as it is issued: its canonical form, the hash of it, and which version stands under which label. */
export async function insertFrozenList(
  { tx, person }: Frame,
  meeting: Meeting,
  { kind, title, listed, at }: NewList,
): Promise<{ list: ListId; hash: string }> {
  const { canonical, hash } = canonicalList(await listFacts(tx, meeting, kind, title, at, [...listed]))
  const list = ulid() as ListId
  await insertList(
    tx,
    {
      id: list,
      meeting: meeting.id,
      kind,
      title,
      issuedAt: at,
      issuedBy: person().participant,
      canonical,
      hash,
    },
    listed.map(({ item, version, label }, position) => ({
      id: ulid() as ListItemId,
      list,
      position,
      label,
      topic: item.topic,
      recommendation: item.id,
      version: version.id,
    })),
  )
  return { list, hash }
}

const eventsOf = {
  preliminary: { item: 'recommendation.listed', list: 'list.issued' },
  adopted: { item: 'paragraph.adopted', list: 'list.adopted' },
} as const

/** Issues a list of texts that are frozen for it, and records it for the list and for each text. */
export async function issueFrozen(
  frame: Frame,
  meeting: Meeting,
  wanted: NewList & { kind: keyof typeof eventsOf },
): Promise<ListId> {
  const { kind, title, listed, at } = wanted
  const { list, hash } = await insertFrozenList(frame, meeting, wanted)
  for (const { item, version, label } of listed) {
    await frame.record({
      type: eventsOf[kind].item,
      subject: item.id,
      meeting: meeting.id,
      detail: { list, label, ...versionFacts(version) },
      at,
    })
  }
  await frame.record({
    type: eventsOf[kind].list,
    subject: list,
    meeting: meeting.id,
    detail: { kind, title, hash, items: listed.length },
    at,
  })
  return list
}
