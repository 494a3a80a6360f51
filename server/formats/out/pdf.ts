import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { letterLabel } from '#domain/text/letters'
import type { ExportedList } from '#server/publications/exported-list'
import { dayLine, publicationOf } from '#server/publications/publication'

/** What `list.typ` sets. */
function pageData(list: ExportedList) {
  const { blocks, ...front } = publicationOf(list)
  return {
    ...front,
    symbol: front.symbol ?? '',
    day: dayLine(front),
    blocks: blocks.map((block) =>
      block.type !== 'text'
        ? block
        : {
            type: block.type,
            language: block.language,
            label: block.label ?? '',
            level: block.block.level,
            letter: block.block.letter === undefined ? '' : letterLabel(block.block.letter),
            runs: block.block.runs.map(({ text, bold, italic, underline }) => ({
              text,
              bold: bold === true,
              italic: italic === true,
              underline: underline === true,
            })),
          },
    ),
  }
}

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
