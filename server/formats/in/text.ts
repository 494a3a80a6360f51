import { emptyRow, type ParsedRow } from '#domain/imports/parsed-row'
import { readLines } from '#domain/imports/read-lines'
import { beginsLikeItem } from '#domain/imports/typed-lists'
import { decodeText } from './decode'
import type { ReadOptions } from '#domain/imports/import-file'
import type { ParsedFile, ReadContext } from './parsed-file'
import { UnreadableFile } from './unreadable-file'

type NumberedLine = { line: number; text: string }
type Item = { line: number; lines: string[]; label?: string }

/** A number at the beginning of a paragraph, or wherever in its first line extraction from right-to-left pages left it. */
const leading = /^\s*([0-9٠-٩]{1,4})\s*[.)\-–]\s+(.*)$/u
const within = /\s{2,}[-–]\s*([0-9٠-٩]{1,4})(?=\s|$)/u
/** As many in a row make a numbered document. */
const fewestNumbers = 5

/**
 * Plain text. Where paragraphs are numbered one after the other, each number begins an item and lines are joined; else
 * blank lines part items; else every line is one. Lettered lines belong to the item above them.
 * @throws UnreadableFile
 */
export function readText(bytes: Uint8Array, options: ReadOptions, context: ReadContext): ParsedFile {
  const decoded = decodeText(bytes, options.encoding)
  const lines = decoded.text.split('\n').map((text, index) => ({ line: index + 1, text: tidy(text) }))
  if (lines.every(({ text }) => text === '')) throw new UnreadableFile('nothing')
  const items = numbered(lines) ?? parted(lines)
  if (items.length > context.limits.rows) throw new UnreadableFile('too-many-rows')
  return {
    format: 'text',
    encoding: decoded.encoding,
    notes: decoded.wasGuessed ? [{ code: 'encoding-guessed', detail: decoded.encoding }] : [],
    rows: items.map(rowOf),
  }
}

/** Manual line breaks of word processors stay for the paragraph to decide on; other space is one space. */
const tidy = (line: string) =>
  line.replace(/[^\S\v\f\u2028\u2029]{2,}/gu, (space) => (space.length > 20 ? ' ' : space)).trim()

function rowOf({ line, lines, label }: Item): ParsedRow {
  const pieces = lines.map((text) => ({ pieces: [{ text: text.replace(/\s{2,}/gu, ' '), format: 0 }] }))
  const { content, doubts, remarks } = readLines(pieces, [], 'items')
  return { ...emptyRow(line), content, doubts, remarks, ...(label !== undefined && { label }) }
}

const digits = (text: string) =>
  Number(text.replace(/[٠-٩]/gu, (digit) => String(digit.charCodeAt(0) - '٠'.charCodeAt(0))))

function numbered(lines: readonly NumberedLine[]): Item[] | undefined {
  const items: (Item & { number: number })[] = []
  for (const { line, text } of lines) {
    const begins = leading.exec(text)
    const inside = begins ? null : within.exec(text)
    const number = digits(begins?.[1] ?? inside?.[1] ?? '')
    const last = items.at(-1)
    // The next number, or one soon after it where a page lost one: anything else is a number in the text.
    const follows = number > (last?.number ?? 0) && number <= (last?.number ?? 0) + 3
    if ((begins ?? inside) && follows) {
      const around = inside
        ? `${text.slice(0, inside.index)} ${text.slice(inside.index + inside[0].length)}`
        : ''
      items.push({ line, number, lines: [(begins?.[2] ?? around).trim()], label: String(number) })
    } else if (last && text !== '') join(last.lines, text)
  }
  if (items.length < fewestNumbers) return undefined
  return items.map(({ number: _number, ...item }) => item)
}

/** A wrapped line goes on with the one before it; a lettered one begins a sub-item. */
function join(lines: string[], text: string): void {
  if (beginsLikeItem(text)) lines.push(text)
  else lines[lines.length - 1] = `${lines.at(-1) ?? ''} ${text}`.trim()
}

function parted(lines: readonly NumberedLine[]): Item[] {
  const blank = lines.filter(({ text }) => text === '').length
  const isWrapped = blank > lines.length / 10
  const items: Item[] = []
  let open: Item | undefined
  for (const { line, text } of lines) {
    if (text === '') {
      open = undefined
      continue
    }
    const last = items.at(-1)
    const isSubItem =
      beginsLikeItem(text) && last && (/[:：]$/u.test(last.lines[0] ?? '') || last.lines.length > 1)
    if (isSubItem) last.lines.push(text)
    else if (open && isWrapped) join(open.lines, text)
    else {
      open = { line, lines: [text] }
      items.push(open)
    }
  }
  return items.map(withTypedLabel)
}

/** `12. States should …`: the number is the item's label. */
function withTypedLabel(item: Item): Item {
  const [first = '', ...rest] = item.lines
  const found = /^(\d{1,4}(?:\.\d{1,4})*)[.)]\s+(?=\S)/u.exec(first)
  if (!found?.[1]) return item
  return { ...item, label: found[1], lines: [first.slice(found[0].length), ...rest] }
}
