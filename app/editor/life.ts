import * as Y from 'yjs'
import { classOf, parseEmbed, textOf, type ItemId } from './shape'

/**
 * Which units of a text live. A unit lives while its item is not deleted, or while a token says that it lives again:
 * undo never writes letters a second time, so a word that two people bring back comes back once, in its old place.
 */
export type Life = {
  isAlive: (client: number, clock: number) => boolean
  /** The tokens that keep a unit alive; its own item is not among them. */
  tokensOf: (client: number, clock: number) => readonly ItemId[]
  /** Whether tokens keep anything of this client id alive. */
  hasTokens: (client: number) => boolean
}

type Tokens = Map<number, Map<number, ItemId[]>>

export function readLife(doc: Y.Doc): Life {
  // A document that was only read from updates gets its text here, and its items their parent.
  textOf(doc)
  const tokens: Tokens = new Map()
  // The first call gives a document that was loaded its text, and the items their parent: before any is compared.
  textOf(doc)
  for (const client of doc.store.clients.keys())
    if (classOf(client) === 'revived') collectTokens(doc, client, tokens)
  const tokensOf = (client: number, clock: number) => tokens.get(client)?.get(clock) ?? []
  return {
    isAlive: (client, clock) => {
      if (tokensOf(client, clock).length > 0) return true
      const item = findItem(doc, { client, clock })
      return item !== undefined && !item.deleted
    },
    tokensOf,
    hasTokens: (client) => tokens.has(client),
  }
}

function collectTokens(doc: Y.Doc, client: number, tokens: Tokens): void {
  let claim: { at: number; target: ItemId; count: number } | undefined
  for (const item of doc.store.clients.get(client) ?? []) {
    if (!(item instanceof Y.Item)) continue
    if (item.content instanceof Y.ContentEmbed) {
      const embed = parseEmbed(item.content.embed)
      claim =
        embed && 'v' in embed
          ? { at: item.id.clock + 1, target: { client: embed.v[0], clock: embed.v[1] }, count: embed.n }
          : undefined
    } else if (claim && !item.deleted && item.content instanceof Y.ContentString) {
      for (let offset = 0; offset < item.length; offset += 1) {
        const clock = item.id.clock + offset
        const index = clock - claim.at
        const target = { client: claim.target.client, clock: claim.target.clock + index }
        if (index >= claim.count || !isUnit(doc, target)) continue
        const ofClient = tokens.get(target.client) ?? new Map<number, ItemId[]>()
        tokens.set(target.client, ofClient)
        ofClient.set(target.clock, [...(ofClient.get(target.clock) ?? []), { client, clock }])
      }
    }
  }
}

/** Whether an id names a letter, a block marker or a mark of the text: what can be deleted and live again. */
function isUnit(doc: Y.Doc, id: ItemId): boolean {
  const idClass = classOf(id.client)
  if (idClass === undefined || idClass === 'revived') return false
  const item = findItem(doc, id)
  return item !== undefined && item.parentSub === null && item.parent === textOf(doc)
}

/** The item that holds a unit; undefined where the document has none. */
export function findItem(doc: Y.Doc, { client, clock }: ItemId): Y.Item | undefined {
  if (clock >= Y.getState(doc.store, client)) return undefined
  const item = Y.getItem(doc.store, Y.createID(client, clock))
  return item instanceof Y.Item ? item : undefined
}

/** A letter as it was first written: here, or in another document. */
export type Origin = ItemId & { document?: string }

/** Follows the claims of moved letters to the letter that was written first. */
export function originOf(doc: Y.Doc, id: ItemId): Origin {
  let at = id
  // Claims name what was there before; each step therefore leads to an older item, and the walk ends.
  for (let step = 0; step < 1_000 && classOf(at.client) === 'moved'; step += 1) {
    const claim = claimOf(doc, at)
    if (!claim) return at
    const next = { client: claim.source.client, clock: claim.source.clock + at.clock - claim.at }
    if (claim.document !== undefined) return { ...next, document: claim.document }
    at = next
  }
  return at
}

/** The claim that covers a moved letter: the last one of its client id before it. */
function claimOf(
  doc: Y.Doc,
  { client, clock }: ItemId,
): { at: number; source: ItemId; document: string | undefined } | undefined {
  const structs = doc.store.clients.get(client)
  if (!structs || clock >= Y.getState(doc.store, client)) return undefined
  for (let index = Y.findIndexSS(structs, clock); index >= 0; index -= 1) {
    const item = structs[index]
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentEmbed)) continue
    const embed = parseEmbed(item.content.embed)
    if (!embed || !('m' in embed) || clock > item.id.clock + embed.n) return undefined
    return {
      at: item.id.clock + 1,
      source: { client: embed.m[0], clock: embed.m[1] },
      document: embed.d,
    }
  }
  return undefined
}
