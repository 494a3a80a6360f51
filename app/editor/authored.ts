import * as Y from 'yjs'
import {
  authoredBy,
  factsFrom,
  formatOf,
  runOf,
  withoutAuthors,
  type AuthoredBlock,
  type AuthoredBracket,
  type AuthoredContent,
  type AuthoredInline,
  type AuthoredRun,
  type BracketFacts,
  type DocumentContent,
} from '#domain/text/content'
import { originOf, type Origin } from './life'
import { readText, type LetterRun, type Reading, type TextBlock } from './reading'
import {
  emptyDocument,
  baseOf,
  emphases,
  emphasisBit,
  type BracketOpening,
  type EmphasisOpening,
  type ItemId,
} from './shape'
import { editText, type AppendedItem, type Range, type TextEdit } from './writing'

/** A run as it is copied: whose it is, and where its letters were written first. */
export type OriginatedRun = AuthoredRun & { origin: Origin }

/** Which letters of a new document are copies of which others. */
export type CopiedRange = Range & { origin: Origin }

/**
 * The text with the author of every run: the base id of the session that wrote it first, and the document that this
 * was in, where it was another one. Adjacent runs of one author and one emphasis are one.
 */
export function readAuthoredContent(doc: Y.Doc, reading: Reading = readText(doc)): AuthoredContent {
  const author = (run: LetterRun): AuthoredRun => {
    const origin = originOf(doc, run)
    return {
      ...runOf(run.text, run.emphasis),
      client: baseOf(origin.client),
      ...(origin.document !== undefined && { document: origin.document }),
    }
  }
  return nest(reading, author, (last, next) => {
    const isSame = last.client === next.client && last.document === next.document
    if (!isSame || formatOf(last) !== formatOf(next)) return false
    last.text += next.text
    return true
  })
}

/** The same, run by run, with where the letters of each were written first. */
export function readOriginatedContent(
  doc: Y.Doc,
  reading: Reading = readText(doc),
): { blocks: (Omit<AuthoredBlock, 'children'> & { children: AuthoredInline[] })[] } {
  const withOrigin = (run: LetterRun): OriginatedRun => {
    const origin = originOf(doc, run)
    return {
      ...runOf(run.text, run.emphasis),
      client: baseOf(origin.client),
      ...(origin.document !== undefined && { document: origin.document }),
      origin,
    }
  }
  return nest(reading, withOrigin, () => false)
}

/** The text without its authors, in NFC; adjacent runs of one emphasis are one. */
export function readContent(doc: Y.Doc, reading: Reading = readText(doc)): DocumentContent {
  const plain = (run: LetterRun): AuthoredRun => ({ ...runOf(run.text, run.emphasis), client: 0 })
  return withoutAuthors(
    nest(reading, plain, (last, next) => {
      if (formatOf(last) !== formatOf(next)) return false
      last.text += next.text
      return true
    }),
  )
}

/** Who asked for a bracket, why and since when. */
export const bracketFacts = ({ r, w, s, a }: BracketOpening): BracketFacts =>
  factsFrom({ requestedBy: r, reason: w, since: s, alternative: a })

/** The facts of a bracket as the document keeps them. */
export const openingOf = ({
  requestedBy,
  reason,
  since,
  alternative,
}: BracketFacts): Omit<BracketOpening, 'o'> => ({
  r: requestedBy,
  w: reason,
  ...(since !== undefined && { s: since }),
  ...(alternative !== undefined && { a: alternative }),
})

/** Runs with their brackets, as a tree; `join` adds a run to the one before it where the two are one. */
function nest(
  reading: Reading,
  runFrom: (run: LetterRun) => AuthoredRun,
  join: (last: AuthoredRun, next: AuthoredRun) => boolean,
): AuthoredContent {
  return {
    blocks: reading.blocks.map((block) => ({ ...blockShape(block), children: inlinesOf(block) })),
  }

  function inlinesOf(block: TextBlock): AuthoredInline[] {
    const children: AuthoredInline[] = []
    let open: AuthoredBracket[] = []
    for (const run of block.runs) {
      const kept = open.findIndex((bracket, index) => bracket.id !== run.brackets[index])
      open = kept < 0 ? open : open.slice(0, kept)
      for (const id of run.brackets.slice(open.length)) {
        const mark = reading.brackets.get(id)
        if (!mark) continue
        const bracket: AuthoredBracket = { type: 'bracket', id, ...bracketFacts(mark.facts), children: [] }
        ;(open.at(-1)?.children ?? children).push(bracket)
        open = [...open, bracket]
      }
      if (run.text === '') continue
      const into = open.at(-1)?.children ?? children
      const next = runFrom(run)
      const last = into.at(-1)
      if (!(last?.type === 'text' && join(last, next))) into.push(next)
    }
    return children
  }
}

const blockShape = ({ kind, level }: TextBlock): Omit<AuthoredBlock, 'children'> =>
  kind === 'paragraph' ? { type: kind } : { type: kind, ...(level === 2 && { level: 2 as const }) }

/** An update that makes this text out of an empty document, under one base id. */
export const buildDocumentUpdate = (content: DocumentContent, base: number): Uint8Array =>
  buildAuthoredDocument(authoredBy(content, base), base).update

/**
 * A new document with this text, each run under the base id of its author.
 * @param structure the base id under which markers, brackets and emphasis are written.
 * @returns the document as one update, and which of its letters are copies of which others.
 */
export function buildAuthoredDocument(
  content: { blocks: readonly AuthoredBlock[] },
  structure: number,
): { update: Uint8Array; copied: CopiedRange[] } {
  const doc = emptyDocument()
  const copied = editText(doc, { base: structure, origin: undefined }, (edit) =>
    appendContent(edit, content, undefined),
  )
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return { update, copied }
}

type FlatRun = {
  text: string
  format: number
  client: number
  brackets: readonly AuthoredBracket[]
  origin?: Origin
}

/**
 * Writes blocks behind a unit, each run under the base id of its author; everything else by the session itself.
 * @param behind undefined for the beginning of the text.
 */
export function appendContent(
  edit: TextEdit,
  content: { blocks: readonly AuthoredBlock[] },
  behind: ItemId | undefined,
): CopiedRange[] {
  const copied: CopiedRange[] = []
  const blocks = content.blocks.length > 0 ? content.blocks : [{ type: 'paragraph' as const, children: [] }]
  const runs = blocks.map((block) => flatten(block.children))
  const flat = runs.flat()
  const spans = spansOf(flat)
  const open = new Map<Span, ItemId>()
  let left = behind
  let at = 0
  const write = (item: AppendedItem, base?: number) => {
    const range = edit.append(left, item, base)
    left = { client: range.client, clock: range.clock + range.length - 1 }
    return range
  }
  blocks.forEach((block, index) => {
    for (const run of runs[index] ?? []) {
      for (const span of spans.filter(({ first }) => first === at))
        open.set(span, write({ embed: span.opening }))
      if (run.text !== '') {
        const range = write({ text: run.text }, run.client)
        if (run.origin) copied.push({ ...range, origin: run.origin })
      }
      for (const span of spans.filter(({ last }) => last === at).toReversed()) {
        const opening = open.get(span)
        if (opening) write({ embed: { c: [opening.client, opening.clock] } })
      }
      at += 1
    }
    const isSubItem = block.type === 'sub-item'
    write({ kind: block.type, level: isSubItem ? (block.level ?? 1) : 0 })
  })
  return copied
}

/** A pair of marks around the runs from the first to the last of these places. */
type Span = { opening: BracketOpening | EmphasisOpening; first: number; last: number }

/** Brackets from the outermost in, then emphasis. */
function spansOf(runs: readonly FlatRun[]): Span[] {
  const brackets = new Map<string | AuthoredBracket, Span>()
  runs.forEach((run, at) => {
    for (const bracket of run.brackets) {
      const key = bracket.id ?? bracket
      const span = brackets.get(key)
      if (span) span.last = at
      else brackets.set(key, { opening: { o: 1, ...openingOf(bracket) }, first: at, last: at })
    }
  })
  const emphasized = emphases.flatMap((emphasis) => {
    const spans: Span[] = []
    runs.forEach((run, at) => {
      if ((run.format & emphasisBit[emphasis]) === 0) return
      const last = spans.at(-1)
      if (last?.last === at - 1) last.last = at
      else spans.push({ opening: { e: emphasis, on: 1, n: 1 }, first: at, last: at })
    })
    return spans
  })
  return [...brackets.values(), ...emphasized]
}

/** The runs of a block with the brackets around each; a bracket without words is a run without letters. */
function flatten(inlines: readonly AuthoredInline[], brackets: readonly AuthoredBracket[] = []): FlatRun[] {
  return inlines.flatMap((inline): FlatRun[] => {
    if (inline.type === 'bracket') {
      const around = [...brackets, inline]
      const inside = flatten(inline.children, around)
      return inside.length > 0 ? inside : [{ text: '', format: 0, client: 0, brackets: around }]
    }
    const { text } = inline
    const origin = 'origin' in inline ? (inline as OriginatedRun).origin : undefined
    const format = formatOf(inline)
    return [{ text, format, client: inline.client, brackets, ...(origin && { origin }) }]
  })
}
