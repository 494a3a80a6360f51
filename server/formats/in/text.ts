import type { ImportRow } from '#domain/imports/import-rows'
import { decodeText } from './decode'
import { UnreadableFile, type ReadFile, type ReadOptions } from './read-file'

type Line = { line: number; text: string }

/** A number at the beginning of a paragraph, or wherever in its first line extraction from right-to-left pages left it. */
const leading = /^\s*([0-9٠-٩]{1,4})\s*[.)\-–]\s+(.*)$/u
const within = /^(.*?)\s{2,}[-–]\s*([0-9٠-٩]{1,4})(\s.*)?$/u
/** As many in a row make a numbered document. */
const fewestNumbers = 5

/**
 * Plain text. Where paragraphs are numbered one after the other, each number begins an item and lines are joined;
 * else blank lines part items; else every line is one.
 * @throws UnreadableFile
 */
export function readText(bytes: Uint8Array, options: ReadOptions): ReadFile {
  const lines = decodeText(bytes, options.encoding)
    .split('\n')
    .map((text, index): Line => ({ line: index + 1, text }))
  if (lines.every(({ text }) => text.trim() === '')) throw new UnreadableFile('nothing')
  return { rows: numbered(lines) ?? parted(lines), columns: {}, columnNames: [] }
}

const digits = (text: string) =>
  Number(text.replace(/[٠-٩]/gu, (digit) => String(digit.charCodeAt(0) - '٠'.charCodeAt(0))))

function numbered(lines: readonly Line[]): ImportRow[] | undefined {
  const items: (ImportRow & { number: number })[] = []
  for (const { line, text } of lines) {
    const begins = leading.exec(text)
    const inside = begins ? null : within.exec(text)
    const number = digits(begins?.[1] ?? inside?.[2] ?? '')
    const last = items.at(-1)
    // The next number, or one soon after it where a page lost one: anything else is a number in the text.
    const follows = number > (last?.number ?? 0) && number <= (last?.number ?? 0) + 3
    if ((begins ?? inside) && follows) {
      const first = begins?.[2] ?? `${inside?.[1] ?? ''} ${inside?.[3] ?? ''}`
      items.push({ line, number, text: first.trim(), label: String(number), proposers: [], tags: [] })
    } else if (last) last.text = `${last.text} ${text.trim()}`.trim()
  }
  if (items.length < fewestNumbers) return undefined
  return items.map(({ number: _number, ...row }) => ({ ...row, text: row.text.replace(/\s+/gu, ' ') }))
}

function parted(lines: readonly Line[]): ImportRow[] {
  const blank = lines.filter(({ text }) => text.trim() === '').length
  const joins = blank > lines.length / 10
  const rows: ImportRow[] = []
  let open: ImportRow | undefined
  for (const { line, text } of lines) {
    if (text.trim() === '') {
      open = undefined
      continue
    }
    if (open && joins) open.text = `${open.text} ${text.trim()}`
    else {
      open = { line, text: text.trim(), proposers: [], tags: [] }
      rows.push(open)
    }
  }
  return rows
}
