import * as Y from 'yjs'

/** The version of the shape below. A change of shape raises it, and converts what is stored. */
export const shapeVersion = 1

/**
 * An empty document. Deleted text is kept (`gc: false`): history is read from it. The guid names documents inside
 * others, of which there are none; Yjs would make a random one, which costs more than a short text.
 */
export const emptyDocument = (): Y.Doc => new Y.Doc({ gc: false, guid: 'text' })

/**
 * The text of a document: one flat sequence. Letters are characters; a map ends each block and carries its kind; marks
 * in pairs are brackets and emphasis; tokens say that a deleted unit lives again. Nothing of it is nested.
 */
export const textOf = (doc: Y.Doc): Y.Text => doc.getText('text')

/** One item of the sequence, or one letter of it. A letter is a UTF-16 unit. */
export type ItemId = { client: number; clock: number }

export const idKey = ({ client, clock }: ItemId): string => `${String(client)}:${String(clock)}`

export const isSameId = (a: ItemId | undefined, b: ItemId | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.client === b.client && a.clock === b.clock)

/**
 * A session writes under five client ids: its base id, a random 32-bit number, plus a multiple of 2^32. Where several
 * people write into one gap, Yjs puts the lower id to the left, so what belongs to the left of letters has the lowest.
 */
export const idClasses = ['front', 'letters', 'moved', 'back', 'revived'] as const
export type IdClass = (typeof idClasses)[number]

const range = 2 ** 32

/**
 * - `front`: a block marker right behind another marker, to the left of letters that begin the next block;
 * - `letters`: what somebody types;
 * - `moved`: letters that keep the author and the origin that a claim names;
 * - `back`: other block markers and marks, to the right of letters typed into the same gap;
 * - `revived`: tokens that undo writes.
 */
export const clientOf = (base: number, idClass: IdClass): number => base + idClasses.indexOf(idClass) * range

/** The base id of the session that a client id belongs to; it is what is bound to a participant. */
export const baseOf = (client: number): number => client % range

/** @returns undefined for a number that no session writes under. */
export const classOf = (client: number): IdClass | undefined =>
  Number.isSafeInteger(client) && client > 0 ? idClasses[Math.floor(client / range)] : undefined

/** A new base id. @param random a number from 0 to 1, as `Math.random()` gives it. */
export const newBase = (random: number): number => 1 + Math.floor(random * (range - 2))

/** Keys of a block marker: its kind (`s` for a sub-item), its level (1 or 2), and whether its block was removed. */
export const markerKeys = ['k', 'l', 'gone'] as const
export type MarkerKey = (typeof markerKeys)[number]

export const emphases = ['b', 'i', 'u'] as const
export type Emphasis = (typeof emphases)[number]

/** Emphasis as a sum; the numbers are those of `formats` in the domain. */
export const emphasisBit: Record<Emphasis, number> = { b: 1, i: 2, u: 8 }

/** `[`: who asked (`r`, empty for the officers), why (`w`), since (`s`), and which alternative it is (`a`). */
export type BracketOpening = { o: 1; r: string; w: string; s?: string; a?: number }
/** Emphasis from here to its end: on or off. Where several cover a letter, the highest rank counts. */
export type EmphasisOpening = { e: Emphasis; on: 0 | 1; n: number }
/** The end of what the named item opened; it counts only from the session that opened. */
export type Closing = { c: [client: number, clock: number] }
/** The next `n` clocks of this client id are tokens: unit by unit, the named ones live although they are deleted. */
export type RevivalClaim = { v: [client: number, clock: number]; n: number }
/** The next `n` clocks of this client id are letters that were written as the named ones, in document `d` or here. */
export type MoveClaim = { m: [client: number, clock: number]; n: number; d?: string }

export type Embed = BracketOpening | EmphasisOpening | Closing | RevivalClaim | MoveClaim

/** What a token consists of: it is never shown. */
export const tokenFiller = '\u2060'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isClock = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const isPair = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isClock)

const isCount = (value: unknown): value is number => isClock(value) && value > 0

const longestReason = 1_000
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/u

const fieldChecks: Record<string, Record<string, (value: unknown) => boolean>> = {
  o: {
    o: (value) => value === 1,
    r: (value) => typeof value === 'string' && /^[0-9A-Za-z-]{0,64}$/u.test(value),
    w: (value) => typeof value === 'string' && value.length <= longestReason,
  },
  e: {
    e: (value) => emphases.some((emphasis) => emphasis === value),
    on: (value) => value === 0 || value === 1,
    n: isCount,
  },
  c: { c: isPair },
  v: { v: isPair, n: isCount },
  m: { m: isPair, n: isCount },
}
const optionalChecks: Record<string, Record<string, (value: unknown) => boolean>> = {
  o: {
    s: (value) => typeof value === 'string' && instant.test(value),
    a: (value) => isCount(value) && value <= 99,
  },
  m: { d: (value) => typeof value === 'string' && /^[0-9A-Za-z-]{1,64}$/u.test(value) },
}

/** An embed of this shape, or undefined: a key too many or too few, or a value of another type, is none of ours. */
export function parseEmbed(value: unknown): Embed | undefined {
  if (!isRecord(value)) return undefined
  const name = Object.keys(fieldChecks).find((key) => Object.hasOwn(value, key))
  if (name === undefined) return undefined
  const [required, optional] = [fieldChecks[name] ?? {}, optionalChecks[name] ?? {}]
  const keys = Object.keys(value)
  const isComplete = Object.entries(required).every(([key, check]) => check(value[key]))
  // Own keys only: every object has a `constructor` and a `toString` besides.
  const isOptional = (key: string) => Object.hasOwn(optional, key) && optional[key]?.(value[key]) === true
  const isClosed = keys.every((key) => Object.hasOwn(required, key) || isOptional(key))
  return isComplete && isClosed ? (value as Embed) : undefined
}
