import { emptyRow, type ParsedRow } from '#domain/imports/parsed-row'
import { readLines, type Line } from '#domain/imports/read-lines'
import { cleanLine } from '#domain/text/characters'

const lastLine = /^SHA-256 [0-9a-f]{64}$/u
/** `5 (a)  States should …`: two spaces part the label of an item from its text. */
const labelled = /^(\S{1,20}(?: \S{1,20})?) {2}(?=\S)/u
const letter = /^[(（][^()（）]{1,6}[)）] /u

type OwnItem = { line: number; label: string; topic: string | undefined; lines: Line[]; notes: string[] }

/**
 * The items of a list that `formats/out/txt.ts` wrote: a label at the margin, blocks indented by their level, and notes
 * below a blank line. Undefined where it is another text.
 */
export function readOwnText(text: string): ParsedRow[] | undefined {
  const lines = text.split(/\r?\n/u)
  const end = lines.findLastIndex((line) => line.trim() !== '')
  const start = lines.indexOf('')
  if (!lastLine.test(lines[end]?.trim() ?? '') || start < 1) return undefined
  const rows: (OwnItem | ParsedRow)[] = []
  let topic: string | undefined
  let item: OwnItem | undefined
  let isInNotes = false
  for (const [index, line] of lines.slice(0, end).entries()) {
    if (index <= start || line.trim() === '') continue
    const isAfterBlank = lines[index - 1]?.trim() === ''
    if (line.startsWith(' ') || !isAfterBlank) {
      // The first line behind the title is a heading.
      if (!item) return undefined
      isInNotes ||= isAfterBlank
      if (isInNotes) item.notes.push(cleanLine(line).trim())
      else item.lines.push(blockOf(line))
      continue
    }
    isInNotes = false
    const label = labelled.exec(line)
    if (label?.[1] === undefined) {
      topic = cleanLine(line).trim()
      item = undefined
      rows.push({ ...emptyRow(index + 1), content: contentOf([plain(line)]), topic, outside: 'heading' })
    } else {
      item = {
        line: index + 1,
        label: label[1],
        topic,
        lines: [plain(line.slice(label[0].length))],
        notes: [],
      }
      rows.push(item)
    }
  }
  return rows.map((row) => ('lines' in row ? rowOf(row) : row))
}

const plain = (text: string): Line => ({ pieces: [{ text, format: 0 }] })

const contentOf = (lines: readonly Line[]) => readLines(lines, []).content

/** A block below the first of its item: four spaces, and four more for each level. */
function blockOf(line: string): Line {
  const words = line.trimStart()
  const level = Math.floor((line.length - words.length) / 4) - 1
  if (level < 1) return plain(words)
  return { ...plain(words.replace(letter, '')), level: level === 1 ? 1 : 2 }
}

function rowOf({ line, label, topic, lines, notes }: OwnItem): ParsedRow {
  const { content, doubts, remarks } = readLines(lines, [])
  return {
    ...emptyRow(line),
    content,
    doubts,
    remarks,
    label: cleanLine(label),
    ...(topic !== undefined && { topic }),
    notes,
  }
}
