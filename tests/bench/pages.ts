import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'
import type { MeetingId, TopicId } from '#domain/ids'
import type { ParsedRow } from '#domain/imports/parsed-row'
import { paragraphsOf } from '#domain/text/content'
import { importRecommendations } from '#server/commands/imports/run'
import { issueList } from '#server/commands/lists/issue'
import { openSample } from '#server/sample'
import {
  aDelegate,
  aMeeting,
  anEvaluationMeeting,
  aRapporteur,
  aSecretary,
  type Person,
} from '#tests/factories'
import { signInAs, startServer } from '../sample-server'

const itemsInMeeting = 2_000
const wordsInItem = 60
const visits = 40
/** What each page may take. */
const mostMs = 100
const mostBytes = 200_000

type Page = { name: string; path: string; by?: 'secretary' | 'delegate' }
export type PageFigures = { p50: number; p95: number; kB: number; ok: boolean }

const rowOf = (index: number): ParsedRow => ({
  line: index + 1,
  content: paragraphsOf(
    Array.from({ length: wordsInItem }, (_, word) => `word${String((index * 7 + word * 13) % 5_000)}`).join(
      ' ',
    ) + ` item ${String(index)}.`,
  ),
  proposers: [],
  tags: [],
  kind: 'recommendation',
  language: 'en',
  notes: [],
  remarks: [],
  doubts: [],
})

async function fill(db: Db, by: Person, place: { meeting: MeetingId; topic: TopicId }, from: number) {
  const rows = Array.from({ length: itemsInMeeting }, (_, index) => rowOf(from + index))
  const done = await importRecommendations(db, by, { ...place, rows, source: 'bench.csv' })
  if (!done.ok) throw new Error(done.refusal)
}

/** Two meetings of 2,000 items, one of them listed and before an evaluation meeting. */
async function prepare(file: string): Promise<{ pages: Page[]; people: Record<string, string> }> {
  const db = openDatabase(file)
  await migrate(db)
  await openSample(db, new Date())
  await sql`pragma synchronous = off`.execute(db)
  const [open, listed] = [await aMeeting(db), await aMeeting(db)]
  const [secretary, rapporteur, delegate] = [await aSecretary(db), await aRapporteur(db), await aDelegate(db)]
  await fill(db, secretary, open, 0)
  await fill(db, secretary, listed, itemsInMeeting)
  const list = await issueList(db, rapporteur, { meeting: listed.meeting, title: { en: 'List' } })
  if (!list.ok) throw new Error(list.refusal)
  const evaluation = await anEvaluationMeeting(db, listed.meeting)
  await db.destroy()
  const people = { secretary: secretary.participant, delegate: delegate.participant }
  return {
    people,
    pages: [
      { name: 'home', path: '/' },
      { name: 'today', path: '/today', by: 'secretary' },
      { name: 'today, one kind', path: '/today?only=notTakenUp&page=20', by: 'secretary' },
      { name: 'today, delegate', path: '/today', by: 'delegate' },
      { name: 'meeting', path: `/meetings/${open.meeting}`, by: 'secretary' },
      { name: 'meeting, last page', path: `/meetings/${open.meeting}?page=40`, by: 'delegate' },
      { name: 'meeting, search', path: `/meetings/${open.meeting}?q=word42`, by: 'delegate' },
      { name: 'meeting, visitor', path: `/meetings/${listed.meeting}` },
      { name: 'issue a list', path: `/meetings/${open.meeting}/list`, by: 'secretary' },
      { name: 'list', path: `/lists/${list.list}` },
      { name: 'list, last page', path: `/lists/${list.list}?page=40` },
      { name: 'consolidation', path: `/meetings/${evaluation.meeting}/consolidation`, by: 'secretary' },
      {
        name: 'desk, search',
        path: `/meetings/${evaluation.meeting}/consolidation?q=word42+item`,
        by: 'secretary',
      },
      {
        name: 'desk, groups',
        path: `/meetings/${evaluation.meeting}/consolidation?groups`,
        by: 'secretary',
      },
      { name: 'items by API', path: `/api/v1/recommendations?meeting=${open.meeting}`, by: 'secretary' },
    ],
  }
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** The pages that show long lists, with 2,000 items in a meeting. Prints what it measured. */
export async function runPages(): Promise<{ figures: Record<string, PageFigures>; ok: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-pages-'))
  const { pages, people } = await prepare(join(folder, 'rapporteur.sqlite'))
  const server = await startServer({ DATA_DIR: folder })
  const cookies: Record<string, string> = {}
  for (const [name, id] of Object.entries(people)) cookies[name] = await signInAs(server, id)
  console.log(
    `pages: ${String(itemsInMeeting)} tabled items of ${String(wordsInItem)} words in a meeting, as many in an issued list. ` +
      `Time of the whole answer without compression, ${String(visits)} visits.`,
  )
  const figures: Record<string, PageFigures> = {}
  for (const { name, path, by } of pages) {
    const times: number[] = []
    let bytes = 0
    let ok = true
    for (let visit = 0; visit < visits; visit++) {
      const started = performance.now()
      const answer = await fetch(server.url + path, {
        headers: { 'accept-encoding': 'identity', ...(by && { cookie: cookies[by] ?? '' }) },
        redirect: 'manual',
      })
      const body = await answer.arrayBuffer()
      if (visit > 1) times.push(performance.now() - started)
      bytes = body.byteLength
      ok &&= answer.status === 200
    }
    const sorted = times.toSorted((a, b) => a - b)
    const measured = { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), kB: bytes / 1000 }
    const fits = ok && measured.p95 < mostMs && bytes < mostBytes
    figures[name] = { ...measured, ok: fits }
    console.log(
      `${name.padEnd(20)} p50 ${measured.p50.toFixed(0).padStart(5)} ms  p95 ${measured.p95.toFixed(0).padStart(5)} ms  ` +
        `${measured.kB.toFixed(0).padStart(6)} kB  ${fits ? '' : ok ? `over ${String(mostMs)} ms or ${String(mostBytes / 1000)} kB` : 'no answer'}`,
    )
  }
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  return { figures, ok: Object.values(figures).every((figure) => figure.ok) }
}
