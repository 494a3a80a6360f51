import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findList, type List } from '#db/queries/lists'
import { operator } from '#domain/people/participants'
import { issueList } from '#server/commands/lists/issue'
import { exporters } from '#server/formats/out/exporters'
import { readExport } from '#server/publications/read-export'
import { issuedFile } from '#server/record/issued-files'
import { verifyFile } from '#server/record/verify-file'
import { made } from '../amendment-factories'
import { onEachEngine } from '../engines'
import { aMeeting, aRapporteur, aTabledRecommendation } from '../factories'

async function anIssuedList(db: Db): Promise<List> {
  const place = await aMeeting(db)
  for (const text of ['States should share.', 'States should train.', 'States should report.'])
    await aTabledRecommendation(db, { text, place })
  const { list } = await made(
    issueList(db, await aRapporteur(db), { meeting: place.meeting, title: { en: 'List' } }),
  )
  const found = await findList(db, list)
  if (!found) throw new Error('The list is there.')
  return found
}

const bytesOf = (text: string) => new TextEncoder().encode(text)
const exported = (db: Db, list: List) => readExport(db, operator, list, 'en', [])

/** The issued Word file, as it is kept. */
const wordOf = async (db: Db, list: List) =>
  issuedFile(db, list, { format: 'docx', language: 'en' }, async () =>
    Buffer.from(await exporters.docx.write(await exported(db, list))),
  )

/** The same file with something changed in it. */
function altered(file: Uint8Array, part: string, from: string, to: string): Uint8Array {
  const parts = unzipSync(file)
  const xml = strFromU8(parts[part] ?? new Uint8Array())
  if (!xml.includes(from)) throw new Error(`${part} does not hold ${from}.`)
  return zipSync({ ...parts, [part]: strToU8(xml.replace(from, to)) })
}

onEachEngine('a file that somebody has', (newDatabase) => {
  test('JSON is compared by content, and where it differs is said', async () => {
    const db = await newDatabase()
    const list = await anIssuedList(db)
    const text = String(await exporters.json.write(await exported(db, list)))
    expect(await verifyFile(db, bytesOf(text))).toMatchObject({ is: 'same-content', list: list.id })
    // Written otherwise, it says the same.
    expect(await verifyFile(db, bytesOf(JSON.stringify(JSON.parse(text))))).toMatchObject({
      is: 'same-content',
    })
    const found = await verifyFile(db, bytesOf(text.replaceAll('should train', 'may train')))
    expect(found).toMatchObject({
      is: 'different',
      differences: [
        expect.stringMatching(/^items\[1\]\.blocks\.en\[0\]\.children\[0\]\.text: .*may train/u),
        expect.stringMatching(/^items\[1\]\.text\.en/u),
      ],
    })
    expect(await verifyFile(db, bytesOf('{"id":"nothing"}'))).toEqual({ is: 'not-ours' })
  })

  test('the issued Word file is known by its bytes; another by what a reader sees', async () => {
    const db = await newDatabase()
    const list = await anIssuedList(db)
    const file = await wordOf(db, list)
    expect(await wordOf(db, list)).toEqual(file)
    expect(await verifyFile(db, file)).toMatchObject({ is: 'issued', list: list.id, format: 'docx' })
    const saved = altered(file, 'docProps/core.xml', 'Rapporteur', 'Somebody')
    expect(await verifyFile(db, saved)).toMatchObject({ is: 'same-content', list: list.id })
    const words = altered(file, 'word/document.xml', 'should train', 'may train')
    expect(await verifyFile(db, words)).toMatchObject({
      is: 'different',
      differences: ['says: 5 (b) States may train.', 'does not say: 5 (b) States should train.'],
    })
    const hidden = altered(
      file,
      'word/document.xml',
      '<w:t xml:space="preserve">States should train',
      '<w:vanish/><w:t>States should train',
    )
    expect(await verifyFile(db, hidden)).toMatchObject({ is: 'different' })
    const labels = altered(file, 'word/numbering.xml', 'w:val="5 (%1)"', 'w:val="7 (%1)"')
    expect(await verifyFile(db, labels)).toMatchObject({
      is: 'different',
      differences: expect.arrayContaining(['says: 7 (a) States should share.']) as string[],
    })
  })

  test('a PDF is the issued one or not ours', async () => {
    const db = await newDatabase()
    const list = await anIssuedList(db)
    const pdf = bytesOf('%PDF-1.7 as it was issued')
    await issuedFile(db, list, { format: 'pdf', language: 'en' }, async () => pdf)
    expect(await verifyFile(db, pdf)).toMatchObject({ is: 'issued', format: 'pdf' })
    expect(await verifyFile(db, bytesOf('%PDF-1.7 as it was altered'))).toEqual({ is: 'not-ours' })
  })

  test('of two who ask for a file at once, both get the one that is kept', async () => {
    const db = await newDatabase()
    const list = await anIssuedList(db)
    const as = { format: 'pdf', language: 'en' } as const
    const files = await Promise.all(
      ['one', 'two'].map((text) => issuedFile(db, list, as, async () => bytesOf(text))),
    )
    expect(files[0]).toEqual(files[1])
    const row = await db.selectFrom('issued_file').selectAll().execute()
    expect(row).toHaveLength(1)
  })
})
