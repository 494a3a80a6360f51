import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import { afterAll, expect, test } from 'vitest'
import type { DocumentContent } from '#domain/text/content'
import { writtenRuns, freezeBlocks } from '#domain/text/frozen-text'
import { blockLetters } from '#domain/text/letters'
import { exporters } from '#server/formats/out/exporters'
import { visibleWordText } from '#server/record/word-text'
import { read } from '../import-files'
import { arabicText, aRichList, englishText } from '../rich-list'

const hasOffice = spawnSync('soffice', ['--version']).status === 0

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** Opens a file in LibreOffice and saves it again as another kind of file. */
function saveAgain(file: Uint8Array, filter: string, extension: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-office-'))
  folders.push(folder)
  writeFileSync(join(folder, 'list.docx'), file)
  const { status, stderr } = spawnSync('soffice', [
    '--headless',
    `-env:UserInstallation=file://${folder}/profile`,
    '--convert-to',
    filter,
    '--outdir',
    join(folder, 'out'),
    join(folder, 'list.docx'),
  ])
  if (status !== 0) throw new Error(String(stderr))
  return readFileSync(join(folder, 'out', `list.${extension}`))
}

const wordOf = async (language: 'en' | 'ar', texts?: Parameters<typeof aRichList>[1]) =>
  new Uint8Array(Buffer.from(await exporters.docx.write(aRichList(language, texts))))

/** What a reader sees; marks of direction around a label are not seen. */
const linesOf = (file: Uint8Array) =>
  (visibleWordText(file) ?? []).map((line) => line.replaceAll(/[\u200e\u200f]/gu, ''))

const partOf = (file: Uint8Array, name: string) => strFromU8(unzipSync(file)[name] ?? new Uint8Array())

test.skipIf(!hasOffice).each(['en', 'ar'] as const)(
  'a Word file in %s is opened and saved by LibreOffice with its words, numbers and directions',
  { timeout: 180_000 },
  async (language) => {
    const file = await wordOf(language)
    const saved = saveAgain(file, 'docx:MS Word 2007 XML', 'docx')
    const lines = linesOf(file)
    expect(lines).toEqual(
      expect.arrayContaining([
        '5 (a) States should promptly and fully share evidence [Alt. 1 at once] [Alt. 2 in time]:',
        '(a) name a point of contact;',
        '(i) by electronic means;',
        '(ii) in an official language;',
        '(b) train investigators.',
        'They should also:',
        '(a) report to the Commission.',
        '5 (b) ينبغي للدول أن تتعاون [على وجه السرعة] وفقا للقرار A/RES/74/173:',
        '(a) تعيين جهة اتصال؛',
      ]),
    )
    // Fields such as the page number are in footers; headers and the body say the same as before.
    expect(linesOf(saved)).toEqual(lines)
    const document = partOf(saved, 'word/document.xml')
    const paragraph = (words: string) => document.split('<w:p>').find((value) => value.includes(words)) ?? ''
    expect(paragraph('promptly')).toMatch(/<w:b\/>.*promptly/u)
    expect(paragraph('fully')).toMatch(/<w:i\/>.*fully/u)
    expect(paragraph('evidence')).toMatch(/<w:u w:val="single"\/>.*evidence/u)
  },
)

test.skipIf(!hasOffice)(
  'whatever is stored, LibreOffice opens the Word file',
  { timeout: 180_000 },
  async () => {
    const pdf = saveAgain(await wordOf('en', { en: hostile, ar: hostile }), 'pdf', 'pdf')
    expect(Buffer.from(pdf.subarray(0, 5)).toString('latin1')).toBe('%PDF-')
  },
)

/** Controls, non-characters and markup: what a database may hold that was altered. */
const hostile: DocumentContent = {
  blocks: [
    {
      type: 'paragraph',
      children: [
        {
          type: 'text',
          text: 'a\u0000b\u0007c\u000bd\u000ce\ufffeg<w:p>&amp;]]>=cmd\r\n"',
          bold: true,
        },
        {
          type: 'bracket',
          id: '\u0000',
          requestedBy: '',
          reason: '\u0000]]>',
          children: [{ type: 'text', text: '\u001f\u200f\u202e' }],
        },
      ],
    },
    { type: 'sub-item', level: 2, children: [{ type: 'text', text: '' }] },
  ],
}

test.each(['en', 'ar'] as const)(
  'whatever is stored, every export in %s is well-formed',
  async (language) => {
    const list = aRichList(language, { en: hostile, ar: hostile })
    const parts = unzipSync(new Uint8Array(Buffer.from(await exporters.docx.write(list))))
    for (const [name, bytes] of Object.entries(parts)) {
      if (!/\.(xml|rels)$/u.test(name)) continue
      const parser = new SaxesParser()
      parser.on('error', (error) => {
        throw new Error(`${name}: ${error.message}`)
      })
      parser.write(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).close()
    }
    const pdf = Buffer.from(await exporters.pdf.write(list))
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    expect(pdf.subarray(-32).toString('latin1')).toContain('%%EOF')
    JSON.parse(String(await exporters.json.write(list)))
    for (const format of ['txt', 'csv'] as const) {
      const text = String(await exporters[format].write(list))
      // eslint-disable-next-line no-control-regex -- these must not be there
      expect(text.replaceAll('\r\n', '\n')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/u)
      expect(text).not.toMatch(/\p{Surrogate}/u)
    }
  },
)

/** A text as the importer can tell it: kinds, levels, and runs with their formats; brackets as the signs. */
const shape = ({ blocks }: DocumentContent) => {
  const frozen = freezeBlocks({ blocks }, () => '')
  return frozen.map(({ type, level, children }) => ({ type, level, runs: writtenRuns(children) }))
}
const words = ({ blocks }: DocumentContent) =>
  shape({ blocks }).map(({ type, level, runs }) => ({
    type,
    level,
    text: runs.map(({ text }) => text).join(''),
  }))

const labelled = (rows: Awaited<ReturnType<typeof read>>['rows']) =>
  rows.flatMap(({ row }) => (row.label?.startsWith('5 ') ? [row] : []))

test('blocks and levels come back from our own CSV', async () => {
  const file = String(await exporters.csv.write(aRichList('en')))
  const texts = labelled((await read(file, 'list.csv')).rows)
  expect(texts.map((row) => words(row.content))).toEqual([words(englishText), words(arabicText)])
})

test('letters start again after a paragraph, on both levels', () => {
  expect(blockLetters(englishText.blocks)).toEqual([undefined, 'a', 'i', 'ii', 'b', undefined, 'a'])
})
