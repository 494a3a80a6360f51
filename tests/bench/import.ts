import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openDatabase } from '#db/client'
import { migrate } from '#db/migrate'
import { findImportFile } from '#db/queries/import-files'
import { openSample } from '#server/sample'
import { aMeeting, aRapporteur } from '#tests/factories'
import { paragraph, wordFile } from '#tests/import-files'
import { signInAs, startServer } from '../sample-server'

const fromCommandLine = 20_000
const looksEveryMs = 20

const text = (at: number) =>
  `States should, in line with measure ${String(at)} of the plan, share evidence of kind ${String(at % 97)} without delay.`

const list = (rows: number) =>
  `No;Text;State\n${Array.from({ length: rows }, (_, at) => `${String(at)};${text(at)};Norway, Chile`).join('\n')}\n`

/** Files that cost most to read, or to refuse. */
const worst: readonly [string, string, () => string | Uint8Array][] = [
  ['200,000 rows', 'rows.csv', () => list(200_000)],
  ['50 MB of text', 'long.txt', () => `${text(1)}\n`.repeat(600_000).slice(0, 50_000_000)],
  ['one cell of 10 MB', 'cell.csv', () => `Text\n"${'States should act. '.repeat(550_000)}"\n`],
  ['400,000 elements', 'large.docx', () => wordFile(paragraph(text(1)).repeat(65_000))],
  ['a zip bomb', 'bomb.docx', () => wordFile('<w:p/>'.repeat(16_000_000))],
]

/** How long a list takes from the command line, and how long others wait while the worst files are read. */
export async function runImport(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-import-'))
  const db = openDatabase(join(folder, 'rapporteur.sqlite'))
  await migrate(db)
  await openSample(db, new Date())
  const place = await aMeeting(db)
  const rapporteur = await aRapporteur(db)
  const ours: Record<string, number> = {}
  const file = join(folder, 'list.csv')
  writeFileSync(file, list(fromCommandLine))
  const started = performance.now()
  const { stdout } = await promisify(execFile)(
    'npm',
    ['run', '-s', 'rapporteur', '--', 'import', file, '--meeting', place.meeting, '--json'],
    { env: { ...process.env, DATA_DIR: folder }, maxBuffer: 100_000_000 },
  )
  ours['commandLineSeconds'] = (performance.now() - started) / 1_000
  const { imported } = JSON.parse(stdout) as { imported: number }
  console.log(
    `${String(imported)} rows from the command line: ${ours['commandLineSeconds'].toFixed(1)} s, program start included`,
  )
  let ok = imported === fromCommandLine
  const server = await startServer({
    DATA_DIR: folder,
    MAX_IMPORT_BYTES: '60000000',
    MAX_IMPORT_ROWS: '250000',
  })
  const cookie = await signInAs(server, rapporteur.participant)
  for (const [name, fileName, make] of worst) {
    const form = new FormData()
    form.set('topic', place.topic)
    form.set('language', '')
    form.set('encoding', '')
    form.set('file', new Blob([Buffer.from(make())]), fileName)
    const waits: number[] = []
    let isDone = false
    const looking = (async () => {
      while (!isDone) {
        const asked = performance.now()
        const answer = await fetch(`${server.url}/healthz`)
        await answer.arrayBuffer()
        waits.push(performance.now() - asked)
        await new Promise((resolve) => setTimeout(resolve, looksEveryMs))
      }
    })()
    const sent = performance.now()
    const answer = await fetch(`${server.url}/meetings/${place.meeting}/import`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: server.url },
      body: form,
    })
    const id = answer.headers.get('location')?.split('/').at(-1) ?? ''
    let status = 'not sent'
    while (id !== '') {
      const found = await findImportFile(db, id)
      status = found?.refusal ?? found?.status ?? 'not there'
      if (found?.status !== 'waiting' && found?.status !== 'reading') break
      await new Promise((resolve) => setTimeout(resolve, looksEveryMs))
    }
    isDone = true
    await looking
    ok &&= id !== ''
    const sorted = waits.toSorted((a, b) => a - b)
    const [median = 0, most = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    ours[`${fileName} p50`] = median
    ours[`${fileName} max`] = most
    console.log(
      `${name.padEnd(18)} ${((performance.now() - sent) / 1_000).toFixed(1)} s, ${status}; /healthz p50 ${median.toFixed(0)} ms, max ${most.toFixed(0)} ms`,
    )
  }
  await server.stop()
  await db.destroy()
  rmSync(folder, { recursive: true })
  console.log(JSON.stringify({ bench: 'import', ours, peers: {}, ratios: {}, ok }))
  return ok
}
