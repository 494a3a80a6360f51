import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'
import { findAmendment } from '#db/queries/amendments'
import { findMeeting } from '#db/queries/meetings'
import type { AmendmentId } from '#domain/ids'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { canonicalWriter } from '#server/pool/long-texts'
import { createPool } from '#server/pool/pool'
import { defaultLimitWords, type WriteCanonical } from '#server/texts/write-canonical'
import { readAmendmentPage } from '#server/views/amendment-page'
import { aDelegate, aMeeting, aTabledRecommendation, write, type Person } from '../factories'

/** Changes that one amendment brings; the last one is beyond the limit and has to be refused at once. */
const cases = {
  changed10000: { before: 10_000, after: (at: number) => `new${String(at)}`, words: 10_000 },
  every2ndOf20000: {
    before: 20_000,
    after: (at: number) => (at % 2 === 0 ? `new${String(at)}` : wordAt(at)),
    words: 20_000,
  },
  new15000: { before: 3, after: wordAt, words: 15_000 },
  new60000: { before: 3, after: wordAt, words: 60_000 },
} as const

/** The targets, in milliseconds. */
const most = { tabling: 1_000, blocked: 50 }

function wordAt(at: number): string {
  return `word${String((at * 7_919) % 4_001)}`
}

const textOf = (words: number, wordOf: (at: number) => string) =>
  Array.from({ length: words }, (_, at) => wordOf(at) + (at % 100 === 99 ? '.\n' : ' '))
    .join('')
    .trim()

type Figures = { ms: number; blockedMs: number; answer: string }

/** How long some work takes, and how long it keeps the event loop from everybody else at once. */
async function watched(work: () => Promise<string>): Promise<Figures> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  // It measures from one of its turns to the next: the first one only begins.
  await new Promise((resolve) => setTimeout(resolve, 20))
  delay.reset()
  const startedMs = performance.now()
  const answer = await work()
  const ms = performance.now() - startedMs
  await new Promise((resolve) => setTimeout(resolve, 20))
  delay.disable()
  return { ms, blockedMs: delay.max / 1e6, answer }
}

async function prepare(db: Db, by: Person, { before, after, words }: (typeof cases)[keyof typeof cases]) {
  const place = await aMeeting(db)
  const item = await aTabledRecommendation(db, { place, by, text: textOf(before, wordAt) })
  const made = await amendRecommendation(db, by, { recommendation: item.id })
  if (!made.ok) throw new Error(made.refusal)
  const draft = await findAmendment(db, made.amendment)
  if (!draft) throw new Error('The amendment is not there.')
  await write(db, draft.document, by, textOf(words, after))
  return made.amendment
}

async function readPage(db: Db, by: Person, id: AmendmentId): Promise<string> {
  const amendment = await findAmendment(db, id)
  const meeting = amendment && (await findMeeting(db, amendment.recommendation.meeting))
  if (!amendment || !meeting) throw new Error('The amendment is not there.')
  await readAmendmentPage(db, by, meeting, amendment, { chosen: undefined, view: 'inline' })
  return 'read'
}

/** Tables amendments that change thousands of words, and reads their pages. Prints what it measured. */
export async function runTabling(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-tabling-'))
  const db = openDatabase(join(folder, 'rapporteur.sqlite'))
  await migrate(db)
  const pool = createPool({ waiting: 10, memoryMb: 512, timeMs: 60_000 })
  const table = canonicalWriter(pool, defaultLimitWords)
  await warmUp(pool)
  const by = await aDelegate(db)
  const figures: Record<string, { tabling: Figures; page?: Figures }> = {}
  for (const [name, one] of Object.entries(cases)) {
    const amendment = await prepare(db, by, one)
    const tabling = await watched(() => tableOne(db, by, amendment, table))
    figures[name] = { tabling }
    if (tabling.answer === 'tabled') figures[name].page = await watched(() => readPage(db, by, amendment))
    for (const [what, { ms, blockedMs, answer }] of Object.entries(figures[name]))
      console.log(
        `${name.padEnd(16)} ${what.padEnd(8)} ${ms.toFixed(0).padStart(6)} ms  blocked ${blockedMs.toFixed(0).padStart(5)} ms  ${answer}`,
      )
  }
  await db.destroy()
  await pool.close()
  rmSync(folder, { recursive: true, force: true })
  const tabled = figures['changed10000']?.tabling
  const ok =
    tabled?.answer === 'tabled' &&
    tabled.ms < most.tabling &&
    tabled.blockedMs < most.blocked &&
    figures['new15000']?.tabling.answer === 'tabled' &&
    figures['new60000']?.tabling.answer === 'too-much-changed'
  console.log(JSON.stringify({ bench: 'tabling', ours: figures, peers: {}, ratios: {}, ok }))
  return ok
}

async function tableOne(db: Db, by: Person, amendment: AmendmentId, write: WriteCanonical): Promise<string> {
  const result = await tableAmendment(db, by, { amendment, rationale: 'As we said.' }, write)
  return result.ok ? 'tabled' : result.refusal
}

/** A server that has been up for a while has its thread. */
async function warmUp(pool: ReturnType<typeof createPool>): Promise<void> {
  await pool.run('estimate-password', { password: 'warm', related: [] })
}
