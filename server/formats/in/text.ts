import { emptyRow, type ParsedRow } from '#domain/imports/parsed-row'
import { readLines } from '#domain/imports/read-lines'
import { beginsLikeItem, beginsWithBullet, withoutBullet } from '#domain/imports/typed-lists'
import { decodeText } from './decode'
import type { ReadOptions } from '#domain/imports/import-file'
import type { ParsedFile, ReadContext } from './parsed-file'
import { readOwnText } from './own-text'
import { readTypedNumber } from './typed-number'
import { UnreadableFile } from './unreadable-file'

type NumberedLine = { line: number; text: string }
/** Each line in the parts that it was wrapped into: joining them one by one would take long for long files. */
type Item = {
  line: number
  lines: string[][]
  label?: string
  topic?: string | undefined
  outside?: 'heading' | 'introduction'
}

/** A number in the first line of a paragraph, wherever extraction from right-to-left pages left it. */
const within = /\s{2,}[-–]\s*([0-9٠-٩]{1,4})(?=\s|$)/u
/** As many in a row make a numbered document. */
const fewestNumbers = 5
/** A heading has no more words than that. */
const headingWords = 14

const endsSentence = /[.:;!?。：；؛؟]["”»’)\]]*\s*$/u

/**
 * Plain text. Where paragraphs are numbered one after the other, each number begins an item and lines are joined; else
 * blank lines part items; else every line is one. Lettered lines belong to the item above them.
 * @throws UnreadableFile
 */
export function readText(bytes: Uint8Array, options: ReadOptions, context: ReadContext): ParsedFile {
  const decoded = decodeText(bytes, options.encoding)
  const lines = linesOf(decoded.text)
  if (lines.length === 0) throw new UnreadableFile('nothing')
  const own = readOwnText(decoded.text)
  const items = own ? [] : (numbered(lines) ?? parted(lines))
  if ((own ?? items).length > context.limits.rows) throw new UnreadableFile('too-many-rows')
  return {
    format: 'text',
    encoding: decoded.encoding,
    notes: decoded.wasGuessed ? [{ code: 'encoding-guessed', detail: decoded.encoding }] : [],
    rows: own ?? items.map(rowOf),
  }
}

/** The lines of a text, without blank ones at its ends; a new page is a blank line. */
function linesOf(text: string): NumberedLine[] {
  const lines = text.split('\n').flatMap((value, index) => {
    const parts = value.split('\f')
    const tidied = parts.map((part) => ({ line: index + 1, text: tidy(part) }))
    return parts.length > 1
      ? tidied.flatMap((part, at) => (at > 0 ? [{ ...part, text: '' }, part] : [part]))
      : tidied
  })
  const first = lines.findIndex((line) => line.text !== '')
  const last = lines.findLastIndex((line) => line.text !== '')
  return first < 0 ? [] : lines.slice(first, last + 1)
}

/** Manual line breaks of word processors stay for the paragraph to decide on; other space is one space. */
const tidy = (line: string) =>
  line.replace(/[^\S\v\u2028\u2029]{2,}/gu, (space) => (space.length > 20 ? ' ' : space)).trim()

function rowOf({ line, lines, label, topic, outside }: Item): ParsedRow {
  const pieces = lines.map((parts) => ({
    pieces: [{ text: parts.join(' ').replace(/\s{2,}/gu, ' '), format: 0 }],
  }))
  const { content, doubts, remarks } = readLines(pieces, [], 'items')
  return {
    ...emptyRow(line),
    content,
    doubts,
    remarks,
    ...(label !== undefined && { label }),
    ...(topic !== undefined && { topic }),
    ...(outside && { outside }),
  }
}

const digits = (text: string) =>
  Number(text.replace(/[٠-٩]/gu, (digit) => String(digit.charCodeAt(0) - '٠'.charCodeAt(0))))

function numbered(lines: readonly NumberedLine[]): Item[] | undefined {
  const items: Item[] = []
  let [number, count] = [0, 0]
  let topic: string | undefined
  for (const [at, { line, text }] of lines.entries()) {
    if (text === '') continue
    const begins = readTypedNumber(text)
    const inside = begins ? null : within.exec(text)
    const found = begins?.value ?? digits(inside?.[1] ?? '')
    const last = items.at(-1)
    const isAlone = (lines[at - 1]?.text ?? '') === ''
    // The next number, or one soon after it where a page lost one: anything else is a number in the text.
    if ((begins ?? inside) && found > number && found <= number + 3) {
      const around = inside
        ? `${text.slice(0, inside.index)} ${text.slice(inside.index + inside[0].length)}`
        : ''
      ;[number, count] = [found, count + 1]
      items.push({ line, lines: [[(begins?.rest ?? around).trim()]], label: String(found), topic })
    } else if (isHeading(text, lines[at + 1]?.text ?? '') && isAlone && endsItem(last)) {
      topic = text.replace(/\s+/gu, ' ')
      items.push({ line, lines: [[text]], topic, outside: 'heading' })
    } else if (!last || (count === 0 && isAlone) || last.outside === 'heading') {
      items.push({ line, lines: [[text]], outside: 'introduction' })
    } else join(last.lines, text)
  }
  return count < fewestNumbers ? undefined : items
}

/** A short line by itself that is no sentence: what is below it is about it. */
const isHeading = (text: string, next: string): boolean =>
  !endsSentence.test(text) &&
  (next === '' || readTypedNumber(next) !== undefined) &&
  text.split(/\s+/u).length <= headingWords

const endsItem = (item: Item | undefined): boolean =>
  !item || item.outside === 'heading' || endsSentence.test(lastWords(item))

/** A wrapped line goes on with the one before it; a lettered one begins a sub-item. */
function join(lines: string[][], text: string): void {
  if (beginsLikeItem(text)) lines.push([text])
  else lines.at(-1)?.push(text)
}

const lastWords = ({ lines }: Item): string => lines.at(-1)?.at(-1) ?? ''

function parted(lines: readonly NumberedLine[]): Item[] {
  const blank = lines.filter(({ text }) => text === '').length
  const isWrapped = blank > lines.length / 10
  const items: Item[] = []
  let open: Item | undefined
  let number = 0
  for (const { line, text } of lines) {
    if (text === '') {
      open = undefined
      continue
    }
    const last = items.at(-1)
    const isAnnounced = last !== undefined && /[:：]$/u.test(lastWords(last))
    const typed = readTypedNumber(text)
    // A list that nothing announces is a list of items.
    const isOwn =
      (typed !== undefined && (typed.value === 1 || typed.value === number + 1)) ||
      (beginsWithBullet(text) && !isAnnounced && !hasBullets(last))
    if (typed && isOwn) number = typed.value
    const isSubItem = !isOwn && beginsLikeItem(text) && last && (isAnnounced || last.lines.length > 1)
    if (isSubItem) last.lines.push([text])
    else if (open && isWrapped && !isOwn) join(open.lines, text)
    else {
      open = { line, lines: [[text]] }
      items.push(open)
    }
  }
  return items.map(withTypedLabel)
}

const hasBullets = (item: Item | undefined): boolean =>
  item !== undefined && item.lines.slice(1).some(([first = '']) => beginsWithBullet(first))

/** `12. States should …`: the number is the item's label; a bullet is none. */
function withTypedLabel(item: Item): Item {
  const [[first = '', ...wrapped] = [], ...rest] = item.lines
  const typed = readTypedNumber(first)
  if (typed) return { ...item, label: typed.label, lines: [[typed.rest, ...wrapped], ...rest] }
  return { ...item, lines: [[withoutBullet(first), ...wrapped], ...rest] }
}
