import { afterEach, expect, test } from 'vitest'
import type { Db } from '#db/client'
import type { AmendmentId } from '#domain/ids'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { canonicalWriter } from '#server/pool/long-texts'
import { createPool, type Pool } from '#server/pool/pool'
import { writeHere } from '#server/texts/canonical-form'
import { getAmendment, made } from '#tests/amendment-factories'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aTabledRecommendation, write } from '#tests/factories'
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

const inThreads = (limitWords = 50_000) => {
  const pool = createPool({ waiting: 10, memoryMb: 512, timeMs: 60_000 })
  pools.push(pool)
  return canonicalWriter(pool, limitWords)
}

onEachEngine('long texts', (newDatabase) => {
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
