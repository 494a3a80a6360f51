import * as Y from 'yjs'
import { isCleanText } from '#domain/text/characters'
import {
  baseOf,
  classOf,
  idKey,
  markerKeys,
  parseEmbed,
  tokenFiller,
  type BracketOpening,
  type Embed,
  type IdClass,
  type ItemId,
  type MarkerKey,
} from './shape'

/** Why an update is none that an editor of ours writes. */
export const grammarFaults = [
  'not-text',
  'forbidden-character',
  'false-origin',
  'false-revival',
  'foreign-mark',
  'too-many-marks',
  'too-many-blocks',
] as const
export type GrammarFault = (typeof grammarFaults)[number]

/** A document as far as an update is judged by it: what is stored, and what is on its way into the log. */
export type KnownItems = {
  /** The item that holds a unit; undefined where neither the document nor what is on its way has it. */
  find: (id: ItemId) => Y.Item | undefined
  count: () => ItemCounts
}

export type ItemCounts = { markers: number; openings: number; emphases: number }

/** What an update does that its sender may or may not be allowed to do. */
export type Effects = {
  /** Brackets of which a mark is deleted, by the id of the bracket. */
  lifted: Map<string, BracketOpening>
  /** Brackets that are put. */
  put: BracketOpening[]
  /** Brackets of which a deleted mark lives again. */
  restored: Map<string, BracketOpening>
  /** Letters that are said to come from other documents; the caller compares them with those documents. */
  fromElsewhere: { document: string; source: ItemId; text: string }[]
}

export type Judgement = { fault: GrammarFault } | { effects: Effects }

/** Living block markers and brackets in one text. */
export const largestCounts = { markers: 5_000, openings: 200 } as const

type Deletions = ReadonlyMap<number, readonly { clock: number; len: number }[]>

class Fault extends Error {
  constructor(readonly fault: GrammarFault) {
    super(fault)
  }
}

/**
 * Judges what an update would write. It is taken whole or not at all: everything in it must be an item that the shape
 * knows, with values, characters and parents that the shape allows, and must refer to what is there.
 * @param structs new items of the update, in the order of their clocks for each client id.
 */
export function judgeUpdate(
  structs: readonly (Y.Item | Y.GC | Y.Skip)[],
  deletions: Deletions,
  known: KnownItems,
): Judgement {
  const own = new Map<number, Y.Item[]>()
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) return { fault: 'not-text' }
    const { client } = struct.id
    own.set(client, [...(own.get(client) ?? []), struct])
  }
  const find = (id: ItemId) => known.find(id) ?? findIn(own.get(id.client), id.clock)
  const effects: Effects = { lifted: new Map(), put: [], restored: new Map(), fromElsewhere: [] }
  try {
    for (const [client, items] of own) judgeItems(client, items, find, effects)
    judgeCounts(own, known)
    for (const [client, ranges] of deletions)
      for (const { clock, len } of ranges) judgeDeletion(client, clock, len, find, effects)
    return { effects }
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault }
    throw error
  }
}

function findIn(items: readonly Y.Item[] | undefined, clock: number): Y.Item | undefined {
  if (!items) return undefined
  let [low, high] = [0, items.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const item = items[middle]
    if (!item) return undefined
    if (clock < item.id.clock) high = middle - 1
    else if (clock >= item.id.clock + item.length) low = middle + 1
    else return item
  }
  return undefined
}

type Find = KnownItems['find']
type Claim = { at: number; embed: Extract<Embed, { v: unknown } | { m: unknown }> }

const must = (isTrue: boolean, fault: GrammarFault): void => {
  if (!isTrue) throw new Fault(fault)
}

function judgeItems(client: number, items: readonly Y.Item[], find: Find, effects: Effects): void {
  const idClass = classOf(client)
  if (idClass === undefined) throw new Fault('not-text')
  let claim: Claim | undefined
  let claimed = ''
  for (const item of items) {
    const { content } = item
    if (content instanceof Y.ContentAny) {
      must(idClass === 'back' && claim === undefined, 'not-text')
      judgeMarkerValue(item, find)
      continue
    }
    judgePlace(item, find)
    if (content instanceof Y.ContentString) {
      if (idClass === 'letters') must(isCleanText(content.str), 'forbidden-character')
      else if (claim && item.id.clock === claim.at + claimed.length) claimed += content.str
      else throw new Fault('not-text')
    } else if (content instanceof Y.ContentType) {
      must((idClass === 'front' || idClass === 'back') && content.type instanceof Y.Map, 'not-text')
    } else if (content instanceof Y.ContentEmbed) {
      must(claim === undefined, 'not-text')
      const embed = parseEmbed(content.embed)
      if (!embed) throw new Fault('not-text')
      if ('v' in embed || 'm' in embed) {
        must(idClass === ('v' in embed ? 'revived' : 'moved'), 'not-text')
        claim = { at: item.id.clock + 1, embed }
        claimed = ''
      } else {
        must(idClass === 'back', 'not-text')
        judgeMark(embed, client, find, effects)
      }
    } else throw new Fault('not-text')
    if (claim && claimed.length >= claim.embed.n) {
      judgeClaim(claim, claimed, find, effects)
      claim = undefined
    }
  }
  must(claim === undefined, 'not-text')
}

/** What stands in the sequence has neighbours there, or is the first item of it. */
function judgePlace({ origin, rightOrigin, parent, parentSub }: Y.Item, find: Find): void {
  for (const neighbour of [origin, rightOrigin])
    if (neighbour) must(isInSequence(find(neighbour)), 'not-text')
  if (!origin && !rightOrigin) must(isTextItself(parent) && parentSub === null, 'not-text')
}

const isTextItself = (parent: unknown) =>
  parent === 'text' || (parent instanceof Y.AbstractType && parent._item === null)

const isInSequence = (item: Y.Item | undefined): item is Y.Item =>
  item !== undefined && !(item.content instanceof Y.ContentAny)

const markerValues: Record<MarkerKey, readonly unknown[]> = { k: ['p', 's'], l: [1, 2], gone: [0, 1] }

function judgeMarkerValue(item: Y.Item, find: Find): void {
  const key = markerKeys.find((markerKey) => markerKey === markerKeyOf(item, find))
  if (!key || !(item.content instanceof Y.ContentAny)) throw new Fault('not-text')
  const values = item.content.arr
  must(values.length === 1 && markerValues[key].includes(values[0]), 'not-text')
}

/** The key under which a value is kept: that of the value before it, or its own. */
function markerKeyOf(item: Y.Item, find: Find): string | null {
  must(item.rightOrigin === null, 'not-text')
  let first = item
  for (let step = 0; first.origin; step += 1) {
    // A value that is stored knows its key.
    if (first.parentSub !== null) return first.parentSub
    const before = find(first.origin)
    if (!before || !(before.content instanceof Y.ContentAny) || step > 10_000) throw new Fault('not-text')
    first = before
  }
  const { parent } = first
  const marker =
    parent instanceof Y.AbstractType ? parent._item : parent instanceof Y.ID ? find(parent) : undefined
  must(marker?.content instanceof Y.ContentType, 'not-text')
  return first.parentSub
}

function judgeMark(
  embed: Exclude<Embed, Claim['embed']>,
  client: number,
  find: Find,
  effects: Effects,
): void {
  if ('o' in embed) {
    must(isCleanText(embed.w), 'forbidden-character')
    effects.put.push(embed)
  } else if ('c' in embed) {
    const opening = embedOf(find({ client: embed.c[0], clock: embed.c[1] }))
    must(opening !== undefined && ('o' in opening || 'e' in opening), 'not-text')
    // A second closing would stretch somebody else's brackets.
    must(baseOf(embed.c[0]) === baseOf(client), 'foreign-mark')
  }
}

function judgeClaim({ embed }: Claim, claimed: string, find: Find, effects: Effects): void {
  must(claimed.length === embed.n, 'not-text')
  if ('v' in embed) {
    must(claimed === tokenFiller.repeat(embed.n), 'false-revival')
    forEachItem(embed.v[0], embed.v[1], embed.n, find, 'false-revival', (item) => {
      must(classOf(item.id.client) !== 'revived' && isUnit(item), 'false-revival')
      const bracket = bracketOf(item, find)
      if (bracket) effects.restored.set(bracket.id, bracket.opening)
    })
    return
  }
  must(isCleanText(claimed), 'forbidden-character')
  const source = { client: embed.m[0], clock: embed.m[1] }
  if (embed.d !== undefined) {
    effects.fromElsewhere.push({ document: embed.d, source, text: claimed })
    return
  }
  let original = ''
  forEachItem(source.client, source.clock, embed.n, find, 'false-origin', (item, from, to) => {
    const isLetters: readonly (IdClass | undefined)[] = ['letters', 'moved']
    must(
      item.content instanceof Y.ContentString && isLetters.includes(classOf(item.id.client)),
      'false-origin',
    )
    if (item.content instanceof Y.ContentString) original += item.content.str.slice(from, to)
  })
  must(original === claimed, 'false-origin')
}

/** Visits the items that hold a range of units; each must be there. */
function forEachItem(
  client: number,
  clock: number,
  length: number,
  find: Find,
  fault: GrammarFault,
  visit: (item: Y.Item, from: number, to: number) => void,
): void {
  const end = clock + length
  for (let at = clock; at < end;) {
    const item = find({ client, clock: at })
    if (!item) throw new Fault(fault)
    const from = at - item.id.clock
    const to = Math.min(item.length, end - item.id.clock)
    visit(item, from, to)
    at = item.id.clock + to
  }
}

const embedOf = (item: Y.Item | undefined): Embed | undefined =>
  item?.content instanceof Y.ContentEmbed ? parseEmbed(item.content.embed) : undefined

/** A letter, a block marker or a mark: what can live again. */
function isUnit(item: Y.Item): boolean {
  if (item.content instanceof Y.ContentString || item.content instanceof Y.ContentType) return true
  const embed = embedOf(item)
  return embed !== undefined && !('v' in embed) && !('m' in embed)
}

function bracketOf(item: Y.Item, find: Find): { id: string; opening: BracketOpening } | undefined {
  const embed = embedOf(item)
  if (!embed) return undefined
  if ('o' in embed) return { id: idKey(item.id), opening: embed }
  if (!('c' in embed)) return undefined
  const id = { client: embed.c[0], clock: embed.c[1] }
  const opening = embedOf(find(id))
  return opening && 'o' in opening ? { id: idKey(id), opening } : undefined
}

function judgeDeletion(client: number, clock: number, length: number, find: Find, effects: Effects): void {
  forEachItem(client, clock, length, find, 'not-text', (item, from, to) => {
    const isToken = classOf(client) === 'revived' && item.content instanceof Y.ContentString
    const targets = isToken ? targetsOfTokens(item, from, to, find) : [item]
    for (const target of targets) {
      const bracket = bracketOf(target, find)
      if (bracket) effects.lifted.set(bracket.id, bracket.opening)
    }
  })
}

/** What tokens keep alive: letters need not be looked at one by one. */
function targetsOfTokens(tokens: Y.Item, from: number, to: number, find: Find): Y.Item[] {
  const { client, clock } = tokens.id
  let before = find({ client, clock: clock - 1 })
  while (before && before.content instanceof Y.ContentString)
    before = find({ client, clock: before.id.clock - 1 })
  const embed = embedOf(before)
  if (!before || !embed || !('v' in embed)) return []
  const first = embed.v[1] + clock + from - (before.id.clock + 1)
  const targets: Y.Item[] = []
  forEachItem(embed.v[0], first, to - from, find, 'not-text', (item) => targets.push(item))
  return targets
}

function judgeCounts(own: ReadonlyMap<number, readonly Y.Item[]>, known: KnownItems): void {
  const coming: ItemCounts = { markers: 0, openings: 0, emphases: 0 }
  let rank = 0
  for (const items of own.values()) {
    for (const item of items) {
      addCount(coming, item)
      const embed = embedOf(item)
      if (embed && 'e' in embed) rank = Math.max(rank, embed.n)
    }
  }
  if (coming.markers + coming.openings + coming.emphases === 0) return
  const counts = known.count()
  must(counts.markers + coming.markers <= largestCounts.markers || coming.markers === 0, 'too-many-blocks')
  must(counts.openings + coming.openings <= largestCounts.openings || coming.openings === 0, 'too-many-marks')
  // Each new rank is one above those that its writer knew, so there cannot be a higher one than there are marks.
  must(rank <= counts.emphases + coming.emphases, 'too-many-marks')
}

/** Adds an item to what is counted: markers and brackets while they live, emphasis for ever, as its ranks only grow. */
export function addCount(counts: ItemCounts, item: Y.Item): void {
  if (item.content instanceof Y.ContentType && !item.deleted) counts.markers += 1
  const embed = embedOf(item)
  if (!embed) return
  if ('o' in embed && !item.deleted) counts.openings += 1
  if ('e' in embed) counts.emphases += 1
}

/** Counts what stands in a document. */
export function countItems(first: Y.Item | null): ItemCounts {
  const counts: ItemCounts = { markers: 0, openings: 0, emphases: 0 }
  for (let item = first; item; item = item.right) addCount(counts, item)
  return counts
}
