import * as z from 'zod/mini'
import type { DelegationId } from '#domain/ids'
import { letterLabel, lettersOfLevels } from '#domain/text/letters'
import { openingSign, type BracketFacts } from '#domain/text/content'
import { bracketFacts, openingOf } from '../authored'
import type { Region } from '../binding/region'
import type { InsertedBlock, InsertedRun } from '../insert-blocks'
import { findItem, originOf } from '../life'
import type { Reading } from '../reading'
import { classOf, emphasisBit, type BracketOpening } from '../shape'
import * as Y from 'yjs'

/** The kind of data under which a clipboard keeps which letters were copied. */
export const productType = 'application/x-rapporteur-text'

const runSchema = z.strictObject({
  text: z.string().check(z.maxLength(100_000)),
  emphasis: z.int().check(z.gte(0), z.lte(15)),
  /** Where the letters were written; absent for those that only this browser has. */
  origin: z.optional(
    z.strictObject({
      document: z.string().check(z.maxLength(64)),
      client: z.int().check(z.gte(0)),
      clock: z.int().check(z.gte(0)),
    }),
  ),
  brackets: z.optional(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(100))),
})
const clipboardSchema = z.strictObject({
  blocks: z
    .array(
      z.strictObject({
        kind: z.enum(['paragraph', 'sub-item']),
        level: z.union([z.literal(0), z.literal(1), z.literal(2)]),
        runs: z.array(runSchema).check(z.maxLength(10_000)),
      }),
    )
    .check(z.maxLength(5_000)),
  brackets: z.record(
    z.string(),
    z.strictObject({
      reason: z.string().check(z.maxLength(1_000)),
      alternative: z.optional(z.int().check(z.gte(1), z.lte(99))),
    }),
  ),
})

export type Copied = {
  blocks: InsertedBlock[]
  openings: ReadonlyMap<string, Omit<BracketOpening, 'o'>>
}

type Source = {
  doc: Y.Doc
  documentId: string
  reading: Reading
  /** Whether the server has a letter, so that it can confirm who wrote it. */
  isKept: (client: number, clock: number) => boolean
}

/** What is selected, with the identity of its letters. */
export function writeProductData(region: Region, source: Source): string {
  const whole = wholeBrackets(region, source.reading)
  const blocks = blocksOf(region).map((block) => ({
    ...block,
    runs: block.runs.map(({ text, emphasis, client, clock, brackets }) => {
      const origin = originOf(source.doc, { client, clock })
      const isKept = source.isKept(client, clock + text.length - 1)
      const inside = brackets.filter((id) => whole.has(id))
      return {
        text,
        emphasis,
        ...(isKept && { origin: { ...origin, document: origin.document ?? source.documentId } }),
        ...(inside.length > 0 && { brackets: inside }),
      }
    }),
  }))
  const brackets = Object.fromEntries(
    [...whole].flatMap((id) => {
      const facts = source.reading.brackets.get(id)?.facts
      if (!facts) return []
      const { w, a } = facts
      return [[id, { reason: w, ...(a !== undefined && { alternative: a }) }]]
    }),
  )
  return JSON.stringify({ blocks, brackets } satisfies z.infer<typeof clipboardSchema>)
}

/**
 * Reads what was copied in the product. Its brackets become new ones of the reader's own; letters that are not in this
 * document as they were copied become the reader's own.
 */
export function readProductData(
  data: string,
  { doc, documentId }: Pick<Source, 'doc' | 'documentId'>,
  owner: { requestedBy: DelegationId | ''; since: string },
): Copied | undefined {
  const parsed = clipboardSchema.safeParse(parseJson(data))
  if (!parsed.success) return undefined
  const openings = new Map(
    Object.entries(parsed.data.brackets).map(([id, { reason, alternative }]) => {
      const facts: BracketFacts = { ...owner, reason, ...(alternative !== undefined && { alternative }) }
      return [id, openingOf(facts)] as const
    }),
  )
  const blocks = parsed.data.blocks.map((block) => ({
    ...block,
    runs: block.runs.map(({ text, emphasis, origin, brackets }): InsertedRun => {
      const isHere = origin?.document === documentId
      const kept = isHere
        ? holdsLetters(doc, origin, text) && { client: origin.client, clock: origin.clock }
        : origin
      return { text, emphasis, ...(kept && { origin: kept }), ...(brackets && { brackets }) }
    }),
  }))
  return { blocks, openings }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

function holdsLetters(
  doc: Y.Doc,
  { client, clock }: { client: number; clock: number },
  text: string,
): boolean {
  const idClass = classOf(client)
  if (idClass !== 'letters' && idClass !== 'moved') return false
  let found = ''
  for (let at = clock; at < clock + text.length;) {
    const item = findItem(doc, { client, clock: at })
    if (!(item?.content instanceof Y.ContentString)) return false
    const from = at - item.id.clock
    const part = item.content.str.slice(from, from + text.length - found.length)
    found += part
    at += part.length
  }
  return found === text
}

/** Brackets that are selected with all their letters, the signs included. */
function wholeBrackets(region: Region, reading: Reading): Set<string> {
  const counts = new Map<string, number>()
  const add = (runs: readonly { text: string; brackets: readonly string[] }[], sign: number) => {
    for (const { text, brackets } of runs)
      for (const id of brackets) counts.set(id, (counts.get(id) ?? 0) + sign * text.length)
  }
  const selected = blocksOf(region).flatMap((block) => block.runs)
  add(selected, -1)
  add(
    reading.blocks.flatMap((block) => block.runs),
    1,
  )
  const [first, last] = [selected[0]?.brackets ?? [], selected.at(-1)?.brackets ?? []]
  const all = selected.flatMap((run) => run.brackets)
  // Where all that is selected is in one bracket, its words were meant.
  const isAround = (id: string) =>
    first.includes(id) && last.includes(id) && selected.every((run) => run.brackets.includes(id))
  return new Set(all.filter((id) => counts.get(id) === 0 && !isAround(id)))
}

type CopiedRun = {
  text: string
  emphasis: number
  client: number
  clock: number
  brackets: readonly string[]
}

/** The selected part of each block. */
function blocksOf({ blocks, start, end }: Region): (Omit<InsertedBlock, 'runs'> & { runs: CopiedRun[] })[] {
  return blocks.map(({ kind, level, runs }, index) => {
    const from = index === 0 ? start : 0
    const to = index === blocks.length - 1 ? end : Number.POSITIVE_INFINITY
    let at = 0
    const selected: CopiedRun[] = []
    for (const { text, client, clock, emphasis, brackets } of runs) {
      const [first, last] = [Math.max(from, at), Math.min(to, at + text.length)]
      if (first < last)
        selected.push({
          text: text.slice(first - at, last - at),
          client,
          clock: clock + first - at,
          emphasis,
          brackets,
        })
      at += text.length
    }
    // Words within one block are no block of their own.
    const isPart = blocks.length === 1
    return { kind: isPart ? 'paragraph' : kind, level: isPart ? 0 : level, runs: selected }
  })
}

/** What is selected as other programs take it. */
export function writeForOthers(region: Region, reading: Reading): { text: string; html: string } {
  const blocks = blocksOf(region)
  const letters = lettersOfLevels(blocks.map((block) => block.level))
  const lines = blocks.map((block, index) => {
    const letter = letters[index]
    const words = withSigns(block.runs, reading, (text) => text)
    return letter === undefined ? words : `${letterLabel(letter)} ${words}`
  })
  const paragraphs = blocks.map((block, index) => {
    const letter = letters[index]
    const words = withSigns(block.runs, reading, (text, emphasis) => setAs(escapeHtml(text), emphasis))
    return `<p>${letter === undefined ? '' : `${letterLabel(letter)} `}${words}</p>`
  })
  return { text: lines.join('\n'), html: paragraphs.join('') }
}

function withSigns(
  runs: readonly CopiedRun[],
  reading: Reading,
  show: (text: string, emphasis: number) => string,
): string {
  let open: readonly string[] = []
  let words = ''
  const moveTo = (path: readonly string[]) => {
    let shared = 0
    while (shared < open.length && shared < path.length && open[shared] === path[shared]) shared += 1
    words += ']'.repeat(open.length - shared)
    for (const id of path.slice(shared)) {
      const facts = reading.brackets.get(id)?.facts
      words += facts ? openingSign(bracketFacts(facts)) : '['
    }
    open = path
  }
  for (const run of runs) {
    moveTo(run.brackets)
    words += show(run.text, run.emphasis)
  }
  moveTo([])
  return words
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function setAs(html: string, emphasis: number): string {
  const tags = (['b', 'i', 'u'] as const).filter((name) => (emphasis & emphasisBit[name]) !== 0)
  return tags.reduce((inner, tag) => `<${tag}>${inner}</${tag}>`, html)
}
