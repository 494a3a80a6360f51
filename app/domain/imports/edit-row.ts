import { longestText, type RecommendationKind } from '#domain/negotiation/recommendations'
import type { Language } from '#domain/languages'
import { formatOf, plainText, type Block, type DocumentContent } from '#domain/text/content'
import { blockLetters, letterLabel } from '#domain/text/letters'
import type { JudgedRow } from './judge-rows'
import { joinNames, refusalOf } from './judge-rows'
import type { ParsedRow } from './parsed-row'
import { sameText } from './proposers'
import { blockText, readPlainLines } from './read-lines'
import { decidedContent, joinRuns, type ChangeDecision } from './tracked-text'

/** The text of a row as somebody edits it: a line for each block, sub-items with their letters. */
export function editableText(content: DocumentContent): string {
  const letters = blockLetters(content.blocks)
  return content.blocks
    .map((block, index) => {
      const letter = letters[index]
      return letter === undefined ? blockText(block) : `${letterLabel(letter)} ${blockText(block)}`
    })
    .join('\n')
}

export type RowEdit = {
  /** As `editableText` gives it; an empty line begins another item. */
  text: string
  label: string
  kind: RecommendationKind
  topic: string
  language: Language
  proposers: string[]
  tags: string[]
}

/** A row as somebody edited it: as many rows as the text has parts. Emphasis stays on the words that stay. */
export function editRow(row: ParsedRow, edit: RowEdit): ParsedRow[] {
  const parts = edit.text
    .split(/\n[^\S\n]*\n\s*/u)
    .map((part) => readPlainLines(part).content)
    .filter(({ blocks }) => blocks.length > 0)
  let from = 0
  return parts.map((content, index): ParsedRow => {
    const before = row.content.blocks.slice(from, from + content.blocks.length)
    from += content.blocks.length
    const { tracked: _tracked, outside: _outside, label: _label, topic: _topic, ...kept } = row
    return {
      ...kept,
      content: { blocks: content.blocks.map((block, at) => withFormats(block, before[at])) },
      ...(index === 0 && edit.label !== '' && { label: edit.label }),
      ...(edit.topic !== '' && { topic: edit.topic }),
      kind: edit.kind,
      language: edit.language,
      proposers: edit.proposers,
      tags: edit.tags,
      notes: index === 0 ? row.notes : [],
      // Somebody has looked at it.
      doubts: [],
    }
  })
}

/** The new text with the emphasis of the words that it shares with the old one at its beginning and its end. */
function withFormats(block: Block, before: Block | undefined): Block {
  const text = blockText(block)
  const old = before ? blockText(before) : ''
  if (!before || old === '') return block
  const formats = before.children.flatMap((run) =>
    run.type === 'text' ? Array.from({ length: run.text.length }, () => formatOf(run)) : [],
  )
  let start = 0
  while (start < Math.min(old.length, text.length) && old[start] === text[start]) start += 1
  let end = 0
  while (end < Math.min(old.length, text.length) - start && old.at(-1 - end) === text.at(-1 - end)) end += 1
  const formatAt = (at: number) => {
    if (at < start) return formats[at] ?? 0
    return at >= text.length - end ? (formats[old.length - (text.length - at)] ?? 0) : 0
  }
  const pieces: { text: string; format: number }[] = []
  for (let at = 0; at < text.length; at += 1) {
    const [last, format] = [pieces.at(-1), formatAt(at)]
    if (last?.format === format) last.text += text.charAt(at)
    else pieces.push({ text: text.charAt(at), format })
  }
  return { ...block, children: joinRuns(pieces) }
}

/** Two rows as one item: the second goes on in the first one's sentence where that has not ended. */
export function joinRows(row: ParsedRow, next: ParsedRow): ParsedRow {
  const [first, ...rest] = next.content.blocks
  const last = row.content.blocks.at(-1)
  const goesOn =
    last && first && first.type === 'paragraph' && !/[.:;!?。：；؟؛]["”»’)\]]*$/u.test(blockText(last))
  const blocks = goesOn
    ? [...row.content.blocks.slice(0, -1), joinBlocks(last, first), ...rest]
    : [...row.content.blocks, ...next.content.blocks]
  const { tracked: _tracked, outside: _outside, ...kept } = joinNames(row, next)
  return {
    ...kept,
    content: { blocks },
    doubts: [],
    ...(row.raw !== undefined || next.raw !== undefined
      ? { raw: [row.raw, next.raw].filter(Boolean).join('\n') }
      : {}),
  }
}

function joinBlocks(one: Block, other: Block): Block {
  const pieces = [one, other].map(({ children }) =>
    children.flatMap((run) => (run.type === 'text' ? [{ text: run.text, format: formatOf(run) }] : [])),
  )
  const [before = [], after = []] = pieces
  return { ...one, children: joinRuns([...before, { text: ' ', format: 0 }, ...after]) }
}

/** Each block of a row as an item of its own. */
export function splitRow(row: ParsedRow): ParsedRow[] {
  const { tracked: _tracked, outside: _outside, label, ...kept } = row
  return row.content.blocks.map((block, index) => ({
    ...kept,
    content: { blocks: [{ type: 'paragraph', children: block.children }] },
    ...(index === 0 && label !== undefined && { label }),
    notes: index === 0 ? row.notes : [],
    doubts: [],
  }))
}

/** A row with one of its tracked changes decided. */
export function decideChange(row: ParsedRow, change: number, decision: ChangeDecision): ParsedRow {
  if (!row.tracked || row.tracked.changes[change] === undefined) return row
  const decisions = row.tracked.decisions.map((value, index) => (index === change ? decision : value))
  const tracked = { ...row.tracked, decisions }
  const { outside: _outside, ...kept } = row
  return { ...kept, tracked, content: decidedContent(tracked) }
}

/** What becomes of a row that somebody edited. */
export function judgeEdited(row: ParsedRow): JudgedRow {
  const text = plainText(row.content)
  const reason = text.trim() === '' ? 'empty' : text.length > longestText ? 'too-long' : undefined
  return { row, state: reason ? 'refused' : 'taken', ...(reason && { reason }), key: sameText(text) }
}

/** Whether a row can be taken though it was refused: what has no words, or too many, cannot. */
export const canBeTaken = (row: ParsedRow): boolean => {
  if (row.doubts.includes('shown-in-part')) return false
  const reason = refusalOf(plainText(row.content), 'entry')
  return reason !== 'empty' && reason !== 'too-long'
}
