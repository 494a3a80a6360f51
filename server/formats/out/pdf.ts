import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import {
  headingLine,
  inLanguage,
  issuedLine,
  itemsByHeading,
  itemText,
  type ExportedList,
} from '#server/publications/exported-list'
import { notesOf } from '#server/publications/notes'

/** What `list.typ` sets. */
const pageData = (list: ExportedList) => ({
  language: list.language,
  hash: list.hash,
  group: inLanguage(list, list.facts.group),
  meeting: inLanguage(list, list.facts.meeting),
  title: inLanguage(list, list.facts.title),
  issued: issuedLine(list),
  sections: itemsByHeading(list).map(({ heading, items }, index) => ({
    heading: headingLine(list, heading, index),
    items: items.map((item) => ({
      label: item.label,
      text: itemText(list, item),
      notes: notesOf(list, item),
    })),
  })),
})

/** Files are set one after the other: several at once would take the processor from everybody's live text. */
let last: Promise<unknown> = Promise.resolve()

/** A tagged PDF with real text: headings, labels, page numbers, the hash on every page. */
export function writePdf(list: ExportedList): Promise<Uint8Array> {
  const job = JSON.stringify({ list: pageData(list), issuedAt: list.facts.issuedAt })
  const made = last.then(() => typeset(job))
  last = made.catch(() => undefined)
  return made
}

/** Thousands of paragraphs take seconds; what takes longer than this has hung, in milliseconds. */
const longestWork = 60_000

/** Sets one list in a process of its own: the event loop goes on, and no fault of native code ends the server. */
function typeset(job: string): Promise<Uint8Array> {
  const program = fileURLToPath(new URL('./typeset.ts', import.meta.url))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: longestWork,
    })
    const pdf: Buffer[] = []
    const complaint: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => pdf.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => complaint.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(pdf))
      else reject(new Error(`The PDF was not made: ${Buffer.concat(complaint).toString()}`))
    })
    // A process that ended early says so by its code, not by the pipe that broke.
    child.stdin.on('error', () => undefined)
    child.stdin.end(job)
  })
}
