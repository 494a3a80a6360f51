import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Db, Tx } from '#db/client'
import { listListedTexts } from '#db/queries/lists'
import { recordEvent } from '#db/queries/events'
import { notDerived } from '#domain/record/not-derived'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { sponsorAmendment } from '#server/commands/amendments/sponsor'
import { createCall } from '#server/commands/calls/create'
import { moveCallForComments } from '#server/commands/calls/move'
import { saveWrittenComments } from '#server/commands/calls/save-comments'
import { issueList } from '#server/commands/lists/issue'
import { startInformals } from '#server/commands/informals/start'
import { changeMeeting } from '#server/commands/meetings/change-status'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { makeStatement } from '#server/commands/positions/make-statement'
import { takePosition } from '#server/commands/positions/take'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { sponsorRecommendation } from '#server/commands/recommendations/sponsor'
import { putUnderSilence } from '#server/commands/silences/begin'
import { breakSilence } from '#server/commands/silences/break'
import { makeCheckpoint, publicKeyOf } from '#server/record/checkpoints'
import type { Difference } from '#server/record/compare-tables'
import { issuedFile } from '#server/record/issued-files'
import { verifyRecord } from '#server/record/verify-record'
import { findList } from '#db/queries/lists'
import { previewAmendment } from '#server/texts/amendment-texts'
import { aTabledAmendment, getAmendment, made } from '../amendment-factories'
import { onEachEngine } from '../engines'
import {
  aChair,
  aDelegate,
  aSecretary,
  aTabledRecommendation,
  getRecommendation,
  paragraphs,
} from '../factories'

const { privateKey: key } = generateKeyPairSync('ed25519')
const verify = (db: Db, checkpoints: Parameters<typeof verifyRecord>[1]['checkpoints'] = []) =>
  verifyRecord(db, { publicKey: publicKeyOf(key), checkpoints })

/** A record in which something happened to every table that the record consists of. */
async function aRecord(db: Db) {
  const { meeting, ids, rapporteur, chair } = await paragraphs(db, [
    'States should share.',
    'States should train.',
    'States should report.',
  ])
  const [first, second, third] = ids
  if (!first || !second || !third) throw new Error('There are three paragraphs.')
  const [one, two] = [await aDelegate(db), await aDelegate(db)]
  const secretary = await aSecretary(db)
  if (!one.delegation || !two.delegation) throw new Error('They are delegates.')
  // An amendment with a sponsor, accepted.
  const amendment = await aTabledAmendment(db, first, one, 'States should share evidence.')
  await made(sponsorAmendment(db, two, { amendment }))
  const { seen } = await previewAmendment(db, await getAmendment(db, amendment))
  await made(acceptAmendment(db, rapporteur, { amendment, seen }))
  await aTabledAmendment(db, second, two, 'States should train experts.')
  // Positions, a pen, informals, silence.
  await made(
    takePosition(db, one, {
      recommendation: second,
      stance: 'need-changes',
      audience: 'all',
      reason: 'Too short.',
    }),
  )
  await made(giveThePen(db, chair, { recommendation: second, delegation: one.delegation }))
  await made(
    startInformals(db, chair, {
      recommendation: second,
      delegations: [one.delegation, two.delegation],
      task: 'Agree.',
    }),
  )
  await made(
    putUnderSilence(db, chair, { recommendation: third, deadline: new Date(Date.now() + 7_200_000) }),
  )
  await made(breakSilence(db, two, { recommendation: third, reason: 'Not yet.' }))
  await made(agreeParagraph(db, chair, { recommendation: first }))
  await made(
    makeStatement(db, two, {
      recommendation: first,
      kind: 'reservation',
      language: 'en',
      body: 'We reserve.',
    }),
  )
  // A draft that is being written, a tabled text with a sponsor, and an issued list with a call.
  const { place, id } = await aTabledRecommendation(db)
  await made(sponsorRecommendation(db, one, { recommendation: id }))
  const { list } = await made(issueList(db, rapporteur, { meeting: place.meeting, title: { en: 'Further' } }))
  const [item] = await listListedTexts(db, list)
  if (!item) throw new Error('The list has an item.')
  const { call } = await made(
    createCall(db, secretary, {
      list,
      title: { en: 'Call' },
      instructions: 'Write.',
      deadline: new Date(Date.now() + 86_400_000),
    }),
  )
  await made(moveCallForComments(db, secretary, { call, action: 'open' }))
  await made(
    saveWrittenComments(db, two, {
      call,
      language: 'en',
      generalRemarks: 'We support it.',
      comments: [{ item: item.id, position: 'support', body: 'Good.' }],
      seen: undefined,
      as: 'submit',
    }),
  )
  const found = await findList(db, list)
  if (!found) throw new Error('The list is there.')
  await issuedFile(db, found, { format: 'docx', language: 'en' }, async () => new Uint8Array([1, 2, 3]))
  await made(changeMeeting(db, chair, { meeting, action: 'close' }))
  await makeCheckpoint(db, key, new Date(Date.now() + 120_000))
  return { first, second, list, meeting }
}

class Undone extends Error {}

/** What is found after a change that is undone again. */
async function foundAfter(db: Db, change: (tx: Tx) => Promise<unknown>): Promise<Difference[] | 'refused'> {
  let found: Difference[] | 'refused' = 'refused'
  try {
    await db.transaction().execute(async (tx) => {
      await sql`pragma defer_foreign_keys = on`.execute(tx)
      await change(tx)
      found = (await verify(tx)).differences
      throw new Undone()
    })
  } catch (error) {
    // A constraint of the database, or a value that nothing of ours can read, is refused loudly.
    if (!(error instanceof Undone)) return 'refused'
  }
  return found
}

describe('every table, one row at a time', () => {
  onEachEngine('mutations', (newDatabase, engine) => {
    test.runIf(engine === 'sqlite')(
      'verify names what was changed or deleted by hand, except what is listed as not derived',
      { timeout: 600_000 },
      async () => {
        const db = await newDatabase()
        await aRecord(db)
        expect((await verify(db)).differences).toEqual([])
        const tables = (await db.introspection.getTables()).map(({ name, columns }) => ({
          name,
          columns: columns.map((column) => column.name),
        }))
        const unnoticed: string[] = []
        const summary: string[] = []
        for (const { name, columns } of tables) {
          const { rows } = await sql<{
            rowid: number
          }>`select rowid from ${sql.table(name)} order by rowid limit 1`.execute(db)
          const row = rows[0]?.rowid
          if (row === undefined) {
            summary.push(`${name}: no row`)
            continue
          }
          let [mutations, found] = [0, 0]
          const note = async (what: string, change: (tx: Tx) => Promise<unknown>) => {
            mutations += 1
            const differences = await foundAfter(db, change)
            if (differences === 'refused' || differences.length > 0) found += 1
            else unnoticed.push(`${name}.${what}`)
          }
          await note('(row)', (tx) => sql`delete from ${sql.table(name)} where rowid = ${row}`.execute(tx))
          for (const column of columns) {
            const changed = sql`case typeof(${sql.ref(column)})
              when 'text' then ${sql.ref(column)} || 'x' when 'null' then 'x'
              when 'blob' then zeroblob(3) else ${sql.ref(column)} + 1 end`
            await note(column, (tx) =>
              sql`update ${sql.table(name)} set ${sql.ref(column)} = ${changed} where rowid = ${row}`.execute(
                tx,
              ),
            )
          }
          summary.push(`${name}: ${String(found)} of ${String(mutations)} found`)
        }
        if (process.env['SHOW_MUTATIONS'])
          process.stdout.write(`${summary.join('\n')}\n${unnoticed.join('\n')}\n`)
        const listed = (what: string) => {
          const [table = '', column = ''] = what.split('.')
          const known = notDerived[table]
          return known === 'all' || known?.includes(column) === true
        }
        expect(unnoticed.filter((what) => !listed(what))).toEqual([])
        const documentation = readFileSync('docs/RECORD.md', 'utf8')
        expect(Object.keys(notDerived).filter((table) => !documentation.includes(`\`${table}\``))).toEqual([])
      },
    )
  })
})

onEachEngine('the record', (newDatabase) => {
  test('is derived from the events and the logs, and verifies', async () => {
    const db = await newDatabase()
    const { second } = await aRecord(db)
    expect((await verify(db)).differences).toEqual([])
    expect((await getRecommendation(db, second)).status).toBe('proposed')
  })

  test('deleting the newest events is found with the checkpoint that was kept', async () => {
    const db = await newDatabase()
    const { meeting } = await aRecord(db)
    const checkpoint = await makeCheckpoint(db, key, new Date())
    if (!checkpoint) throw new Error('Something happened.')
    // The meeting was closed by the last event: whoever deletes it opens the meeting again, and deletes the checkpoints.
    await db.deleteFrom('audit_event').where('sequence', '=', checkpoint.sequence).execute()
    await db.updateTable('meeting').set({ status: 'open' }).where('id', '=', meeting).execute()
    await db.deleteFrom('checkpoint').execute()
    expect((await verify(db)).differences).toEqual([])
    const { differences } = await verify(db, [checkpoint])
    expect(differences).toMatchObject([
      { table: 'checkpoint', says: expect.stringContaining('deleted') as string },
    ])
  })

  test('a chain that was computed again is found with the checkpoint that was kept', async () => {
    const db = await newDatabase()
    const { meeting } = await aRecord(db)
    const checkpoint = await makeCheckpoint(db, key, new Date())
    if (!checkpoint) throw new Error('Something happened.')
    await db.deleteFrom('checkpoint').execute()
    await db.deleteFrom('audit_event').where('sequence', '=', checkpoint.sequence).execute()
    const actor = await aChair(db)
    await db
      .transaction()
      .execute((tx) =>
        recordEvent(tx, { type: 'meeting.closed', subject: meeting, meeting, actor, at: new Date() }),
      )
    expect((await verify(db)).differences).toEqual([])
    const { differences } = await verify(db, [checkpoint])
    expect(differences).toMatchObject([{ says: expect.stringContaining('computed again') as string }])
  })

  test('a checkpoint that was altered, or signed with another key, is named', async () => {
    const db = await newDatabase()
    await aTabledRecommendation(db)
    const checkpoint = await makeCheckpoint(db, key, new Date())
    if (!checkpoint) throw new Error('Something happened.')
    const altered = { ...checkpoint, logHash: 'f'.repeat(64) }
    expect((await verify(db, [altered])).differences).toMatchObject([{ says: 'its signature is wrong' }])
    const other = publicKeyOf(generateKeyPairSync('ed25519').privateKey)
    const elsewhere = await verifyRecord(db, { publicKey: other, checkpoints: [] })
    expect(elsewhere.differences).toMatchObject([{ says: 'is signed with another key' }])
    const without = await verifyRecord(db, { publicKey: undefined, checkpoints: [] })
    expect(without.differences).toMatchObject([{ says: expect.stringContaining('key is missing') as string }])
  })

  test('words that were given to another person afterwards are named', async () => {
    const db = await newDatabase()
    const { id, by } = await aTabledRecommendation(db)
    const thief = await aDelegate(db)
    const { document, draftDocument } = await getRecommendation(db, id)
    for (const one of [document, draftDocument ?? document]) {
      await db
        .updateTable('document_author')
        .set({ participant_id: thief.participant })
        .where('document_id', '=', one)
        .where('participant_id', '=', by.participant)
        .execute()
      await db
        .updateTable('document_update')
        .set({ participant_id: thief.participant })
        .where('document_id', '=', one)
        .where('participant_id', '=', by.participant)
        .execute()
    }
    expect((await verify(db)).differences).toMatchObject([
      { table: 'version', says: expect.stringContaining('not by those who wrote them') as string },
    ])
  })
})
