import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { sql } from 'kysely'
import { chromium, type Browser } from 'playwright-core'
import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'
import { findAmendment } from '#db/queries/amendments'
import type { RecommendationId } from '#domain/ids'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { openSample } from '#server/sample'
import { readMergeDesk } from '#server/texts/merge-desk'
import {
  aDelegate,
  aMeeting,
  aRapporteur,
  aTabledRecommendation,
  getRecommendation,
  write,
} from '#tests/factories'
import { signInAs, startServer } from '../sample-server'
import type { Person } from '../factories'
import { runPages } from './pages'

const recommendations = 300
const amendments = 1_000
const onOneParagraph = 100
const wordsInParagraph = 2_000
const visits = 20
const browserVisits = 5

type Prepared = { meeting: string; paragraph: RecommendationId; rapporteur: string }

/** Words that differ from each other, so that a place in the text is one place. */
const words = (count: number) => Array.from({ length: count }, (_, at) => `word${String(at)}`)

async function tableOne(db: Db, by: Person, recommendation: RecommendationId, at: number) {
  const made = await amendRecommendation(db, by, { recommendation })
  if (!made.ok) throw new Error(made.refusal)
  const draft = await findAmendment(db, made.amendment)
  const { text } = await getRecommendation(db, recommendation)
  if (!draft) throw new Error('The amendment is not there.')
  const changed = text.split(' ')
  changed[at % changed.length] = `change${String(at)} by delegation`
  await write(db, draft.document, by, changed.join(' '))
  const tabled = await tableAmendment(db, by, { amendment: made.amendment, rationale: 'As we said.' })
  if (!tabled.ok) throw new Error(tabled.refusal)
}

/** A meeting as at the end of a long session. */
async function prepare(file: string): Promise<Prepared> {
  const db = openDatabase(file)
  await migrate(db)
  await openSample(db, new Date())
  // Only the preparation: what is measured is the server's own connection.
  await sql`pragma synchronous = off`.execute(db)
  const place = await aMeeting(db)
  const delegates: Person[] = []
  for (let count = 0; count < 20; count++) delegates.push(await aDelegate(db))
  const delegate = (at: number) => {
    const one = delegates[at % delegates.length]
    if (!one) throw new Error('There are delegates.')
    return one
  }
  const ids: RecommendationId[] = []
  for (let at = 0; at < recommendations; at++) {
    const text = words(at === 0 ? wordsInParagraph : 40).join(' ')
    ids.push((await aTabledRecommendation(db, { place, by: delegate(at), text })).id)
  }
  const [paragraph] = ids
  if (!paragraph) throw new Error('There is a paragraph.')
  for (let at = 0; at < amendments; at++) {
    const target = at < onOneParagraph ? paragraph : ids[1 + (at % (ids.length - 1))]
    // A tenth of those on the one paragraph compete with others.
    const spot = at % 10 === 0 ? 7 : at * 19
    if (target) await tableOne(db, delegate(at), target, spot)
  }
  const rapporteur = await aRapporteur(db)
  await db.destroy()
  return { meeting: place.meeting, paragraph, rapporteur: rapporteur.participant }
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

async function timed(count: number, work: () => Promise<unknown>) {
  const times: number[] = []
  for (let at = 0; at < count; at++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  const first = times[0] ?? 0
  const sorted = times.toSorted((a, b) => a - b)
  return { first, p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
}

/** How long a page takes in a browser until its scripts answer a click. */
async function timeToInteractive(browser: Browser, url: string, cookie: string, control: string) {
  const { hostname } = new URL(url)
  const [name = '', value = ''] = cookie.split('=')
  const context = await browser.newContext()
  await context.addCookies([{ name, value, domain: hostname, path: '/' }])
  const result = await timed(browserVisits, async () => {
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'commit' })
    await page.waitForFunction(
      (selector) => {
        const found = document.querySelector(selector)
        return found !== null && Object.keys(found).some((key) => key.startsWith('__reactProps'))
      },
      control,
      { polling: 'raf' },
    )
    await page.close()
  })
  await context.close()
  return result
}

/** The pages with long lists, and the merge desk with many amendments. Prints what it measured. */
export async function runDesk(): Promise<boolean> {
  const pages = await runPages()
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-desk-'))
  const file = join(folder, 'rapporteur.sqlite')
  console.log(
    `desk: a meeting with ${String(recommendations)} recommendations and ${String(amendments)} amendments, ` +
      `${String(onOneParagraph)} of them on one paragraph of ${String(wordsInParagraph)} words. Milliseconds.`,
  )
  const { meeting, paragraph, rapporteur } = await prepare(file)
  const server = await startServer({ DATA_DIR: folder })
  const cookie = await signInAs(server, rapporteur)
  const at = `/meetings/${meeting}/recommendations/${paragraph}`
  let { ok } = pages
  const get = async (path: string) => {
    const answer = await fetch(server.url + path, { headers: { cookie } })
    await answer.arrayBuffer()
    ok &&= answer.ok
  }
  const post = async (path: string, form: Record<string, string>) => {
    const answer = await fetch(server.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: server.url },
      body: new URLSearchParams(form),
    })
    ok &&= answer.status === 302
  }
  const db = openDatabase(file)
  const { entries } = await readMergeDesk(db, await getRecommendation(db, paragraph))
  ok &&= entries.length === onOneParagraph
  let next = 0
  const figures = {
    meetingPage: await timed(visits, () => get(`/meetings/${meeting}`)),
    draftingDesk: await timed(visits, () => get(at)),
    mergeDesk: await timed(visits, () => get(`${at}/merge`)),
    choose: await timed(visits, async () => {
      const entry = entries[next++]
      if (entry)
        await post(`${at}/merge`, {
          intent: 'choose',
          amendment: entry.amendment.id,
          index: String(entry.change.index),
          choice: 'accept',
        })
    }),
    merge: await timed(1, async () => {
      const { seen } = await readMergeDesk(db, await getRecommendation(db, paragraph))
      await post(`${at}/merge`, { intent: 'merge', seen, reason: '' })
    }),
  }
  await db.destroy()
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? (await sparticuz.executablePath()),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })
  const interactive = {
    meetingPage: await timeToInteractive(
      browser,
      `${server.url}/meetings/${meeting}`,
      cookie,
      'main form button',
    ),
    mergeDesk: await timeToInteractive(browser, `${server.url}${at}/merge`, cookie, '.choice-buttons button'),
  }
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  for (const [kind, measured] of Object.entries({
    'server time': figures,
    'time to interactive': interactive,
  }))
    for (const [what, { first, p50, p95 }] of Object.entries(measured))
      console.log(
        `${kind.padEnd(20)} ${what.padEnd(13)} first ${first.toFixed(0).padStart(6)}  p50 ${p50.toFixed(0).padStart(6)}  p95 ${p95.toFixed(0).padStart(6)}`,
      )
  console.log(
    JSON.stringify({
      bench: 'desk',
      ours: { pages: pages.figures, server: figures, interactive },
      peers: {},
      ratios: {},
      ok,
    }),
  )
  return ok
}
