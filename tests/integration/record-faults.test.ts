import { generateKeyPairSync } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { findLastCheckpoint } from '#db/queries/checkpoints'
import { listAllLists } from '#db/queries/lists'
import { sha256 } from '#domain/hash'
import { operator } from '#domain/people/participants'
import { issueList } from '#server/commands/lists/issue'
import { exporters } from '#server/formats/out/exporters'
import { readExport } from '#server/publications/read-export'
import { publicKeyOf } from '#server/record/checkpoints'
import { verifyFile } from '#server/record/verify-file'
import { verifyRecord } from '#server/record/verify-record'
import { watchCheckpoints } from '#server/workers/checkpoints'
import { made } from '../amendment-factories'
import { onEachEngine } from '../engines'
import { aMeeting, aRapporteur, aTabledRecommendation } from '../factories'

const { privateKey: key } = generateKeyPairSync('ed25519')

onEachEngine('faults around the record', (newDatabase, engine) => {
  test.runIf(engine === 'sqlite')(
    'a checkpoint that finds the disk full is logged, stops nobody, and is written once there is room',
    async () => {
      const db = await newDatabase()
      await aTabledRecommendation(db)
      await sql`create trigger full_disk before insert on checkpoint
        begin select raise(abort, 'database or disk is full'); end`.execute(db)
      const logged: unknown[] = []
      const outcomes: string[] = []
      const events = new EventEmitter()
      const failed = once(events, 'error-logged')
      const error = (entry: unknown) => {
        logged.push(entry)
        events.emit('error-logged')
      }
      const watch = watchCheckpoints(db, key, { error }, (outcome) => outcomes.push(outcome))
      await failed
      expect(logged).toMatchObject([{ err: { message: 'database or disk is full' } }])
      // Work goes on meanwhile, and nothing half-written is left.
      await aTabledRecommendation(db)
      expect(await findLastCheckpoint(db)).toBeUndefined()
      await sql`drop trigger full_disk`.execute(db)
      watch.wake()
      await watch.close()
      expect(await findLastCheckpoint(db)).toBeDefined()
      expect(logged).toHaveLength(1)
      expect(outcomes).toEqual(['failed', 'done'])
      const publicKey = publicKeyOf(key)
      expect((await verifyRecord(db, { publicKey, checkpoints: [] })).differences).toEqual([])
    },
  )

  test('a list that is exported while it is issued is not there, or there as a whole', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const texts = Array.from({ length: 12 }, (_, index) => `States should do ${String(index)}.`)
    for (const text of texts) await aTabledRecommendation(db, { text, place })
    const rapporteur = await aRapporteur(db)
    let isIssued = false
    const issuing = made(
      issueList(db, rapporteur, { meeting: place.meeting, title: { en: 'List' } }),
    ).finally(() => {
      isIssued = true
    })
    let looks = 0
    while (!isIssued) {
      looks += 1
      for (const list of await listAllLists(db)) {
        expect(sha256(list.canonical)).toBe(list.hash)
        const exported = await readExport(db, operator, list, 'en', [])
        expect(exported.facts.items).toHaveLength(texts.length)
      }
    }
    expect(looks).toBeGreaterThan(0)
    const { list: id } = await issuing
    const [list] = await listAllLists(db)
    if (list?.id !== id) throw new Error('The list is there.')
    const text = String(await exporters.json.write(await readExport(db, operator, list, 'en', [])))
    expect(await verifyFile(db, new TextEncoder().encode(text))).toMatchObject({ is: 'same-content' })
  })
})
