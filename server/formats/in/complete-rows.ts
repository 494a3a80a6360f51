import { withMark, type ParsedRow } from '#domain/imports/parsed-row'
import { namesInBrackets, splitNames, type IsKnown } from '#domain/imports/proposers'
import { blockText } from '#domain/imports/read-lines'
import { joinRuns } from '#domain/imports/tracked-text'
import { formatOf, plainText, type Block } from '#domain/text/content'
import { nameKey } from '#domain/text/folding'
import { detectFileLanguage, detectRowLanguage } from './detect-language'
import type { ReadOptions } from '#domain/imports/import-file'
import type { ReadContext } from './parsed-file'

/** What is true of rows of every format: who is named at their end, what explains them, and their language. */
export function completeRows(
  rows: readonly ParsedRow[],
  options: ReadOptions,
  { isKnown }: ReadContext,
): ParsedRow[] {
  const own = rows.map((row) => withNames(row.isEntry ? withoutExplanations(row) : row, isKnown))
  const complete = underDelegations(withProposedBy(own, isKnown), isKnown)
  const texts = complete.filter(({ outside }) => !outside).map(({ content }) => plainText(content))
  const ofFile = options.language ?? detectFileLanguage(texts, 'en')
  return complete.map((row) => ({
    ...row,
    // What was chosen by hand is true of all; else the file, else the text says it.
    language: options.language ?? row.language ?? detectRowLanguage(plainText(row.content), ofFile),
  }))
}

/** `Proposed by Norway and Chile`, as lists have it below an item. */
const proposedBy =
  /^(?:(?:proposed|submitted|tabled) by|proposition de|propos[ée]e? par|(?:propuesta|presentada) por|предложено:?|(?:اقتراح )?مقدم من|提案方[:：]?)\s*/iu

/** Who proposed an item, where a line below it says so and everybody in it is known. */
function withProposedBy(rows: readonly ParsedRow[], isKnown: IsKnown): ParsedRow[] {
  const namesIn = (line: string): string[] => {
    const found = proposedBy.exec(line)
    const names = found ? splitNames(line.slice(found[0].length), isKnown) : []
    return names.every(isKnown) ? names : []
  }
  const completed: ParsedRow[] = []
  for (const row of rows) {
    const before = completed.findLastIndex(({ outside }) => outside !== 'removed-by-change')
    const item = completed[before]
    const names = row.isEntry || row.outside ? [] : namesIn(plainText(row.content))
    if (names.length > 0 && item && !item.outside) {
      completed[before] = { ...item, proposers: [...item.proposers, ...names] }
      completed.push({ ...row, outside: 'names-proposers' })
      continue
    }
    const said = row.notes.flatMap(namesIn)
    completed.push(
      said.length === 0
        ? row
        : {
            ...row,
            proposers: [...row.proposers, ...said],
            notes: row.notes.filter((note) => namesIn(note).length === 0),
          },
    )
  }
  return completed
}

/** Longer than that, a line is no name of a delegation. */
const longestHeading = 80

/** `NORWAY` on a line by itself: what is below is Norway's, until another heading. */
function underDelegations(rows: readonly ParsedRow[], isKnown: IsKnown): ParsedRow[] {
  let delegation: string | undefined
  return rows.map((row) => {
    if (row.isEntry) return row
    const text = plainText(row.content).trim()
    if (text.length <= longestHeading && isKnown(text.replace(/[:：]$/u, ''))) {
      delegation = text.replace(/[:：]$/u, '')
      return { ...row, outside: 'heading' }
    }
    if (row.outside === 'heading') delegation = undefined
    if (row.outside || delegation === undefined || row.proposers.length > 0) return row
    return { ...row, proposers: [delegation], remarks: withMark(row.remarks, 'proposers-from-heading') }
  })
}

/** `Source of position: A/HRC/59/15/Add.1`: a line below a text in its cell that says something about it. */
const explanation =
  /^(source|sources|position|note|notes|comments?|remarks?|status|references?|statut|fuente|posición|nota|источник|примечание|المصدر|ملاحظة|来源|说明|备注)(?:\s[^:：]{0,40})?[:：]\s/iu

function withoutExplanations(row: ParsedRow): ParsedRow {
  const { blocks } = row.content
  let end = blocks.length
  while (end > 1) {
    const last = blocks[end - 1]
    if (!last || last.type !== 'paragraph' || !explanation.test(blockText(last))) break
    end -= 1
  }
  if (end === blocks.length) return row
  const { tracked } = row
  return {
    ...row,
    content: { blocks: blocks.slice(0, end) },
    ...(tracked &&
      tracked.blocks.length === blocks.length && {
        tracked: { ...tracked, blocks: tracked.blocks.slice(0, end) },
      }),
    notes: [...row.notes, ...blocks.slice(end).map(blockText)],
    remarks: withMark(row.remarks, 'explanations'),
  }
}

function withNames(row: ParsedRow, isKnown: IsKnown): ParsedRow {
  const last = row.content.blocks.at(-1)
  if (!last || row.outside === 'heading') return row
  const found = namesInBrackets(blockText(last), isKnown)
  if (found.names.length === 0) return row
  const known = new Set(row.proposers.map(nameKey))
  const proposers = [...row.proposers, ...found.names.filter((name) => !known.has(nameKey(name)))]
  if (found.unknown) return { ...row, proposers, doubts: withMark(row.doubts, 'unknown-in-brackets') }
  // With tracked changes somebody still decides about the words around them.
  if (!found.wasCut || row.tracked || blockText(last).length === found.text.length) {
    return { ...row, proposers, remarks: withMark(row.remarks, 'proposers-stay-in-text') }
  }
  const blocks = [...row.content.blocks.slice(0, -1), ...withText(last, found.text)]
  return {
    ...row,
    proposers,
    content: { blocks },
    raw: row.raw ?? plainText(row.content),
    remarks: withMark(row.remarks, 'proposers-in-brackets'),
  }
}

/** The block with another end: each letter that stays keeps its format, and a full stop that moved has the last one's. */
function withText(block: Block, text: string): Block[] {
  const pieces = block.children.flatMap((run) =>
    run.type === 'text' ? [{ text: run.text, format: formatOf(run) }] : [],
  )
  let left = commonLength(blockText(block), text)
  const moved = text.slice(left)
  const kept = pieces.map((piece) => {
    const cut = piece.text.slice(0, left)
    left -= cut.length
    return { ...piece, text: cut }
  })
  const format = kept.findLast((piece) => piece.text !== '')?.format ?? 0
  const children = joinRuns([...kept, { text: moved, format }])
  return children.length === 0 ? [] : [{ ...block, children }]
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < other.length && one[length] === other[length]) length += 1
  return length
}
