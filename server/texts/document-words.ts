import type * as Y from 'yjs'
import type { DocumentId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { blockEnd, tokenize, type FlowItem, type Token } from '#domain/text/content-tokens'
import { lettersOfLevels } from '#domain/text/letters'
import { bracketFacts } from '#editor/authored'
import { readText, type LetterRun, type Reading, type TextBlock } from '#editor/reading'
import type { ItemId } from '#editor/shape'
import type { Range } from '#editor/writing'

/** The letters that a stretch of text consists of: consecutive clocks, in the document at hand or in another one. */
export type Letters = ItemId & { document?: DocumentId }

/** A word, mark or block end of a document, with the letters or the item that it is. */
export type DocumentToken = Token<Letters | undefined>

/** The words of a document in reading order, with the items that each of them is. */
export function tokensOfDocument(
  doc: Y.Doc,
  language: Language,
  reading: Reading = readText(doc),
): DocumentToken[] {
  const flow: FlowItem<Letters | undefined>[] = []
  const letters = lettersOfLevels(reading.blocks.map(({ level }) => level))
  const begun = new Set<string>()
  const lastBlock = lastBlocks(reading)
  reading.blocks.forEach((block, index) => {
    let open: readonly string[] = []
    const change = (brackets: readonly string[], isLast: (id: string) => boolean) => {
      const kept = commonLength(open, brackets)
      for (const id of open.slice(kept).toReversed()) {
        const mark = reading.brackets.get(id)
        flow.push({ kind: 'close', id, origin: mark && isLast(id) ? mark.closing : undefined })
      }
      for (const id of brackets.slice(kept)) {
        const mark = reading.brackets.get(id)
        if (!mark) continue
        const origin = begun.has(id) ? undefined : mark.opening
        begun.add(id)
        flow.push({ kind: 'open', id, ...bracketFacts(mark.facts), origin })
      }
      open = brackets
    }
    block.runs.forEach((run, at) => {
      change(run.brackets, (id) => isLastRun(lastBlock, block, at, id))
      if (run.text !== '') flow.push(textOf(run))
    })
    change([], (id) => lastBlock.get(id)?.block === block)
    const { kind, level, marker } = block
    const shape = { type: kind, ...(level === 2 && { level: 2 as const }) }
    flow.push({ kind: 'break', ...blockEnd(shape, letters[index]), origin: marker })
  })
  return tokenize(flow, language)
}

const textOf = ({ text, emphasis, client, clock }: LetterRun): FlowItem<Letters> => ({
  kind: 'text',
  text,
  format: emphasis,
  origin: { client, clock },
})

type LastRun = { block: TextBlock; run: number }

/** Where each bracket ends: in which block, and with which of its runs. */
function lastBlocks({ blocks }: Reading): Map<string, LastRun> {
  const last = new Map<string, LastRun>()
  for (const block of blocks)
    block.runs.forEach((run, at) => {
      for (const id of run.brackets) last.set(id, { block, run: at })
    })
  return last
}

function isLastRun(last: ReadonlyMap<string, LastRun>, block: TextBlock, next: number, id: string): boolean {
  const end = last.get(id)
  return end?.block === block && end.run < next
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((id, index) => other[index] !== id)
  return differs < 0 ? one.length : differs
}

/** Names a letter or another item of a document. */
export const letterKey = ({ client, clock }: ItemId, offset = 0): string =>
  `${String(client)}:${String(clock + offset)}`

/** The item that a token is, in the document at hand: of a word its first letter. */
export function itemOf(token: DocumentToken | undefined): ItemId | undefined {
  if (!token) return undefined
  if (token.kind !== 'word') return token.origin?.document === undefined ? token.origin : undefined
  const [first] = token.pieces
  if (!first?.origin || first.origin.document !== undefined) return undefined
  return { client: first.origin.client, clock: first.origin.clock + first.offset }
}

/** The letters of a document's word, in stretches of consecutive clocks. */
export function rangesOf(token: DocumentToken): Range[] {
  if (token.kind !== 'word') return []
  return token.pieces.flatMap(({ text, origin, offset }) =>
    origin ? [{ client: origin.client, clock: origin.clock + offset, length: text.length }] : [],
  )
}

/** For each place between tokens the item to its left; undefined at the beginning of the text. */
export function physicalLefts(tokens: readonly DocumentToken[]): (ItemId | undefined)[] {
  let left: ItemId | undefined
  const lefts: (ItemId | undefined)[] = [left]
  for (const token of tokens) {
    if (token.kind === 'word') {
      const last = rangesOf(token).at(-1)
      if (last) left = { client: last.client, clock: last.clock + last.length - 1 }
    } else if (token.origin) left = { client: token.origin.client, clock: token.origin.clock }
    lefts.push(left)
  }
  return lefts
}
