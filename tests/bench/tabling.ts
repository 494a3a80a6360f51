import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'
import { findAmendment } from '#db/queries/amendments'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import type { AmendmentId } from '#domain/ids'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { openLongTexts, type LongTexts } from '#server/pool/long-texts'
import { createPool } from '#server/pool/pool'
import { defaultLimitWords } from '#server/texts/write-canonical'
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

async function readPage(db: Db, by: Person, id: AmendmentId, longTexts: LongTexts): Promise<string> {
  const amendment = await findAmendment(db, id)
  const meeting = amendment && (await findMeeting(db, amendment.recommendation.meeting))
  const item = amendment && (await findRecommendation(db, amendment.recommendation.id))
  if (!amendment || !meeting || !item) throw new Error('The amendment is not there.')
  const asked = { chosen: undefined, view: 'inline' } as const
  await longTexts.readAmendmentPage(item, by, meeting, amendment, asked)
  return 'read'
}

/** Tables amendments that change thousands of words, and reads their pages. Prints what it measured. */
export async function runTabling(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-tabling-'))
  const file = join(folder, 'rapporteur.sqlite')
  const db = openDatabase(file)
  await migrate(db)
  const pool = createPool({ waiting: 10, memoryMb: 512, timeMs: 60_000 })
  const longTexts = openLongTexts(pool, db, file, defaultLimitWords)
  await warmUp(pool)
  const by = await aDelegate(db)
  const figures: Record<string, { tabling: Figures; page?: Figures }> = {}
  for (const [name, one] of Object.entries(cases)) {
    const amendment = await prepare(db, by, one)
    const tabling = await watched(() => tableOne(db, by, amendment, longTexts))
    figures[name] = { tabling }
    if (tabling.answer === 'tabled')
      figures[name].page = await watched(() => readPage(db, by, amendment, longTexts))
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

async function tableOne(db: Db, by: Person, amendment: AmendmentId, longTexts: LongTexts): Promise<string> {
  const result = await tableAmendment(
    db,
    by,
    { amendment, rationale: 'As we said.' },
    longTexts.writeCanonical,
  )
  return result.ok ? 'tabled' : result.refusal
}

/** A server that has been up for a while has its thread. */
async function warmUp(pool: ReturnType<typeof createPool>): Promise<void> {
  await pool.run('estimate-password', { password: 'warm', related: [] })
}
