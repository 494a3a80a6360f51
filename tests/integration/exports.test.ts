import { strFromU8, unzipSync } from 'fflate'
import mammoth from 'mammoth'
import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { expect, test } from 'vitest'
import { canonicalJson, sha256 } from '#domain/hash'
import { canonicalList } from '#domain/lists/canonical-list'
import { exporters } from '#server/formats/out/exporters'
import { exportedList } from '#server/publications/exported-list'

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

const around = {
  standing: 'issued' as const,
  timeZone: 'Europe/Vienna',
  names: new Map([['NOR', { en: 'Norway', ar: 'النرويج' }]]),
}

function aList(language: 'en' | 'ar') {
  const { canonical, hash } = canonicalList(facts)
  return exportedList({ id: 'L', hash, canonical }, language, around)
}

test('the Word file has headings, labels as issued, and right-to-left paragraphs for Arabic', async () => {
  const file = Buffer.from(await exporters.docx.write(aList('en')))
  const { value } = await mammoth.convertToHtml({ buffer: file })
  expect(value).toContain('<h1>A. Legislation</h1>')
  const raw = (await mammoth.extractRawText({ buffer: file })).value
  expect(raw).toContain('5 (a)\tStates should share.')
  expect(raw).toContain('\u200E5 (b)\u200E\tينبغي للدول أن تتعاون.')
  expect(raw).toContain('Proposed by Norway')
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
  expect(text).toContain('ألف - التشريعات')
  expect(text).toContain('5 (a)  States should share.')
})

test('a table opens in a spreadsheet and runs nothing there', async () => {
  const table = String(await exporters.csv.write(aList('en')))
  expect(table.startsWith('\uFEFFlabel,heading')).toBe(true)
  expect(table).not.toMatch(/(^|,)=/mu)
})

/** The text of a PDF as somebody copies it: pages in order, white space evened. */
async function textOf(file: Uint8Array | string): Promise<string> {
  const { text } = await extractText(new Uint8Array(Buffer.from(file)), { mergePages: true })
  return text.replace(/\s+/gu, ' ')
}

test('the PDF has headings, labels, proposers, the time of issue and the hash as real text, in Arabic too', async () => {
  const list = aList('en')
  const file = Buffer.from(await exporters.pdf.write(list))
  const text = await textOf(file)
  expect(text).toContain('A. Legislation')
  expect(text).toMatch(/5 \(a\) ?States should share\. They should train\. Proposed by Norway/u)
  expect(text).toContain('Issued 5 April 2018 at 18:00 (Europe/Vienna)')
  expect(text).toContain('1 / 1')
  expect(text).toContain(`SHA-256 ${list.hash}`)
  // As letters of the alphabet and not as the shapes they take in a line.
  for (const word of ['ينبغي', 'للدول', 'تتعاون']) expect(text).toContain(word)
  const document = await getDocumentProxy(new Uint8Array(file))
  expect(await document.getMarkInfo()).toMatchObject({ Marked: true })
  expect((await getMeta(document)).info).toMatchObject({ Title: 'List', Language: 'en' })
})

test('the same list is the same PDF, and five hundred paragraphs in six languages take seconds', async () => {
  const texts = [
    { en: 'States should share evidence within 72 hours (A/RES/74/173).' },
    { ar: 'ينبغي للدول أن تتبادل الأدلة في غضون 72 ساعة عملا بالقرار A/RES/74/173.' },
    { zh: '会员国应根据大会第74/173号决议及时交换电子证据，蠖栝怍。' },
    { ru: 'Государствам следует обмениваться доказательствами.' },
    { fr: 'Les États devraient échanger « promptement » les preuves.' },
    { es: '¿Deberían los Estados intercambiar pruebas?' },
  ]
  const items = Array.from({ length: 500 }, (_, index) => ({
    ...facts.items[0],
    label: String(index + 1),
    text: texts[index % texts.length],
  }))
  const list = exportedList({ id: 'L', ...canonicalList({ ...facts, items } as typeof facts) }, 'zh', around)
  const before = performance.now()
  const [one, two] = [await exporters.pdf.write(list), await exporters.pdf.write(list)]
  expect((performance.now() - before) / 2).toBeLessThan(15_000)
  expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
  const text = await textOf(one)
  for (const word of ['Государствам', '会员国应根据大会第', '蠖', '« promptement »', '¿Deberían', 'عملا'])
    expect(text).toContain(word)
  const began = performance.now()
  await exporters.docx.write(list)
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('what is copied from a PDF is what was written, to the hyphen', async () => {
  const [item] = facts.items
  const text = `${'Straightforward intergovernmental interoperability. '.repeat(30)}The I-24/7 network of 2018-2021.`
  const items = [{ ...item, text: { en: text } }]
  const list = exportedList({ id: 'L', ...canonicalList({ ...facts, items } as typeof facts) }, 'en', around)
  expect(await textOf(await exporters.pdf.write(list))).toContain(text)
})

test('words that no font of ours has, and words that look like markup, are set all the same', async () => {
  const [item] = facts.items
  const items = [{ ...item, text: { en: '#panic("no") $x$ *bold* \\ <a> ᚠᚢᚦ 𓀀' } }]
  const list = exportedList({ id: 'L', ...canonicalList({ ...facts, items } as typeof facts) }, 'en', around)
  const text = await textOf(await exporters.pdf.write(list))
  expect(text).toContain('#panic("no") $x$ *bold* \\ <a>')
})
