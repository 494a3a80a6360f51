import { unzipSync, strFromU8 } from 'fflate'
import mammoth from 'mammoth'
import { expect, test } from 'vitest'
import { canonicalList } from '#domain/canonical-list'
import { sha256, canonicalJson } from '#domain/hash'
import type { ListId, MeetingId } from '#domain/ids'
import { exportedList } from '#server/exports/exported-list'
import { exporters } from '#server/exports/formats'

const facts = {
  group: { en: 'Group', ar: 'الفريق' },
  meeting: { en: 'Meeting', ar: 'الاجتماع' },
  kind: 'preliminary' as const,
  issuedAt: '2018-04-05T16:00:00.000Z',
  title: { en: 'List', ar: 'القائمة' },
  items: [
    {
      label: '5 (a)',
      heading: { en: 'Legislation', ar: 'التشريعات' },
      kind: 'recommendation' as const,
      text: { en: 'States should share.\nThey should train.' },
      proposers: ['NOR'],
      tags: ['Training'],
      mandates: ['A/RES/74/173'],
      lineage: [],
    },
    {
      label: '5 (b)',
      heading: { en: 'Legislation', ar: 'التشريعات' },
      kind: 'recommendation' as const,
      text: { ar: 'ينبغي للدول أن تتعاون.' },
      proposers: [],
      tags: [],
      mandates: [],
      lineage: [{ sourceList: 'X', sourceLabel: '=1+1', disposition: 'merged' }],
    },
  ],
}

function aList(language: 'en' | 'ar') {
  const { canonical, hash } = canonicalList(facts)
  const id = 'L' as ListId
  const list = {
    id,
    meeting: 'M' as MeetingId,
    kind: facts.kind,
    title: facts.title,
    issuedAt: new Date(),
    hash,
    canonical,
  }
  return exportedList(list, language)
}

test('the Word file has headings, labels as issued, and right-to-left paragraphs for Arabic', async () => {
  const file = Buffer.from(await exporters.docx.write(aList('en')))
  const { value } = await mammoth.convertToHtml({ buffer: file })
  expect(value).toContain('<h1>A. Legislation</h1>')
  const raw = (await mammoth.extractRawText({ buffer: file })).value
  expect(raw).toContain('5 (a)\tStates should share.')
  expect(raw).toContain('5 (b)\tينبغي للدول أن تتعاون.')
  const xml = strFromU8(unzipSync(new Uint8Array(file))['word/document.xml'] ?? new Uint8Array())
  const arabic = xml.split('<w:p>').find((paragraph) => paragraph.includes('ينبغي')) ?? ''
  expect(arabic).toContain('<w:bidi/>')
  expect(arabic).toContain('<w:rtl/>')
  expect(arabic).toContain('w:bidi="ar-SA"')
  const english = xml.split('<w:p>').find((paragraph) => paragraph.includes('States should share')) ?? ''
  expect(english).not.toContain('<w:bidi/>')
})

test('the JSON carries its own hash, which anybody can recompute', async () => {
  const {
    id,
    sha256: claimed,
    ...said
  } = JSON.parse(String(await exporters.json.write(aList('en')))) as {
    id: string
    sha256: string
  }
  expect(id).toBe('L')
  expect(sha256(canonicalJson(said))).toBe(claimed)
})

test('headings are in the reader’s language, texts in their own', async () => {
  const text = String(await exporters.txt.write(aList('ar')))
  expect(text).toContain('التشريعات')
  expect(text).toContain('5 (a)  States should share.')
})

test('a table opens in a spreadsheet and runs nothing there', async () => {
  const table = String(await exporters.csv.write(aList('en')))
  expect(table.startsWith('\uFEFFlabel,heading')).toBe(true)
  expect(table).not.toMatch(/(^|,)=/mu)
})
