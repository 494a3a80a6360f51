import { afterEach, expect, test } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'
import { findMeeting } from '#db/queries/meetings'
import type { AmendmentId } from '#domain/ids'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { canonicalWriter, openLongTexts } from '#server/pool/long-texts'
import { createPool, type Pool } from '#server/pool/pool'
import { writeHere } from '#server/texts/canonical-form'
import { readAmendmentPage } from '#server/views/amendment-page'
import { getAmendment, made } from '#tests/amendment-factories'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aTabledRecommendation, getRecommendation, write } from '#tests/factories'
import type { Person } from '../factories'

const pools: Pool[] = []
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

const words = (count: number) =>
  Array.from({ length: count }, (_, at) => `word${String((at * 7_919) % 4_001)}`).join(' ')

async function aDraftOf(db: Db, by: Person, text: string): Promise<AmendmentId> {
  const { id } = await aTabledRecommendation(db)
  const { amendment } = await made(amendRecommendation(db, by, { recommendation: id }))
  await write(db, (await getAmendment(db, amendment)).document, by, text)
  return amendment
}

const aPool = () => {
  const pool = createPool({ waiting: 10, memoryMb: 512, timeMs: 60_000 })
  pools.push(pool)
  return pool
}
const inThreads = (limitWords = 50_000) => canonicalWriter(aPool(), limitWords)

onEachEngine('long texts', (newDatabase, _engine, newDatabaseUrl) => {
  test('15,000 new words are tabled in a thread, and the event loop goes on meanwhile', async () => {
    const db = await newDatabase()
    const by = await aDelegate(db)
    const text = words(15_000)
    const amendment = await aDraftOf(db, by, text)
    let turns = 0
    const timer = setInterval(() => (turns += 1), 5)
    const result = await tableAmendment(db, by, { amendment, rationale: 'It is long.' }, inThreads())
    clearInterval(timer)
    expect(result).toEqual({ ok: true })
    expect(turns).toBeGreaterThan(20)
    expect(await getAmendment(db, amendment)).toMatchObject({ status: 'tabled', text })
  })

  test('an amendment that changes too much is refused, and stays the draft that it was', async () => {
    const db = await newDatabase()
    const by = await aDelegate(db)
    const amendment = await aDraftOf(db, by, words(3_000))
    const before = await getAmendment(db, amendment)
    const refused = await tableAmendment(db, by, { amendment, rationale: 'It is long.' }, inThreads(2_000))
    expect(refused).toEqual({ ok: false, refusal: 'too-much-changed' })
    expect(await getAmendment(db, amendment)).toEqual(before)
  })

  test('60,000 new words are more than one amendment may change', async () => {
    const db = await newDatabase()
    const by = await aDelegate(db)
    const amendment = await aDraftOf(db, by, words(60_000))
    const refused = await tableAmendment(db, by, { amendment, rationale: 'It is long.' }, inThreads())
    expect(refused).toEqual({ ok: false, refusal: 'too-much-changed' })
  })

  test('a page that compares long texts is read in a thread, and says the same as here', async () => {
    const url = await newDatabaseUrl()
    const db = openDatabase(url)
    await migrate(db)
    const by = await aDelegate(db)
    const id = await aDraftOf(db, by, words(5_000))
    await made(tableAmendment(db, by, { amendment: id, rationale: 'It is long.' }))
    const amendment = await getAmendment(db, id)
    const item = await getRecommendation(db, amendment.recommendation.id)
    const meeting = await findMeeting(db, item.meeting)
    if (!meeting) throw new Error('The meeting is not there.')
    const { readAmendmentPage: readLong } = openLongTexts(aPool(), db, url, 50_000)
    const asked = { chosen: undefined, view: 'inline' } as const
    let turns = 0
    const timer = setInterval(() => (turns += 1), 5)
    const page = await readLong(item, by, meeting, amendment, asked)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(20)
    expect(page).toEqual(await readAmendmentPage(db, by, meeting, amendment, asked))
    await db.destroy()
  })

  test('what is written while a draft is made canonical is tabled as well', async () => {
    const db = await newDatabase()
    const by = await aDelegate(db)
    const amendment = await aDraftOf(db, by, 'States should act.')
    const { document } = await getAmendment(db, amendment)
    let runs = 0
    const result = await tableAmendment(db, by, { amendment, rationale: '' }, async (job) => {
      runs += 1
      if (runs === 1) await write(db, document, by, 'States should act at once.')
      return writeHere(job)
    })
    expect(result).toEqual({ ok: true })
    expect(runs).toBe(2)
    expect(await getAmendment(db, amendment)).toMatchObject({ text: 'States should act at once.' })
  })
})
