import { longestText } from '#domain/negotiation/recommendations'
import { cleanLine } from '#domain/text/characters'
import type { Block, DocumentContent } from '#domain/text/content'
import type { RowDoubt, RowRemark } from './parsed-row'
import { decidedContent, type TrackedBlock, type TrackedChange, type TrackedPiece } from './tracked-text'
import { beginsLikeItem, hasForeignLetter, readListMarks } from './typed-lists'

/** A line of a text in pieces, and its level where the file says that it is a sub-item. */
export type Line = { pieces: TrackedPiece[]; level?: 1 | 2 }

export type ReadLines = {
  content: DocumentContent
  blocks: TrackedBlock[]
  doubts: RowDoubt[]
  remarks: RowRemark[]
}

const lineBreak = /\r\n?|[\n\v\u0085\u2028\u2029]/u
const lost = /\uFFFD/u
/** So much is shown of a text that is too long to be read. */
const shownLetters = 2_000
// eslint-disable-next-line no-control-regex -- controls are what is looked for
const controls = /[\u0000-\u0008\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/u

/** A plain text of several lines, as a cell or a stretch of a text file has it. */
export const readPlainLines = (text: string): ReadLines => readLines([{ pieces: [{ text, format: 0 }] }], [])

/**
 * The blocks of a text. A line break inside a paragraph begins a block before a sub-item and, where lines are not
 * wrapped at a width, behind the end of a sentence; elsewhere it is a space. What cannot be part of a text is left out,
 * and said.
 */
export function readLines(
  given: readonly Line[],
  changes: readonly TrackedChange[],
  breaks: 'sentences' | 'items' = 'sentences',
): ReadLines {
  const lines = shortened(given)
  const doubts = new Set<RowDoubt>()
  const remarks = new Set<RowRemark>()
  if (lines !== given) doubts.add('shown-in-part')
  const parts = lines.flatMap((line) => partsOf(line, breaks)).filter((line) => textOf(line).trim() !== '')
  const marks = readListMarks(parts.map((part) => (part.level ? '' : textOf(part))))
  const blocks = parts.map((part, index): TrackedBlock => {
    const all = textOf(part)
    if (lost.test(all)) doubts.add('lost-characters')
    if (controls.test(all)) doubts.add('control-characters')
    const mark = part.level ? undefined : marks[index]
    const pieces = cleanPieces(mark ? withoutStart(part.pieces, mark.length) : part.pieces)
    if (pieces.some(({ text }, at) => isShorter(text, part.pieces[at]?.text)))
      remarks.add('invisible-characters')
    const level = part.level ?? mark?.level
    if (level) return { type: 'sub-item', level, pieces }
    if (index > 0 && hasForeignLetter(all)) doubts.add('letters-differ')
    return { type: 'paragraph', pieces }
  })
  const text = { blocks, changes: [...changes], decisions: changes.map(() => 'accept' as const) }
  return { content: decidedContent(text), blocks, doubts: [...doubts], remarks: [...remarks] }
}

/** A text that is far too long to be one item is shown by its beginning: to read it whole would take long. */
function shortened(lines: readonly Line[]): readonly Line[] {
  let length = 0
  for (const { pieces } of lines) for (const { text } of pieces) length += text.length
  if (length <= longestText * 5) return lines
  const beginning = lines
    .flatMap(({ pieces }) => pieces)
    .slice(0, 50)
    .map(({ text }) => text.slice(0, shownLetters))
    .join('')
  return [{ pieces: [{ text: beginning.slice(0, shownLetters), format: 0 }] }]
}

const textOf = ({ pieces }: Pick<Line, 'pieces'>) => pieces.map(({ text }) => text).join('')

const isShorter = (cleaned: string, written: string | undefined) =>
  written !== undefined &&
  /[\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff]/u.test(written) &&
  cleaned.length < written.length

function partsOf(line: Line, breaks: 'sentences' | 'items'): Line[] {
  const parts: Line[] = [{ ...line, pieces: [] }]
  for (const piece of line.pieces) {
    if (piece.isBreak) {
      parts.at(-1)?.pieces.push(piece)
      continue
    }
    const [first = '', ...rest] = piece.text.split(lineBreak)
    add(first)
    for (const text of rest) {
      const before = textOf(parts.at(-1) ?? { pieces: [] })
      const ends = breaks === 'sentences' && /[.:;!?。：；؛؟]["”»’)\]]*\s*$/u.test(before)
      if (beginsLikeItem(text) || ends || before.trim() === '') parts.push({ pieces: [] })
      else add(' ')
      add(text)
    }
    function add(text: string) {
      if (text !== '') parts.at(-1)?.pieces.push({ ...piece, text })
    }
  }
  return parts
}

/** Each piece as a text may hold it; what combines across the pieces is composed by `joinRuns` and NFC at the end. */
const cleanPieces = (pieces: readonly TrackedPiece[]): TrackedPiece[] =>
  pieces.map((piece) => ({ ...piece, text: cleanLine(piece.text) }))

function withoutStart(pieces: readonly TrackedPiece[], length: number): TrackedPiece[] {
  let left = length
  return pieces.map((piece) => {
    const cut = Math.min(left, piece.text.length)
    left -= cut
    return { ...piece, text: piece.text.slice(cut) }
  })
}

/** The text of a block without its formats. */
export const blockText = ({ children }: Block): string =>
  children.map((inline) => (inline.type === 'text' ? inline.text : '')).join('')
