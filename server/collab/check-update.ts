import * as Y from 'yjs'
import type { RefusedReason } from '#collab/messages'
import { elementNames } from '#editor/text-document'
import type { Deletions } from './check-brackets'

export type CheckedUpdate =
  | {
      take: true
      clients: number[]
      next: Map<number, number>
      items: Y.Item[]
      deletes: Deletions
    }
  | { take: false; reason: RefusedReason | 'nothing-new' }

type Id = { client: number; clock: number }

/**
 * What an update would write, judged without applying it.
 * @param clockOf the next clock that the document expects of a client id, with what is already on its way.
 * @param largest how many bytes one update may have.
 * @returns the client ids under which it writes something new, or why it cannot be taken: a gap, a reference to
 * something that the document does not have, or anything that is no text is nothing an honest client sends.
 * @throws when the bytes are no Yjs update.
 */
export function checkUpdate(
  update: Uint8Array,
  clockOf: (client: number) => number,
  largest: number,
): CheckedUpdate {
  if (update.byteLength > largest) return { take: false, reason: 'too-large' }
  const { structs, ds } = Y.decodeUpdate(update)
  const next = new Map<number, number>()
  for (const { id, length } of structs) {
    const known = next.get(id.client) ?? clockOf(id.client)
    if (id.clock + length <= known) continue
    if (id.clock > known) return { take: false, reason: 'incomplete' }
    next.set(id.client, id.clock + length)
  }
  const has = (id: Id | null) =>
    id === null || id.clock < Math.max(clockOf(id.client), next.get(id.client) ?? 0)
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return { take: false, reason: 'incomplete' }
    if (!(struct instanceof Y.Item)) continue
    const parent = struct.parent instanceof Y.ID ? struct.parent : null
    if (!has(struct.origin) || !has(struct.rightOrigin) || !has(parent))
      return { take: false, reason: 'incomplete' }
    if (!isText(struct.content)) return { take: false, reason: 'not-text' }
  }
  for (const [client, ranges] of ds.clients) {
    for (const range of ranges) {
      if (!has({ client, clock: range.clock + range.len - 1 })) return { take: false, reason: 'incomplete' }
    }
  }
  if (next.size === 0 && ds.clients.size === 0) return { take: false, reason: 'nothing-new' }
  const items = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item)
  return { take: true, clients: [...next.keys()], next, items, deletes: ds.clients }
}

/** An element that no editor knows would stop every editor that shows it; files and other documents are no text. */
function isText(content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentBinary || content instanceof Y.ContentDoc) return false
  if (!(content instanceof Y.ContentType)) return true
  const { type } = content
  if (type instanceof Y.XmlHook) return false
  if (type instanceof Y.XmlElement) return elementNames.has(type.nodeName)
  return type instanceof Y.XmlText
}
