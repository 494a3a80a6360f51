import { alignTokens, type Alignment, type Hunk } from '#domain/text/alignment'
import type { BracketFacts, DocumentContent } from '#domain/text/content'
import { tokenText, type Token } from '#domain/text/content-tokens'
import { contentOf, hasWholeBrackets, hunksForReading, type Change } from '#domain/text/word-diff'

/** A change of an amendment over its base: words `[aStart, aEnd)` of the base go, `coming` words come. */
export type TabledChange = Change & { aStart: number; aEnd: number; coming: readonly Token[] }

/** Why a change does not simply fit the text as it stands now. */
export type Fit =
  /** Nothing else touched its words. */
  | 'applies'
  /** The text already says so. */
  | 'already-there'
  /** Somebody else changed the same words; both wordings would stand side by side. */
  | 'competes'

export type PlacedChange = TabledChange & {
  fit: Fit
  /** Words `[from, to)` of the current text that it touches. */
  from: number
  to: number
  /** Those of them that it takes away. */
  going: readonly number[]
}

/** What is done with a change. */
export const choices = ['accept', 'bracket', 'alternative', 'reject'] as const
export type Choice = (typeof choices)[number]

/** What is done with a change; `facts` are of the brackets that it may come into. */
export type ChosenChange = { change: PlacedChange; choice: Choice; facts: BracketFacts }

export type Merge = { content: DocumentContent; tokens: Token[]; changes: PlacedChange[] }

const textOf = (tokens: readonly Token[]) => tokens.map(tokenText).join('')

/** What an amendment changes, by whole words, in reading order. */
export const tabledChanges = (base: readonly Token[], changed: readonly Token[]): TabledChange[] =>
  hunksForReading(base, changed).map(({ aStart, aEnd, bStart, bEnd }, index) => {
    const coming = changed.slice(bStart, bEnd)
    return {
      index,
      removed: textOf(base.slice(aStart, aEnd)),
      added: textOf(coming),
      aStart,
      aEnd,
      coming,
    }
  })

/**
 * Finds an amendment's changes in a text that may have moved on from the amendment's base.
 * @param toCurrent which words of the current text the words of the base are.
 */
export const placeChanges = (
  changes: readonly TabledChange[],
  current: readonly Token[],
  toCurrent: Alignment,
): PlacedChange[] =>
  changes.map((change) => {
    const { aStart, aEnd } = change
    const { from, to } = regionIn(toCurrent, current.length, change)
    const going = toCurrent.slice(aStart, aEnd).filter((at) => at >= 0)
    const untouched = to - from === aEnd - aStart && going.length === to - from
    const standsAlready = textOf(current.slice(from, to)) === change.added
    return {
      ...change,
      from,
      to,
      going,
      fit: untouched ? 'applies' : standsAlready ? 'already-there' : 'competes',
    }
  })

/** Where a stretch of the base lies in the current text: between the words around it that are still there. */
function regionIn(
  toCurrent: Alignment,
  length: number,
  { aStart, aEnd }: Pick<Hunk, 'aStart' | 'aEnd'>,
): { from: number; to: number } {
  let before = aStart - 1
  while (before >= 0 && (toCurrent[before] ?? -1) < 0) before -= 1
  let after = aEnd
  while (after < toCurrent.length && (toCurrent[after] ?? -1) < 0) after += 1
  const from = before < 0 ? 0 : (toCurrent[before] ?? -1) + 1
  const to = after < toCurrent.length ? (toCurrent[after] ?? length) : length
  return { from, to }
}

/** Whether two changes say the same at the same place. */
export const isSameChange = (a: PlacedChange, b: PlacedChange): boolean =>
  a.from === b.from && a.to === b.to && a.added === b.added && a.removed === b.removed

/** Whether two changes touch the same words, or both insert at the same place. */
export function touch(a: PlacedChange, b: PlacedChange): boolean {
  const [aInserts, bInserts] = [a.from === a.to, b.from === b.to]
  if (aInserts && bInserts) return a.from === b.from
  if (aInserts) return b.from < a.from && a.from < b.to
  if (bInserts) return a.from < b.from && b.from < a.to
  return Math.max(a.from, b.from) < Math.min(a.to, b.to)
}

/** Whether two amendments' changes touch the same words and do not say the same there. */
export const areCompeting = (left: readonly PlacedChange[], right: readonly PlacedChange[]): boolean =>
  left.some((a) => right.some((b) => touch(a, b) && !isSameChange(a, b)))

/** Changes that touch the same words, directly or through others, are one group; groups are in reading order. */
export function competingGroups<Item extends { change: PlacedChange }>(items: readonly Item[]): Item[][] {
  const sorted = items.toSorted((a, b) => a.change.from - b.change.from || a.change.to - b.change.to)
  const groups: Item[][] = []
  for (const item of sorted) {
    const touched = groups.filter((group) => group.some((other) => touch(other.change, item.change)))
    const [first, ...rest] = touched
    if (!first) {
      groups.push([item])
      continue
    }
    first.push(...rest.flat(), item)
    for (const group of rest) groups.splice(groups.indexOf(group), 1)
  }
  return groups
}

/** What becomes of a change once others are taken into the text. */
export type Effect =
  /** It still applies, and is found at its place. */
  | 'applies'
  /** Its words are no longer what they were: taking it too puts two wordings side by side. */
  | 'conflicts'
  /** The text says so already. */
  | 'superseded'

/** What becomes of a change if `taken` ones go into the text. */
export function effectOf(change: PlacedChange, taken: readonly PlacedChange[]): Effect {
  if (change.fit === 'already-there' || taken.some((other) => isSameChange(other, change)))
    return 'superseded'
  return change.fit === 'competes' || taken.some((other) => touch(other, change)) ? 'conflicts' : 'applies'
}

/** Brackets open and close within one paragraph, and never around half of other brackets. */
export function mayBeBracketed(change: PlacedChange, current: readonly Token[]): boolean {
  const parts = [
    current.slice(change.from, change.to),
    change.coming,
    ...stretches(change.going).map(([from, to]) => current.slice(from, to)),
  ]
  return parts.every((tokens) => hasWholeBrackets(tokens) && tokens.every(({ kind }) => kind !== 'break'))
}

/**
 * The text with what was chosen: accepted changes replace words; bracketed ones put the words that would go, and
 * those that would come, in brackets; alternatives stand side by side, numbered, the present wording first. A
 * change that says what another one said already is not made twice. Only whole words come and go.
 */
export function applyChoices(current: readonly Token[], chosen: readonly ChosenChange[]): Token[] {
  const gone = new Set<number>()
  const coming = new Map<number, Token[]>()
  const opening = new Map<number, Token[]>()
  const closing = new Map<number, Token[]>()
  const add = (at: number, tokens: readonly Token[]) => coming.set(at, [...(coming.get(at) ?? []), ...tokens])
  const made: PlacedChange[] = []
  const isNew = ({ change }: ChosenChange) => {
    if (change.fit === 'already-there' || made.some((other) => isSameChange(other, change))) return false
    made.push(change)
    return true
  }
  for (const one of chosen.filter(({ choice }) => choice === 'accept').filter(isNew)) {
    for (const at of one.change.going) gone.add(at)
    // Beside words that somebody else put there, behind them.
    add(one.change.to, one.change.coming)
  }
  for (const { change, facts } of chosen.filter(({ choice }) => choice === 'bracket').filter(isNew)) {
    for (const [from, to] of stretches(change.going).map((one) => withoutSpaces(one, current))) {
      opening.set(from, [...(opening.get(from) ?? []), openBracket(facts)])
      closing.set(to, [{ kind: 'close' }, ...(closing.get(to) ?? [])])
    }
    if (change.coming.length > 0) {
      const [from, to] = withoutSpaces([0, change.coming.length], change.coming)
      const last = current[change.to - 1]
      const isApart = change.going.length === 0 || from > 0 || isSpace(last)
      add(change.to, [
        ...(isApart ? [] : spaceBetween(last, change.coming[0])),
        ...change.coming.slice(0, from),
        ...inBrackets(change.coming.slice(from, to), facts),
        ...change.coming.slice(to),
      ])
    }
  }
  const alternatives = chosen.filter(({ choice }) => choice === 'alternative').filter(isNew)
  for (const group of competingGroups(alternatives)) {
    const from = Math.min(...group.map(({ change }) => change.from))
    const to = Math.max(...group.map(({ change }) => change.to))
    for (let at = from; at < to; at++) gone.add(at)
    const present = current.slice(from, to)
    const variants = [
      ...(present.length > 0 ? [{ tokens: present, facts: noFacts }] : []),
      ...group.map(({ change, facts }) => ({ tokens: variant(current, change, from, to), facts })),
    ]
    add(
      to,
      variants.flatMap(({ tokens, facts }, index) => [
        ...(index > 0 ? spaceBetween(present[0] ?? tokens[0], tokens[0]) : []),
        ...inBrackets(trimmed(tokens), { ...facts, alternative: index + 1 }),
      ]),
    )
  }
  const target: Token[] = []
  for (let at = 0; at <= current.length; at++) {
    target.push(...(closing.get(at) ?? []), ...(coming.get(at) ?? []), ...(opening.get(at) ?? []))
    const token = current[at]
    if (token && !gone.has(at)) target.push(token)
  }
  return keptApart(withoutLooseEdges(target))
}

const noFacts: BracketFacts = { requestedBy: '', reason: '' }

const openBracket = (facts: BracketFacts): Token => ({
  kind: 'open',
  ...facts,
  origin: undefined,
})

const inBrackets = (tokens: readonly Token[], facts: BracketFacts): Token[] => [
  openBracket(facts),
  ...tokens,
  { kind: 'close' },
]

/** How a stretch of the text would read with one change. */
const variant = (current: readonly Token[], change: PlacedChange, from: number, to: number): Token[] => {
  const going = new Set(change.going)
  const before = current.slice(from, change.to).filter((_, index) => !going.has(from + index))
  return [...before, ...change.coming, ...current.slice(change.to, to)]
}

const isSpace = (token: Token | undefined) => token?.kind === 'word' && token.text.trim() === ''

/** A stretch `[from, to)` without the white space at its ends, which belongs outside brackets; all of it if it is only that. */
function withoutSpaces([from, to]: readonly [number, number], tokens: readonly Token[]): [number, number] {
  let [first, end] = [from, to]
  while (first < end && isSpace(tokens[first])) first += 1
  while (end > first && isSpace(tokens[end - 1])) end -= 1
  return first < end ? [first, end] : [from, to]
}

const trimmed = (tokens: readonly Token[]): readonly Token[] =>
  tokens.slice(...withoutSpaces([0, tokens.length], tokens))

/** Numbers in rising order as stretches `[from, to)` without a gap. */
function stretches(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = []
  for (const at of numbers) {
    const last = found.at(-1)
    if (last?.[1] === at) last[1] = at + 1
    else found.push([at, at + 1])
  }
  return found
}

/**
 * What a text becomes when an amendment's changes are taken into it, however far it has moved on from the
 * amendment's base. Only whole words come and go, so nothing is garbled: where somebody else changed the same
 * words, both wordings stand side by side, and the change says so.
 *
 * @param current the text as it stands, with `anchors`: pairs of tokens of the base and of the current text that
 * are known to be the same ones, in rising order.
 * @param chosen which changes to take; all of them without it.
 */
export function mergeChanges(
  texts: {
    base: readonly Token[]
    changed: readonly Token[]
    current: readonly Token[]
    anchors?: readonly (readonly [number, number])[]
  },
  chosen?: ReadonlySet<number>,
): Merge {
  const { base, changed, current } = texts
  const toCurrent = alignTokens(base, current, texts.anchors)
  const changes = placeChanges(tabledChanges(base, changed), current, toCurrent)
  return mergePlaced(changes, current, chosen)
}

/** The same for changes whose places are known. */
export function mergePlaced(
  changes: readonly PlacedChange[],
  current: readonly Token[],
  chosen?: ReadonlySet<number>,
): Merge {
  const taken = changes.filter((change) => !chosen || chosen.has(change.index))
  const tokens = applyChoices(
    current,
    taken.map((change) => ({ change, choice: 'accept', facts: noFacts })),
  )
  return { content: contentOf(tokens), tokens, changes: [...changes] }
}

const space: Token = {
  kind: 'word',
  text: ' ',
  isWord: false,
  pieces: [{ text: ' ', format: 0, origin: undefined, offset: 0 }],
}

/** Words that are written with spaces between them; Chinese ones are not. */
const isSpaced = (token: Token | undefined) =>
  token?.kind === 'word' && token.isWord && !/\p{Script=Han}/u.test(token.text)

const isHan = (token: Token | undefined) =>
  token?.kind === 'word' && /[\p{Script=Han}，。；：、]/u.test(token.text)

/** Brackets beside each other are set apart as words of their language are. */
const spaceBetween = (left: Token | undefined, right: Token | undefined): Token[] =>
  isHan(left) || isHan(right) ? [] : [space]

/** Two words that were never neighbours are kept apart by a space. */
const keptApart = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token, at) => (isSpaced(tokens[at - 1]) && isSpaced(token) ? [space, token] : [token]))

/** Ends of brackets whose beginning was removed go as well. */
function withoutLooseEdges(tokens: readonly Token[]): Token[] {
  let depth = 0
  return tokens.filter((token) => {
    if (token.kind === 'break') depth = 0
    if (token.kind === 'open') depth += 1
    if (token.kind !== 'close') return true
    depth -= 1
    if (depth >= 0) return true
    depth = 0
    return false
  })
}
