import * as Y from 'yjs'
import { bracketRights } from '#domain/text/brackets'
import { bracketFacts } from '#editor/authored'
import { findItem } from '#editor/life'
import type { BracketMark, Reading } from '#editor/reading'
import { classOf, idKey, parseEmbed, type ItemId } from '#editor/shape'
import type { Connection } from '#server/collab/connection'
import { includesClock, type NewParts } from '#server/collab/decoded-update'
import type { LiveDocument } from '#server/collab/live-document'

type Sender = Pick<Connection, 'as' | 'inOwnDraft'>

/**
 * The gate of emptied brackets: anyone who has the pen may change the words in someone else's brackets, but some stay.
 * Otherwise they could be deleted and typed again outside, and the request would be gone.
 */
export function emptiesBracket(parts: NewParts, document: LiveDocument, { as, inOwnDraft }: Sender): boolean {
  if (parts.deletions.size === 0 || !document.mayHaveBrackets) return false
  const { reading, doc } = document
  const rights = bracketRights(as, inOwnDraft)
  return [...reading.brackets.values()].some(
    (bracket) =>
      !rights.lift(bracketFacts(bracket.facts)) &&
      losesAllLetters(bracket, reading, parts, doc) &&
      !gainsLetters(bracket, parts, doc),
  )
}

const isDeleted = (deletions: NewParts['deletions'], { client, clock }: ItemId): boolean =>
  includesClock(deletions.get(client), clock)

/** Whether a bracket has letters now and none of them afterwards. */
function losesAllLetters(
  { id }: BracketMark,
  { blocks, life }: Reading,
  { deletions }: NewParts,
  doc: Y.Doc,
): boolean {
  const runs = blocks.flatMap((block) => block.runs.filter((run) => run.brackets.includes(id)))
  let hadLetters = false
  for (const { client, clock, text } of runs) {
    for (let at = 0; at < text.length; at += 1) {
      if (text.charAt(at).trim() === '') continue
      hadLetters = true
      const unit = { client, clock: clock + at }
      const isOwnItemGone = findItem(doc, unit)?.deleted !== false || isDeleted(deletions, unit)
      const areTokensGone = life.tokensOf(client, unit.clock).every((token) => isDeleted(deletions, token))
      if (!isOwnItemGone || !areTokensGone) return false
    }
  }
  return hadLetters
}

/** Whether an update writes letters into a bracket, or revives some there. */
function gainsLetters(
  { opening, closing }: BracketMark,
  { structs, deletions }: NewParts,
  doc: Y.Doc,
): boolean {
  const inside = new Set<string>()
  const end = findItem(doc, closing)
  for (let item = findItem(doc, opening) ?? null; item && item !== end; item = item.right)
    inside.add(idKey(item.id))
  const isInside = (id: ItemId) => {
    const item = findItem(doc, id)
    return inside.has(idKey(item ? item.id : id))
  }
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || !struct.origin || !isInside(struct.origin)) continue
    // Later items may name any of its units as their neighbour.
    for (let at = 0; at < struct.length; at += 1)
      inside.add(idKey({ client: struct.id.client, clock: struct.id.clock + at }))
    const isLetters = struct.content instanceof Y.ContentString && classOf(struct.id.client) !== 'revived'
    if (isLetters && /\S/u.test(struct.content.getContent().join('')) && !isDeleted(deletions, struct.id))
      return true
  }
  return structs.some((struct) => {
    const embed =
      struct instanceof Y.Item && struct.content instanceof Y.ContentEmbed
        ? parseEmbed(struct.content.embed)
        : undefined
    if (!embed || !('v' in embed)) return false
    const [client, clock] = embed.v
    for (let at = clock; at < clock + embed.n; at += 1) {
      const item = findItem(doc, { client, clock: at })
      if (item?.content instanceof Y.ContentString && isInside({ client, clock: at })) return true
    }
    return false
  })
}
