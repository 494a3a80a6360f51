import { ulid } from 'ulid'
import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listEvents } from '#db/queries/events'
import { listDelegations } from '#db/queries/delegations'
import { findItemSource } from '#db/queries/imports'
import {
  deleteStrayBytes,
  findImportBytes,
  findImportFile,
  insertImportBytes,
} from '#db/queries/import-files'
import { countImportRows, insertImportRows, listImportRows } from '#db/queries/import-rows'
import { listRecommendations } from '#db/queries/recommendations'
import { listVersions } from '#db/queries/versions'
import type { DelegationId, ImportId, ImportRowId, MeetingId, TopicId } from '#domain/ids'
import type { RowEdit } from '#domain/imports/edit-row'
import { emptyRow } from '#domain/imports/parsed-row'
import type { JudgedRow } from '#domain/imports/judge-rows'
import { operator, type Actor } from '#domain/people/participants'
import { plainText } from '#domain/text/content'
import { chooseDoubtfulRows } from '#server/commands/imports/choose-doubtful'
import { chooseImportRow } from '#server/commands/imports/choose-row'
import { decideImportChange } from '#server/commands/imports/decide-change'
import { discardImport } from '#server/commands/imports/discard'
import { editImportRow } from '#server/commands/imports/edit-row'
import { joinImportRow } from '#server/commands/imports/join-row'
import { mapImportNames } from '#server/commands/imports/map-names'
import { readingContext } from '#server/commands/imports/reading-context'
import { importRecommendations } from '#server/commands/imports/run'
import { splitImportRow } from '#server/commands/imports/split-row'
import { undoImport } from '#server/commands/imports/undo'
import { uploadImport } from '#server/commands/imports/upload'
import { writeImport } from '#server/commands/imports/write'
import { findMeeting } from '#db/queries/meetings'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aDelegation, aMeeting, aRapporteur, aSecretary } from '#tests/factories'
import { bytesOf, paragraph, read, taken, wordFile } from '#tests/import-files'

const act = 'States should share evidence without delay.'
const train = 'States should train all of their judges.'

/** A file in a meeting that was read, with its rows. */
async function aReadFile(
  db: Db,
  actor: Actor,
  file: string | Uint8Array,
  name = 'list.csv',
  place?: { meeting: MeetingId; topic: TopicId },
) {
  const { meeting, topic } = place ?? (await aMeeting(db))
  const bytes = typeof file === 'string' ? bytesOf(file) : file
  const uploaded = await uploadImport(db, actor, { meeting, topic, name, bytes, options: {} })
  if (!uploaded.ok) throw new Error(uploaded.refusal)
  const found = await findMeeting(db, meeting)
  if (!found) throw new Error('The meeting is there.')
  const context = await readingContext(db, found)
  const { rows } = await read(bytes, name, {}, context)
  await insertImportRows(db, uploaded.import, rows, 0)
  await db
    .updateTable('import_file')
    .set({ status: 'ready', names: JSON.stringify(usedNames(rows)) })
    .where('id', '=', uploaded.import)
    .execute()
  return { import: uploaded.import, meeting, topic, rows }
}

const usedNames = (rows: readonly JudgedRow[]) => ({
  proposers: Object.fromEntries(rows.flatMap(({ row }) => row.proposers.map((name) => [name, 1]))),
  tags: {},
  topics: {},
})

const rowsOf = (db: Db, id: ImportId) => listImportRows(db, id, { filter: 'all', offset: 0, limit: 100 })
const rowId = async (db: Db, id: ImportId, at = 0): Promise<ImportRowId> => {
  const row = (await rowsOf(db, id))[at]
  if (!row) throw new Error('There is no such row.')
  return row.id
}

onEachEngine('brackets of an imported item', (newDatabase) => {
  test('are of the delegation whose code the file names', async () => {
    const db = await newDatabase()
    const { meeting, topic } = await aMeeting(db)
    const delegation = await aDelegation(db, 'NOR')
    const bracket = {
      type: 'bracket' as const,
      reason: '',
      children: [{ type: 'text' as const, text: 'shall' }],
    }
    const content = {
      blocks: [
        {
          type: 'paragraph' as const,
          children: [
            { ...bracket, requestedBy: 'NOR' as DelegationId },
            { ...bracket, requestedBy: 'XXX' as DelegationId },
          ],
        },
      ],
    }
    await importRecommendations(db, operator, {
      meeting,
      topic,
      source: 'test',
      rows: [{ ...emptyRow(1), content }],
    })
    const [item] = await listRecommendations(db, meeting)
    const [version] = item ? await listVersions(db, item.id) : []
    expect(version?.content.blocks[0]?.children).toMatchObject([
      { requestedBy: delegation },
      { requestedBy: '' },
    ])
  })
})

onEachEngine('import', (newDatabase) => {
  test('rows become tabled items with proposers, language, kind and their first version, in one event', async () => {
    const db = await newDatabase()
    const norway = await aDelegation(db, 'NOR')
    const file = `Text,From,Kind,No\n"${act}",NOR,conclusion,5 (a)\nينبغي للدول أن تتعاون دون إبطاء.,Nobody,,\n,NOR,,\n`
    const { rows } = await read(file, 'list.csv')
    const place = await aMeeting(db)
    const result = await importRecommendations(db, operator, {
      ...place,
      rows: taken(rows).map(({ row }) => row),
      source: 'list.csv',
    })
    expect(result).toMatchObject({ ok: true, items: 2 })
    const items = await listRecommendations(db, place.meeting)
    expect(
      items.map(({ text, language, kind, proposers, status }) => [text, language, kind, proposers, status]),
    ).toEqual([
      [act, 'en', 'conclusion', [norway], 'tabled'],
      ['ينبغي للدول أن تتعاون دون إبطاء.', 'ar', 'recommendation', [], 'tabled'],
    ])
    const [first, second] = items
    if (!first || !second) throw new Error('Both are there.')
    expect(await listVersions(db, first.id)).toMatchObject([{ number: 1, text: act }])
    // What the file says and nobody here is, is not lost.
    expect(await findItemSource(db, second.id)).toMatchObject({
      file: 'list.csv',
      line: 3,
      proposers: ['Nobody'],
    })
    const source = await findItemSource(db, first.id)
    expect(await listEvents(db, source?.import ?? '')).toMatchObject([
      { type: 'import.run', detail: { imported: 2 } },
    ])
  })

  test('sub-items and emphasis are in the item, not only in its words', async () => {
    const db = await newDatabase()
    const body = `<w:p><w:r><w:t xml:space="preserve">States should </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>act:</w:t></w:r></w:p>${paragraph('(a) train judges;')}${paragraph('(b) share evidence.')}`
    const { rows } = await read(wordFile(body), 'a.docx')
    const place = await aMeeting(db)
    await importRecommendations(db, operator, {
      ...place,
      rows: rows.map(({ row }) => row),
      source: 'a.docx',
    })
    const [item] = await listRecommendations(db, place.meeting)
    const [version] = item ? await listVersions(db, item.id) : []
    expect(version?.content.blocks).toEqual([
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'States should ' },
          { type: 'text', text: 'act:', bold: true },
        ],
      },
      { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'train judges;' }] },
      { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'share evidence.' }] },
    ])
  })

  test('one text of several States is one item with all of them, and a State without a delegation gets one', async () => {
    const db = await newDatabase()
    await aDelegation(db, 'NOR')
    const file = `Text,From\n"${act}",Norway\n"${act}",Côte d'Ivoire\n"${act}",Norvège\n`
    const { rows } = await read(file, 'list.csv')
    const place = await aMeeting(db)
    const result = await importRecommendations(db, operator, {
      ...place,
      rows: taken(rows).map(({ row }) => row),
      source: 'list.csv',
    })
    expect(result).toMatchObject({ ok: true, items: 1, added: { delegations: ['CIV'] } })
    const meeting = await findMeeting(db, place.meeting)
    const delegations = meeting ? await listDelegations(db, meeting.group) : []
    const [item] = await listRecommendations(db, place.meeting)
    expect(item?.proposers.map((id) => delegations.find((delegation) => delegation.id === id)?.code)).toEqual(
      ['NOR', 'CIV'],
    )
    expect(delegations.find(({ code }) => code === 'CIV')).toMatchObject({
      kind: 'member-state',
      regionalGroup: 'african-states',
      name: { fr: 'Côte d’Ivoire', zh: '科特迪瓦' },
    })
  })

  test('the same file twice, or twice at once, gives everything once', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const { rows } = await read(`${act}\n${train}`, 'a.txt')
    const input = { ...place, rows: rows.map(({ row }) => row), source: 'a.txt' }
    const results = await Promise.all([
      importRecommendations(db, operator, input),
      importRecommendations(db, operator, input),
    ])
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(await importRecommendations(db, operator, input)).toMatchObject({ refusal: 'nothing-to-list' })
    expect(await listRecommendations(db, place.meeting)).toHaveLength(2)
  })

  test('a reported meeting takes nothing, and delegates import nothing', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const file = await aReadFile(db, secretariat, `Text\n${act}\n`)
    const { rows } = await read(act, 'a.txt')
    const input = { meeting: file.meeting, rows: rows.map(({ row }) => row), source: 'a.txt' }
    expect(await importRecommendations(db, await aDelegate(db), input)).toMatchObject({
      refusal: 'not-permitted',
    })
    await db.updateTable('meeting').set({ status: 'reported' }).where('id', '=', file.meeting).execute()
    expect(await importRecommendations(db, operator, input)).toMatchObject({ refusal: 'meeting-reported' })
    // It was reported while somebody looked at the preview.
    expect(await writeImport(db, secretariat, file)).toMatchObject({ refusal: 'meeting-reported' })
    expect(
      await uploadImport(db, secretariat, { ...file, name: 'a.txt', bytes: bytesOf(act), options: {} }),
    ).toMatchObject({ refusal: 'meeting-reported' })
    expect(await listRecommendations(db, file.meeting)).toEqual([])
  })
})

onEachEngine('the preview of an import', (newDatabase) => {
  test('writes what it shows, all of it or nothing, and can be undone as a whole', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const file = await aReadFile(db, secretariat, `Text,From\n"${act}",Norway\n"${train}",Chile\nSTATS,\n`)
    expect(await countImportRows(db, file.import)).toMatchObject({ all: 3, taken: 2, refused: 1 })
    expect(await listRecommendations(db, file.meeting)).toEqual([])
    expect(await writeImport(db, secretariat, file)).toMatchObject({ ok: true, items: 2 })
    expect(await writeImport(db, secretariat, file)).toMatchObject({ refusal: 'wrong-status' })
    expect((await listRecommendations(db, file.meeting)).map(({ text }) => text)).toEqual([act, train])
    expect(await undoImport(db, secretariat, file)).toMatchObject({ ok: true, items: 2 })
    expect(
      (await listRecommendations(db, file.meeting)).map(({ status, wasTabled }) => [status, wasTabled]),
    ).toEqual([
      ['withdrawn', false],
      ['withdrawn', false],
    ])
    const events = await listEvents(db, file.import)
    expect(events.map(({ type }) => type)).toEqual(['import.run', 'import.undone'])
    // What was undone is no repetition.
    const again = await aReadFile(db, secretariat, `Text\n"${act}"\n`, 'list.csv', file)
    expect(again.rows).toMatchObject([{ state: 'taken' }])
  })

  test('is not undone when anybody has built on it', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const delegate = await aDelegate(db)
    const file = await aReadFile(db, secretariat, `Text\n"${act}"\n"${train}"\n`)
    await writeImport(db, secretariat, file)
    const [item] = await listRecommendations(db, file.meeting)
    if (!item || !delegate.delegation) throw new Error('Both are there.')
    await db
      .insertInto('recommendation_sponsor')
      .values({
        recommendation_id: item.id,
        delegation_id: delegate.delegation,
        role: 'sponsor',
        position: 0,
        since: new Date(Date.now() + 1_000).toISOString(),
      })
      .execute()
    expect(await undoImport(db, secretariat, file)).toMatchObject({ refusal: 'import-built-on' })
    expect((await listRecommendations(db, file.meeting)).map(({ status }) => status)).toEqual([
      'tabled',
      'tabled',
    ])
    expect(await findImportFile(db, file.import)).toMatchObject({ status: 'written' })
  })

  test('a doubtful row comes only when somebody has decided so', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const bad = 'Text,From\n"States should act, at once.",Norway\nStates should wait, and see,Chile\n'
    const [left, kept, corrected] = [
      await aReadFile(db, secretariat, bad),
      await aReadFile(db, secretariat, bad),
      await aReadFile(db, secretariat, bad),
    ]
    expect(await writeImport(db, secretariat, left)).toMatchObject({ ok: true, items: 1 })
    await chooseDoubtfulRows(db, secretariat, { ...kept, choice: 'take' })
    expect(await writeImport(db, secretariat, kept)).toMatchObject({ ok: true, items: 2 })
    const edit = {
      text: 'States should wait, and see.',
      label: '',
      kind: 'recommendation' as const,
      topic: '',
      language: 'en' as const,
      proposers: ['Chile'],
      tags: [],
    }
    const row = await rowId(db, corrected.import, 1)
    expect(await editImportRow(db, secretariat, { import: corrected.import, row, edit })).toEqual({
      ok: true,
    })
    await writeImport(db, secretariat, corrected)
    expect((await listRecommendations(db, corrected.meeting)).map(({ text }) => text)).toEqual([
      'States should act, at once.',
      'States should wait, and see.',
    ])
  })

  test('rows are joined, split, dropped and taken back', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const file = await aReadFile(
      db,
      secretariat,
      `Text\nStates should\nact without delay.\n"${train}\nThey should do it soon."\nSTATS\n`,
    )
    const row = (at: number) => rowId(db, file.import, at)
    await joinImportRow(db, secretariat, { import: file.import, row: await row(0) })
    await splitImportRow(db, secretariat, { import: file.import, row: await row(1) })
    await chooseImportRow(db, secretariat, { import: file.import, row: await row(2), choice: 'leave' })
    await chooseImportRow(db, secretariat, { import: file.import, row: await row(3), choice: 'take' })
    await writeImport(db, secretariat, file)
    expect((await listRecommendations(db, file.meeting)).map(({ text }) => text)).toEqual([
      'States should act without delay.',
      train,
      'STATS',
    ])
  })

  test('names are mapped once for all rows, and a term is added where it is new', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const norway = await aDelegation(db, 'NOR')
    const file = await aReadFile(
      db,
      secretariat,
      `Text,From,Tags\n"${act}",The North,Evidence\n"${train}",the  NORTH,evidence\n`,
    )
    expect(
      await mapImportNames(db, secretariat, {
        import: file.import,
        choices: [
          { of: 'proposers', name: 'The North', choice: { kind: 'delegation', id: norway } },
          { of: 'tags', name: 'Evidence', choice: { kind: 'new-tag', tagKind: 'theme' } },
        ],
      }),
    ).toEqual({ ok: true })
    expect(await writeImport(db, secretariat, file)).toMatchObject({
      ok: true,
      added: { tags: ['Evidence'] },
    })
    expect((await listRecommendations(db, file.meeting)).map(({ proposers }) => proposers)).toEqual([
      [norway],
      [norway],
    ])
    expect(await db.selectFrom('recommendation_tag').selectAll().execute()).toHaveLength(2)
    expect(await db.selectFrom('tag').selectAll().execute()).toHaveLength(1)
  })

  test('one tracked change is rejected and the others stay', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const by = 'w:author="Clerk"'
    const body = `<w:p><w:r><w:t xml:space="preserve">States should act </w:t></w:r><w:ins w:id="1" ${by}><w:r><w:t xml:space="preserve">promptly </w:t></w:r></w:ins><w:r><w:t xml:space="preserve">and </w:t></w:r><w:ins w:id="2" ${by}><w:r><w:t xml:space="preserve">lawfully </w:t></w:r></w:ins><w:r><w:t>together.</w:t></w:r></w:p>`
    const file = await aReadFile(db, secretariat, wordFile(body), 'a.docx')
    const row = await rowId(db, file.import)
    await decideImportChange(db, secretariat, { import: file.import, row, change: 0, decision: 'reject' })
    const [shown] = await rowsOf(db, file.import)
    expect(shown && plainText(shown.row.content)).toBe('States should act and lawfully together.')
    await writeImport(db, secretariat, file)
    expect((await listRecommendations(db, file.meeting)).map(({ text }) => text)).toEqual([
      'States should act and lawfully together.',
    ])
  })

  test('is for those who may import, and a file that was given up is gone', async () => {
    const db = await newDatabase()
    const rapporteur = await aRapporteur(db)
    const file = await aReadFile(db, rapporteur, `Text\n${act}\n`)
    expect(await writeImport(db, await aDelegate(db), file)).toMatchObject({ refusal: 'not-found' })
    expect(await discardImport(db, rapporteur, file)).toEqual({ ok: true })
    expect(await writeImport(db, rapporteur, file)).toMatchObject({ refusal: 'wrong-status' })
    expect(await rowsOf(db, file.import)).toEqual([])
    expect(await db.selectFrom('import_piece').selectAll().execute()).toEqual([])
  })

  test('a large file is kept in pieces, and is read as it was sent', async () => {
    const db = await newDatabase()
    const { meeting, topic } = await aMeeting(db)
    const bytes = Uint8Array.from({ length: 2_500_001 }, (_, at) => (at * 7) % 251)
    const sent = { meeting, topic, name: 'a.txt', bytes, options: {} }
    const file = await uploadImport(db, await aRapporteur(db), sent)
    if (!file.ok) throw new Error(file.refusal)
    expect(Buffer.compare(bytes, (await findImportBytes(db, file.import)) ?? new Uint8Array())).toBe(0)
    const stray = ulid(Date.now() - 1_000) as ImportId
    await insertImportBytes(db, stray, bytes)
    await deleteStrayBytes(db, new Date(Date.now() + 60_000))
    expect(await findImportBytes(db, stray)).toBeUndefined()
    const pieces = await db.selectFrom('import_piece').select('bytes').execute()
    expect(pieces.map((piece) => piece.bytes.byteLength).every((length) => length <= 1_000_000)).toBe(true)
  })

  test('a repetition that is taken by hand is an item of its own, and what is counted is what was written', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const file = await aReadFile(
      db,
      secretariat,
      `Text,From\n"${act}",Norway\n"${act}",Chile\n"${train}",Peru\n`,
    )
    const second = await rowId(db, file.import, 1)
    expect(await chooseImportRow(db, secretariat, { ...file, row: second, choice: 'take' })).toEqual({
      ok: true,
    })
    // Meanwhile the meeting gets one of the texts from somewhere else.
    await importRecommendations(db, operator, {
      ...file,
      rows: file.rows.slice(2).map(({ row }) => row),
      source: 'other.csv',
    })
    expect(await writeImport(db, secretariat, file)).toMatchObject({ ok: true, items: 2 })
    expect(await countImportRows(db, file.import)).toMatchObject({ taken: 2, duplicate: 1 })
    const [run] = await listEvents(db, file.import)
    expect(run).toMatchObject({ type: 'import.run', detail: { imported: 2, duplicates: 1 } })
    expect((await listRecommendations(db, file.meeting)).map(({ text }) => text).toSorted()).toEqual(
      [act, act, train].toSorted(),
    )
  })

  test('a row that is corrected into another one gives it its proposers', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const file = await aReadFile(db, secretariat, `Text,From\n"${act}",Norway\n"${train}",Chile\n`)
    const row = await rowId(db, file.import, 1)
    const edit: RowEdit = {
      text: act,
      label: '',
      kind: 'recommendation',
      topic: '',
      language: 'en',
      proposers: ['Chile'],
      tags: [],
    }
    await editImportRow(db, secretariat, { ...file, row, edit })
    expect((await rowsOf(db, file.import)).map(({ state, row: one }) => [state, one.proposers])).toEqual([
      ['taken', ['Norway', 'Chile']],
      ['duplicate', ['Chile']],
    ])
  })

  test('taking all that is doubtful leaves out what has no text', async () => {
    const db = await newDatabase()
    const secretariat = await aSecretary(db)
    const file = await aReadFile(db, secretariat, `Text,From\n"${act}",Norway\n,Chile\n`)
    await chooseDoubtfulRows(db, secretariat, { ...file, choice: 'take' })
    expect(await countImportRows(db, file.import)).toMatchObject({ taken: 1, doubtful: 1 })
  })
})
