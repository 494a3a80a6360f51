import { alignTokens, type Alignment, type Hunk } from '#domain/text/alignment'
import type { BracketFacts, DocumentContent } from '#domain/text/content'
import { setAs, tokenText, type Token } from '#domain/text/content-tokens'
import { wholeBrackets } from '#domain/text/whole-brackets'
import {
  contentOf,
  hasWholeBrackets,
  hunksForReading,
  type Change,
  type PartHunk,
} from '#domain/text/word-diff'

/** A change of an amendment over its base: words `[aStart, aEnd)` of the base go, `coming` words come. */
export type TabledChange<Origin = unknown> = Change &
  ChangePart<Origin> & { parts: readonly ChangePart<Origin>[] }

/** What is between the words that a change leaves: brackets around words are two parts. */
export type ChangePart<Origin = unknown> = {
  aStart: number
  aEnd: number
  coming: readonly Token<Origin>[]
  /** The ends of blocks that go as a whole, and not only their ends. */
  blocks: readonly number[]
  /** The word stays and is set otherwise, or the block becomes one of another kind. */
  isSetting: boolean
  /** How the words that go are set, where that is one way and those that come are set alike. */
  format: number | undefined
}

/** Why a change does not simply fit the text as it stands now. */
export type Fit =
  /** Nothing else touched its words. */
  | 'applies'
  /** The text already says so. */
  | 'already-there'
  /** Somebody else changed the same words; both wordings would stand side by side. */
  | 'competes'

export type PlacedChange<Origin = unknown, At extends Place = Place> = Omit<TabledChange<Origin>, 'parts'> & {
  parts: readonly PlacedPart<Origin, At>[]
  fit: Fit
  /** Words `[from, to)` of the current text that it touches. */
  from: number
  to: number
  /** Those of them that it takes away. */
  going: readonly number[]
} & Place

export type PlacedPart<Origin = unknown, At extends Place = Place> = ChangePart<Origin> &
  At & {
    going: readonly number[]
    /** Ends of blocks that go as a whole. */
    blocks: readonly number[]
  }

/** Where in the current text the words of a change come. */
export type Place = {
  /** The token before which they come. */
  at: number
  /** Orders changes that come before one token: a lower rank is to the left. */
  rank: number
}

/** What is done with a change. */
export const choices = ['accept', 'bracket', 'alternative', 'reject'] as const
export type Choice = (typeof choices)[number]

/** What is done with a change; `facts` are of the brackets that it may come into. */
export type ChosenChange<Origin = unknown> = {
  change: PlacedChange<Origin>
  /** The amendment that it is of: changes of one amendment are never the same. */
  of?: string
  choice: Choice
  facts: BracketFacts
}

export type Merge<Origin = unknown> = {
  content: DocumentContent
  tokens: Token<Origin | undefined>[]
  changes: PlacedChange<Origin>[]
}

const textOf = (tokens: readonly Token[]) => tokens.map(tokenText).join('')

/**
 * What an amendment changes, by whole words, in reading order.
 * @param anchors pairs of words that are known to be the same, in rising order.
 */
export const tabledChanges = <Origin>(
  base: readonly Token[],
  changed: readonly Token<Origin>[],
  anchors: readonly (readonly [number, number])[] = [],
): TabledChange<Origin>[] =>
  hunksForReading(base, changed, anchors).map((hunk, index) => {
    const part = ({ aStart, aEnd, bStart, bEnd, isSetting }: PartHunk) => ({
      aStart,
      aEnd,
      coming: changed.slice(bStart, bEnd),
      blocks: isSetting ? [] : wholeBlocks(base, aStart, aEnd),
      isSetting,
      format: sameFormat([...base.slice(aStart, aEnd), ...changed.slice(bStart, bEnd)]),
    })
    const whole = part({ ...hunk, isSetting: false })
    return {
      index,
      removed: textOf(base.slice(hunk.aStart, hunk.aEnd)),
      added: textOf(whole.coming),
      ...whole,
      parts: hunk.parts.map(part),
    }
  })

/** The ends of the blocks that are within a stretch from their first word to their end. */
function wholeBlocks(tokens: readonly Token[], start: number, end: number): number[] {
  const blocks: number[] = []
  let begin = start === 0 || tokens[start - 1]?.kind === 'break' ? start : end
  for (let at = start; at < end; at++) {
    if (tokens[at]?.kind !== 'break') continue
    if (at > begin) blocks.push(at)
    begin = at + 1
  }
  return blocks
}

/**
 * Finds an amendment's changes in a text that may have moved on from the amendment's base.
 * @param toCurrent which words of the current text the words of the base are.
 * @param placeOf where the words of a change come.
 */
export function placeChanges<Origin, At extends Place>(
  changes: readonly TabledChange<Origin>[],
  current: readonly Token[],
  toCurrent: Alignment,
  placeOf: (part: ChangePart<Origin>, region: Region) => At,
): PlacedChange<Origin, At>[] {
  const regionOf = regionsIn(toCurrent, current.length)
  const goingIn = ({ aStart, aEnd }: ChangePart) => toCurrent.slice(aStart, aEnd).filter((at) => at >= 0)
  return changes.map((change) => {
    const { aStart, aEnd } = change
    const region = regionOf(change)
    const { from, to } = region
    const going = goingIn(change)
    const parts = change.parts.map((part) => ({
      ...part,
      ...placeOf(part, regionOf(part)),
      going: goingIn(part),
      coming: inherited(part, goingIn(part), current),
      blocks: part.blocks.flatMap((at) => toCurrent[at] ?? []).filter((at) => at >= 0),
    }))
    const last = parts.at(-1) ?? { at: to, rank: 0 }
    const untouched = to - from === aEnd - aStart && going.length === to - from
    const isThere = textOf(current.slice(from, to)) === change.added
    return {
      ...change,
      ...region,
      at: last.at,
      rank: last.rank,
      parts,
      going,
      fit: untouched ? 'applies' : isThere ? 'already-there' : 'competes',
    }
  })
}

/** Behind everything that came in a region meanwhile. */
const behindRegion = (_part: ChangePart, { to }: Region): Place => ({ at: to, rank: 0 })

/** Words `[from, to)` of the current text. */
export type Region = { from: number; to: number }

/** Where stretches of the base are in the current text: between the words around them that are still there. */
function regionsIn(toCurrent: Alignment, length: number): (stretch: Pick<Hunk, 'aStart' | 'aEnd'>) => Region {
  const froms = [0]
  for (const at of toCurrent) froms.push(at < 0 ? (froms.at(-1) ?? 0) : at + 1)
  const tos = [...toCurrent, length]
  for (let at = toCurrent.length - 1; at >= 0; at--) if ((tos[at] ?? -1) < 0) tos[at] = tos[at + 1] ?? length
  return ({ aStart, aEnd }) => ({ from: froms[aStart] ?? 0, to: tos[aEnd] ?? length })
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
export function applyChoices<Origin>(
  current: readonly Token<Origin>[],
  chosen: readonly ChosenChange<Origin>[],
): Token<Origin | undefined>[] {
  type Word = Token<Origin | undefined>
  const gone = new Set<number>()
  const blocks = new Set<number>()
  const settings = new Map<number, Word>()
  const coming = new Map<number, { tokens: readonly Word[]; rank: number }[]>()
  const opening = new Map<number, Word[]>()
  const closing = new Map<number, Word[]>()
  const add = ({ at, rank }: Place, tokens: readonly Word[]) => {
    const here = coming.get(at)
    if (here) here.push({ tokens, rank })
    else coming.set(at, [{ tokens, rank }])
  }
  const made: ChosenChange<Origin>[] = []
  const isNew = (chosenChange: ChosenChange<Origin>) => {
    const { change, of } = chosenChange
    const isMade = made.some((other) => other.of !== of && isSameChange(other.change, change))
    if (change.fit === 'already-there' || isMade) return false
    made.push(chosenChange)
    return true
  }
  for (const one of chosen.filter(({ choice }) => choice === 'accept').filter(isNew)) {
    for (const part of one.change.parts) {
      const [first] = part.coming
      if (part.isSetting) {
        if (first) for (const at of part.going) settings.set(at, first)
        continue
      }
      for (const at of part.going) gone.add(at)
      for (const at of part.blocks) blocks.add(at)
      add(part, part.coming)
    }
  }
  for (const { change, facts } of chosen.filter(({ choice }) => choice === 'bracket').filter(isNew)) {
    for (const [from, to] of stretches(change.going).map((stretch) => withoutSpaces(stretch, current))) {
      opening.set(from, [...(opening.get(from) ?? []), openBracket(facts)])
      closing.set(to, [{ kind: 'close' }, ...(closing.get(to) ?? [])])
    }
    if (change.coming.length > 0) {
      const [from, to] = withoutSpaces([0, change.coming.length], change.coming)
      const last = current[change.at - 1]
      const isApart = change.going.length === 0 || from > 0 || isSpace(last)
      add(change, [
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
      { at: to, rank: 0 },
      variants.flatMap(({ tokens, facts }, index) => [
        ...(index > 0 ? spaceBetween(present[0] ?? tokens[0], tokens[0]) : []),
        ...inBrackets(trimmed(tokens), { ...facts, alternative: index + 1 }),
      ]),
    )
  }
  for (const end of blocks) removeBlock(end, current, gone, (at) => coming.get(at)?.some(hasWords) ?? false)
  const target: Word[] = []
  for (let at = 0; at <= current.length; at++) {
    const here = coming.get(at)?.toSorted((a, b) => a.rank - b.rank) ?? []
    target.push(
      ...(closing.get(at) ?? []),
      ...here.flatMap(({ tokens }) => tokens),
      ...(opening.get(at) ?? []),
    )
    const token = current[at]
    const setting = settings.get(at)
    if (token && !gone.has(at)) target.push(setting ? setAs(token, setting) : token)
  }
  const accepted = made.filter(({ choice }) => choice === 'accept')
  const wordings = accepted.flatMap(({ change }) => change.parts.map((part) => part.coming))
  return spaced(wholeBrackets(target), current, wordings)
}

/** How words are set, where all of them are set in one way. */
function sameFormat(tokens: readonly Token[]): number | undefined {
  const formats = tokens.flatMap((token) =>
    token.kind === 'word' && !isSpace(token) ? token.pieces.map((piece) => piece.format) : [],
  )
  return formats.every((format) => format === formats[0]) ? formats[0] : undefined
}

/** Words that replace others are set as those are now, unless the amendment sets them otherwise. */
function inherited<Origin>(
  part: ChangePart<Origin>,
  going: readonly number[],
  current: readonly Token[],
): readonly Token<Origin>[] {
  const format = sameFormat(going.flatMap((at) => current[at] ?? []))
  if (part.format === undefined || format === undefined || format === part.format) return part.coming
  return part.coming.map((token) =>
    token.kind === 'word' ? { ...token, pieces: token.pieces.map((piece) => ({ ...piece, format })) } : token,
  )
}

/** A block that goes stays as far as there are words in it that somebody else wrote; else its spaces go too. */
function removeBlock(
  end: number,
  current: readonly Token[],
  gone: Set<number>,
  hasComing: (at: number) => boolean,
): void {
  let start = end
  while (start > 0 && current[start - 1]?.kind !== 'break') start -= 1
  const places = Array.from({ length: end - start }, (_, index) => start + index)
  const stays = places.some((at) => current[at]?.kind === 'word' && !gone.has(at) && !isSpace(current[at]))
  if (stays || [...places.slice(1), end].some(hasComing)) gone.delete(end)
  else for (const at of places) gone.add(at)
}

const hasWords = ({ tokens }: { tokens: readonly Token[] }) =>
  tokens.some((token) => token.kind === 'word' && !isSpace(token))

const noFacts: BracketFacts = { requestedBy: '', reason: '' }

const openBracket = (facts: BracketFacts): Token<undefined> => ({
  kind: 'open',
  ...facts,
  origin: undefined,
})

const inBrackets = <Origin>(
  tokens: readonly Token<Origin>[],
  facts: BracketFacts,
): Token<Origin | undefined>[] => [openBracket(facts), ...tokens, { kind: 'close' }]

/** How a stretch of the text would read with one change. */
function variant<Origin>(
  current: readonly Token<Origin>[],
  change: PlacedChange<Origin>,
  from: number,
  to: number,
): Token<Origin>[] {
  const going = new Set(change.parts.flatMap((part) => part.going))
  const tokens: Token<Origin>[] = []
  for (let at = from; at <= to; at++) {
    for (const part of change.parts)
      if (clamped(part.at, from, to) === at) for (const token of part.coming) tokens.push(token)
    const token = current[at]
    if (token && at < to && !going.has(at)) tokens.push(token)
  }
  return tokens
}

const clamped = (at: number, from: number, to: number) => Math.min(to, Math.max(from, at))

const isSpace = (token: Token | undefined) => token?.kind === 'word' && token.text.trim() === ''

/** A stretch `[from, to)` without the white space at its ends, which belongs outside brackets; all of it if it is only that. */
function withoutSpaces([from, to]: readonly [number, number], tokens: readonly Token[]): [number, number] {
  let [first, end] = [from, to]
  while (first < end && isSpace(tokens[first])) first += 1
  while (end > first && isSpace(tokens[end - 1])) end -= 1
  return first < end ? [first, end] : [from, to]
}

const trimmed = <Origin>(tokens: readonly Token<Origin>[]): readonly Token<Origin>[] =>
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
    base: readonly Token<undefined>[]
    changed: readonly Token<undefined>[]
    current: readonly Token<undefined>[]
    anchors?: readonly (readonly [number, number])[]
  },
  chosen?: ReadonlySet<number>,
): Merge<undefined> {
  const { base, changed, current } = texts
  const toCurrent = alignTokens(base, current, texts.anchors)
  const changes = placeChanges(tabledChanges(base, changed), current, toCurrent, behindRegion)
  return mergePlaced(changes, current, chosen)
}

/** The same for changes whose places are known. */
export function mergePlaced<Origin>(
  changes: readonly PlacedChange<Origin>[],
  current: readonly Token<Origin>[],
  chosen?: ReadonlySet<number>,
): Merge<Origin> {
  const taken = changes.filter((change) => !chosen || chosen.has(change.index))
  const tokens = applyChoices(
    current,
    taken.map((change) => ({ change, choice: 'accept', facts: noFacts })),
  )
  return { content: contentOf(tokens), tokens, changes: [...changes] }
}

const space: Token<undefined> = {
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
const spaceBetween = (left: Token | undefined, right: Token | undefined): Token<undefined>[] =>
  isHan(left) || isHan(right) ? [] : [space]

/**
 * Sets words as the text had them, or the change that they come with: two that were never neighbours are kept apart by
 * a space, and no two spaces come together, or to the edge of a block, that were not there; no end of a block comes to
 * where a block ends already. All over brackets' edges.
 */
function spaced<Origin>(
  tokens: readonly Token<Origin | undefined>[],
  current: readonly Token[],
  wordings: readonly (readonly Token[])[],
): Token<Origin | undefined>[] {
  const before = new Map<Token, Token | undefined>()
  for (const source of [current, ...wordings]) {
    let last: Token | undefined
    for (const token of source.filter(isNoMark)) {
      before.set(token, last)
      last = token
    }
  }
  const known = new Set(current)
  const result: Token<Origin | undefined>[] = []
  let last: Token | undefined
  /** Where a space goes: behind the brackets that close since the last word. */
  let gap = 0
  const dropLast = () => {
    const at = result.lastIndexOf(last as Token<Origin | undefined>)
    result.splice(at, 1)
    gap = Math.max(0, gap - 1)
  }
  for (const token of tokens) {
    if (!isNoMark(token)) {
      result.push(token)
      if (token.kind === 'close' && result.length - 1 === gap) gap = result.length
      continue
    }
    const wereNeighbours = before.has(token) && before.get(token) === last
    if (!wereNeighbours) {
      const atEdge = last === undefined || last.kind === 'break'
      if (isSpace(token) && (atEdge || isSpace(last))) continue
      if (token.kind === 'break' && atEdge) {
        if (!known.has(token)) continue
        if (last && !known.has(last)) dropLast()
      }
      if (token.kind === 'break' && isSpace(last)) dropLast()
      else if (isSpaced(last) && isSpaced(token)) result.splice(gap, 0, space)
    }
    last = token
    result.push(token)
    gap = result.length
  }
  return result
}

const isNoMark = ({ kind }: Token) => kind !== 'open' && kind !== 'close'
