import { existsSync, readFileSync } from 'node:fs'
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listRecommendations } from '#db/queries/recommendations'
import { listVersions } from '#db/queries/versions'
import { languages } from '#domain/languages'
import { operator, type Actor } from '#domain/people/participants'
import { previewImport } from '#server/commands/imports/preview'
import { importRecommendations } from '#server/commands/imports/run'
import { readImport } from '#server/formats/in/formats'
import { UnreadableFile } from '#server/formats/in/read-file'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aDelegation, aMeeting, aRapporteur } from '#tests/factories'

const bytes = (text: string) => new TextEncoder().encode(text)
const shared = '../shared/data'

async function run(db: Db, actor: Actor, file: string | Uint8Array, name: string, options = {}) {
  const place = await aMeeting(db)
  const { rows } = await readImport(typeof file === 'string' ? bytes(file) : file, name, options)
  const result = await importRecommendations(db, actor, { ...place, rows, source: name })
  if (!result.ok) throw new Error(result.refusal)
  return { ...result.report, place }
}

onEachEngine('import', (newDatabase) => {
  test('a table becomes tabled items with proposers, in its order, each with its first version', async () => {
    const db = await newDatabase()
    const code = 'NOR'
    const delegation = await aDelegation(db, code)
    const csv = [
      'Text,From,Language',
      '"States should share,',
      'and soon.",NOR,en',
      'ينبغي للدول أن تتعاون دون إبطاء.,Nobody,',
      ',NOR,',
      'States SHOULD share  and soon,NOR,',
    ].join('\n')
    const report = await run(db, await aRapporteur(db), csv, 'list.csv')
    const items = await listRecommendations(db, report.place.meeting)
    expect(items.map(({ text, language, proposers, source }) => [text, language, proposers, source])).toEqual(
      [
        ['States should share,\nand soon.', 'en', [delegation], 'list.csv:2 (NOR)'],
        ['ينبغي للدول أن تتعاون دون إبطاء.', 'ar', [], 'list.csv:4 (Nobody)'],
      ],
    )
    expect(report.refused).toEqual([{ line: 5, reason: 'empty', text: '' }])
    expect(report.unmatched.proposers).toEqual({ Nobody: 1 })
    const [first] = items
    expect(first && (await listVersions(db, first.id))).toMatchObject([{ number: 1, text: first?.text }])
  })

  test('the same file twice gives nothing new, and nothing is written when nothing is taken', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const { rows } = await readImport(bytes('States should share.\nThey should train.'), 'a.txt', {})
    const input = { ...place, rows, source: 'a.txt' }
    expect(await importRecommendations(db, operator, input)).toMatchObject({ ok: true })
    expect(await importRecommendations(db, operator, input)).toMatchObject({ refusal: 'nothing-to-list' })
    expect(await listRecommendations(db, place.meeting)).toHaveLength(2)
  })

  test('delegates import nothing, and a preview writes nothing', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const input = {
      ...place,
      rows: [{ line: 1, text: 'States should share.', proposers: [], tags: [] }],
      source: 'x',
    }
    expect(await importRecommendations(db, await aDelegate(db), input)).toMatchObject({
      refusal: 'not-permitted',
    })
    expect(await previewImport(db, await aRapporteur(db), input)).toMatchObject({ ok: true })
    expect(await listRecommendations(db, place.meeting)).toHaveLength(0)
  })

  test.skipIf(!existsSync(shared))('thousands of real recommendations come in at once', async () => {
    const db = await newDatabase()
    const file = readFileSync(`${shared}/recommendations/upr-raw-mac-roman.csv`)
    const options = { encoding: 'macintosh', columns: { text: 'Text', proposer: 'From' } }
    const report = await run(db, operator, file, 'raw.csv', options)
    expect(report.taken.length).toBeGreaterThan(5000)
    expect(await listRecommendations(db, report.place.meeting)).toHaveLength(report.taken.length)
  })
})

test('encodings and line ends of old files', async () => {
  const text = 'text\r"États devraient coopérer – ensemble."\r'
  const mac = await readImport(iconv.encode(text, 'macintosh'), 'a.csv', { encoding: 'macintosh' })
  expect(mac.rows).toMatchObject([{ line: 2, text: 'États devraient coopérer – ensemble.' }])
  const arabic = iconv.encode('ينبغي للدول أن تتعاون.', 'windows-1256')
  expect((await readImport(arabic, 'a.txt', { encoding: 'windows-1256' })).rows[0]?.text).toBe(
    'ينبغي للدول أن تتعاون.',
  )
  await expect(readImport(arabic, 'a.txt', {})).rejects.toMatchObject({ code: 'encoding' })
})

test('an upload that is not what it says is refused, not guessed at', async () => {
  const cases: [Uint8Array, string, string][] = [
    [bytes('PK\u0003\u0004 no zip at all'), 'a.docx', 'format'],
    [bytes('States should share.'), 'a.docx', 'format'],
    [bytes('{"broken": '), 'a.json', 'format'],
    [bytes('%PDF-1.7 …'), 'a.txt', 'format'],
    [bytes('a,b\n1,2'), 'a.csv', 'no-text-column'],
    [bytes('   \n'), 'a.txt', 'nothing'],
    [bytes('x'), 'a.txt', 'unknown-encoding'],
  ]
  for (const [file, name, code] of cases) {
    const options = code === 'unknown-encoding' ? { encoding: 'klingon' } : {}
    const error = await readImport(file, name, options).catch((caught: unknown) => caught)
    expect(error instanceof UnreadableFile && error.code, `${name} ${code}`).toBe(code)
  }
})

test('paragraphs of a Word file and our own JSON come back as they were', async () => {
  const texts = ['States should share.', 'ينبغي للدول أن تتعاون.']
  const document = new Document({ sections: [{ children: texts.map((text) => new Paragraph(text)) }] })
  const read = await readImport(await Packer.toBuffer(document), 'a.docx', {})
  expect(read.rows.map((row) => row.text)).toEqual(texts)
  const json = JSON.stringify({
    items: [{ label: '5 (a)', text: { ar: texts[1] }, proposers: ['EGY'], tags: [] }],
  })
  expect((await readImport(bytes(json), 'list.json', {})).rows).toMatchObject([
    { label: '5 (a)', text: texts[1], language: 'ar', proposers: ['EGY'] },
  ])
})

test('columns are found by headings that people write out, and one that is not there is said', async () => {
  const table = [
    ['Recommendation and proposing delegation', 'Themes and groups concerned', 'Position'],
    [
      '140.7 Ratify CAT;\nSource of Position: A/1/2',
      '- Legislation, general\n- Training\nGroups of Persons:\n- Judges',
      'Supported',
    ],
    ['140.8 Train judges and prosecutors;', 'Training', 'Noted'],
  ].map(
    (cells) =>
      new TableRow({
        children: cells.map(
          (cell) => new TableCell({ children: cell.split('\n').map((line) => new Paragraph(line)) }),
        ),
      }),
  )
  const file = await Packer.toBuffer(new Document({ sections: [{ children: [new Table({ rows: table })] }] }))
  expect((await readImport(file, 'a.docx', {})).rows).toMatchObject([
    {
      label: '140.7',
      text: 'Ratify CAT;',
      tags: ['Legislation, general', 'Training', 'Judges'],
      isEntry: true,
    },
    { label: '140.8', text: 'Train judges and prosecutors;' },
  ])
  const csv = bytes('text,addressees\nStates should share evidence.,Member States')
  expect((await readImport(csv, 'a.csv', {})).rows).toMatchObject([{ proposers: [] }])
  for (const [bad, name] of [
    [csv, 'a.csv'],
    [file, 'a.docx'],
  ] as const) {
    await expect(readImport(bad, name, { columns: { text: 'nonsense' } })).rejects.toMatchObject({
      code: 'no-such-column',
    })
  }
})

test.skipIf(!existsSync(shared))('the Arabic report gives its fifty numbered paragraphs', async () => {
  const file = readFileSync(`${shared}/arabic-report/000_5f8932bce568a098.txt`)
  const { rows } = await readImport(file, 'report.txt', {})
  expect(rows.map((row) => row.label)).toEqual(Array.from({ length: 50 }, (_, index) => String(index + 1)))
})

test.skipIf(!existsSync(shared)).each(languages)(
  'a text in %s comes in to the code point',
  async (language) => {
    const file = readFileSync(`${shared}/languages/udhr.${language}.txt`, 'utf8')
    const lines = file
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    const { rows } = await readImport(bytes(file), 'udhr.txt', {})
    expect(rows.map((row) => row.text)).toEqual(lines)
  },
)
