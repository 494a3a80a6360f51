import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import type { Db, Tx } from '#db/client'
import { loadDocument, saveDocumentSnapshot } from '#db/queries/documents'
import { findMeeting } from '#db/queries/meetings'
import { listMandates } from '#db/queries/tags'
import type { MeetingId, RecommendationId } from '#domain/ids'
import { keepWithoutSource } from '#server/commands/consolidation/keep-without-source'
import { reopenDispositions } from '#server/commands/consolidation/reopen-disposition'
import { addDelegation } from '#server/commands/delegations/add'
import { renameDelegation } from '#server/commands/delegations/rename'
import { adoptList } from '#server/commands/lists/adopt'
import { correctList } from '#server/commands/lists/correct'
import { recordCommissionAction } from '#server/commands/lists/record-commission-action'
import { changeMeetingPlan } from '#server/commands/meetings/change'
import { planMeeting } from '#server/commands/meetings/plan'
import { postponeMeeting } from '#server/commands/meetings/postpone'
import { tagRecommendation } from '#server/commands/recommendations/tag'
import { addTag } from '#server/commands/vocabulary/add-tag'
import { setMandate } from '#server/commands/vocabulary/set-mandate'
import { changeWorkplan } from '#server/commands/workplans/change'
import { listListedTexts } from '#db/queries/lists'
import { recordEvent } from '#db/queries/events'
import { notDerived } from '#domain/record/not-derived'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { sponsorAmendment } from '#server/commands/amendments/sponsor'
import { createCall } from '#server/commands/calls/create'
import { moveCallForComments } from '#server/commands/calls/move'
import { saveWrittenComments } from '#server/commands/calls/save-comments'
import { nothingSeen } from '#domain/comments/merge-remarks'
import { issueList } from '#server/commands/lists/issue'
import { inviteParticipant } from '#server/commands/people/invite'
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
  recordSettingUp,
  type Person,
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
      seen: nothingSeen,
      as: 'submit',
    }),
  )
  const found = await findList(db, list)
  if (!found) throw new Error('The list is there.')
  await issuedFile(db, found, { format: 'docx', language: 'en' }, async () => new Uint8Array([1, 2, 3]))
  await tagAndAnswer(db, secretary, second)
  await changeWhatIsSetUp(db, secretary, place.meeting)
  const { label } = item
  await made(correctList(db, secretary, { list, label, language: 'en', body: 'Read train for share.' }))
  await adoptAndSubmit(db, secretary)
  await keepOneWithoutSource(db, rapporteur, { meeting, paragraph: third })
  const { document } = await getRecommendation(db, first)
  const { doc, lastUpdateId } = await loadDocument(db, document)
  const state = Y.encodeStateAsUpdate(doc)
  await saveDocumentSnapshot(db, { document, updateId: lastUpdateId, state, at: new Date() })
  doc.destroy()
  await made(changeMeeting(db, chair, { meeting, action: 'close' }))
  await makeCheckpoint(db, key, new Date(Date.now() + 120_000))
  return { first, second, list, meeting }
}

/** A tag and a mandate of the vocabulary, given to a text. */
async function tagAndAnswer(db: Db, secretary: Person, recommendation: RecommendationId) {
  const { group } = await getRecommendation(db, recommendation)
  const { tag } = await made(addTag(db, secretary, { group, kind: 'theme', name: { en: 'Evidence' } }))
  await made(setMandate(db, secretary, { group, symbol: 'A/RES/74/173', title: { en: 'Resolution' } }))
  const [mandate] = await listMandates(db, group)
  if (!mandate) throw new Error('There is a mandate.')
  await made(tagRecommendation(db, secretary, { recommendation, change: 'add', tag }))
  await made(tagRecommendation(db, secretary, { recommendation, change: 'add', mandate: mandate.id }))
}

/** A further meeting that was planned, named otherwise and postponed; a delegation; another title of the workplan. */
async function changeWhatIsSetUp(db: Db, secretary: Person, beside: MeetingId) {
  const found = await findMeeting(db, beside)
  if (!found) throw new Error('There is a meeting.')
  const { workplan, group } = found
  const plan = {
    kind: 'thematic' as const,
    title: { en: 'Fifth meeting' },
    place: { en: 'Vienna' },
    timeZone: 'Europe/Vienna',
    symbol: '',
    firstParagraph: 5,
  }
  const days = { startsOn: '2019-03-27', endsOn: '2019-03-29' }
  const { meeting } = await made(
    planMeeting(db, secretary, { workplan, ...plan, ...days, topics: [{ en: 'Evidence' }] }),
  )
  await made(changeMeetingPlan(db, secretary, { meeting, ...plan, symbol: 'EG.4/2019/1' }))
  const later = { startsOn: '2019-04-03', endsOn: '2019-04-05' }
  await made(postponeMeeting(db, secretary, { meeting, ...later, reason: { en: 'The room is taken.' } }))
  await made(
    changeWorkplan(db, secretary, { workplan, title: { en: 'Workplan' }, fromYear: 2018, toYear: 2021 }),
  )
  const kind = 'intergovernmental-organization'
  const { delegation } = await made(
    addDelegation(db, secretary, { group, kind, code: 'UNICRI', name: { en: 'Institute' } }),
  )
  await made(renameDelegation(db, secretary, { delegation, name: { en: 'The Institute' } }))
  return { meeting, delegation }
}

/** Another meeting adopts its list, which goes to the Commission. */
async function adoptAndSubmit(db: Db, secretary: Person) {
  const { meeting, ids, chair } = await paragraphs(db, 1)
  for (const id of ids) await made(agreeParagraph(db, chair, { recommendation: id }))
  const { list } = await made(adoptList(db, chair, { meeting, title: { en: 'Adopted' } }))
  for (const kind of ['submitted', 'took-note'] as const) {
    const facts = { takenOn: '2021-05-17', symbol: 'E/1', session: '30', agendaItem: '5', remarks: 'Yes.' }
    await made(recordCommissionAction(db, secretary, { list, kind, language: 'en', ...facts }))
  }
}

async function keepOneWithoutSource(
  db: Db,
  rapporteur: Person,
  { meeting, paragraph }: { meeting: MeetingId; paragraph: RecommendationId },
) {
  const target = await db
    .selectFrom('disposition_target')
    .innerJoin('disposition', 'disposition.id', 'disposition_target.disposition_id')
    .select('disposition.recommendation_id')
    .where('disposition_target.recommendation_id', '=', paragraph)
    .executeTakeFirstOrThrow()
  const source = target.recommendation_id as RecommendationId
  await made(reopenDispositions(db, rapporteur, { meeting, sources: [source] }))
  await made(keepWithoutSource(db, rapporteur, { meeting, paragraph, reason: 'Proposed in the room.' }))
}

class Undone extends Error {}

/** What is found after a change that is undone again; undefined where the database refused the change. */
async function foundAfter(db: Db, change: (tx: Tx) => Promise<unknown>): Promise<Difference[] | undefined> {
  let found: Difference[] | undefined
  let isRefused = false
  try {
    await db.transaction().execute(async (tx) => {
      await sql`pragma defer_foreign_keys = on`.execute(tx)
      try {
        await change(tx)
      } catch {
        // A constraint of the table.
        isRefused = true
        throw new Undone()
      }
      // Whatever was written, this finds it and does not throw.
      found = (await verify(tx)).differences
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
  return isRefused ? undefined : found
}

const isListed = (table: string, column: string) => {
  const known = notDerived[table]
  return known === 'all' || known?.includes(column) === true
}

/** Other values for a cell, by what somebody might do to it. */
const otherValues = (column: string) => ({
  altered: sql`case typeof(${sql.ref(column)})
    when 'text' then ${sql.ref(column)} || 'x' when 'null' then 'x'
    when 'blob' then zeroblob(3) else ${sql.ref(column)} + 1 end`,
  emptied: sql`case typeof(${sql.ref(column)}) when 'null' then '' else null end`,
  garbled: sql`'{"not": json'`,
})

const rowsOf = async (db: Db, table: string): Promise<number[]> => {
  // A key that is a whole number is the row number, and would give it its name.
  const { rows } = await sql<{
    place: number
  }>`select rowid as place from ${sql.table(table)} order by place`.execute(db)
  return rows.map(({ place }) => place)
}

describe('every table, several rows, every column', () => {
  onEachEngine('mutations', (newDatabase, engine) => {
    test.runIf(engine === 'sqlite')(
      'verify names what was changed, emptied, garbled, deleted or doubled by hand, and throws at none of it',
      { timeout: 1_200_000 },
      async () => {
        const db = await newDatabase()
        recordSettingUp(db)
        await aRecord(db)
        expect((await verify(db)).differences).toEqual([])
        const tables = (await db.introspection.getTables({ withInternalKyselyTables: true })).map(
          ({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }),
        )
        const unnoticed = new Set<string>()
        const misnamed = new Set<string>()
        const summary: string[] = []
        for (const { name, columns } of tables) {
          const rows = await rowsOf(db, name)
          const counts = { mutations: 0, found: 0, refused: 0 }
          const note = async (what: string, change: (tx: Tx) => Promise<unknown>) => {
            counts.mutations += 1
            const differences = await foundAfter(db, change)
            if (differences === undefined) counts.refused += 1
            else if (differences.length > 0) counts.found += 1
            else unnoticed.add(`${name}.${what}`)
            if (differences?.some((difference) => difference.table === '' || difference.says === ''))
              misnamed.add(`${name}.${what}`)
          }
          const [first, middle, last] = [rows[0], rows[rows.length >> 1], rows.at(-1)]
          const chosen = notDerived[name] === 'all' ? [first] : [...new Set([first, middle, last])]
          for (const row of chosen) {
            if (row === undefined) continue
            const here = sql`where rowid = ${row}`
            await note('(row)', (tx) => sql`delete from ${sql.table(name)} ${here}`.execute(tx))
            await note('(double)', (tx) => {
              const copied = columns.map((column) =>
                column === 'id' || column === 'sequence'
                  ? sql`${sql.ref(column)} || '9'`
                  : sql`${sql.ref(column)}`,
              )
              return sql`insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))})
                select ${sql.join(copied)} from ${sql.table(name)} ${here}`.execute(tx)
            })
            for (const column of columns) {
              for (const [how, value] of Object.entries(otherValues(column))) {
                if (how !== 'altered' && row !== first) continue
                await note(how === 'altered' ? column : `${column} ${how}`, (tx) =>
                  sql`update ${sql.table(name)} set ${sql.ref(column)} = ${value} ${here}`.execute(tx),
                )
              }
            }
          }
          summary.push(
            rows.length === 0
              ? `${name}: no row`
              : `${name}: ${String(counts.mutations)} mutations, ${String(counts.found)} found, ${String(counts.refused)} refused by the database`,
          )
        }
        if (process.env['SHOW_MUTATIONS'])
          process.stdout.write(`${summary.join('\n')}\n${[...unnoticed].join('\n')}\n`)
        const unlisted = [...unnoticed].filter((what) => {
          const [table = '', column = ''] = what.split(/[. ]/u)
          return !isListed(table, column)
        })
        expect(unlisted).toEqual([])
        expect([...misnamed]).toEqual([])
        // A table without a row shows nothing: it must be one that is not derived.
        const empty = summary.flatMap((line) => /^(\w+): no row$/u.exec(line)?.[1] ?? [])
        expect(empty.filter((table) => notDerived[table] !== 'all')).toEqual([])
        const documentation = readFileSync('docs/RECORD.md', 'utf8')
        expect(Object.keys(notDerived).filter((table) => !documentation.includes(`\`${table}\``))).toEqual([])
        const known = new Set(tables.map(({ name }) => name))
        expect(Object.keys(notDerived).filter((table) => !known.has(table))).toEqual([])
      },
    )
  })
})

onEachEngine('the record', (newDatabase) => {
  test('what was changed of groups, meetings, delegations and roles is derived, beside what was set up', async () => {
    const db = await newDatabase()
    const { place } = await aTabledRecommendation(db)
    const secretary = await aSecretary(db)
    const { meeting, delegation } = await changeWhatIsSetUp(db, secretary, place.meeting)
    const group = (await findMeeting(db, meeting))?.group
    if (!group) throw new Error('There is a meeting.')
    const post = { canSend: false, address: 'http://localhost' }
    const person = { name: 'A. Person', email: 'a.person@example.org', language: 'en' as const }
    const invited = await made(
      inviteParticipant(db, secretary, post, { group, ...person, role: 'delegate', delegation }),
    )
    expect((await verify(db)).differences).toEqual([])
    const changes = {
      membership: { role: 'chair' },
      delegation: { code: 'OTHER' },
      topic: { title: '{"en":"Another"}' },
      meeting: { place: '{"en":"Elsewhere"}' },
      workplan: { to_year: 2030 },
    }
    const rows = { membership: invited.membership, delegation, meeting }
    for (const [table, change] of Object.entries(changes)) {
      const row = rows[table as keyof typeof rows]
      const where = row ? sql`where id = ${row}` : sql``
      const [column = '', value] = Object.entries(change)[0] ?? []
      let found: Difference[] = []
      const undone = new Undone()
      await db
        .transaction()
        .execute(async (tx) => {
          await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value} ${where}`.execute(tx)
          found = (await verify(tx)).differences
          throw undone
        })
        .catch((error: unknown) => {
          if (error !== undone) throw error
        })
      expect(found, table).toContainEqual(
        expect.objectContaining({ table, says: expect.stringContaining(column) as string }),
      )
    }
  })

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
