import { strFromU8, unzipSync } from 'fflate'
import mammoth from 'mammoth'
import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { expect, test } from 'vitest'
import { canonicalJson, sha256 } from '#domain/hash'
import type { RecommendationId } from '#domain/ids'
import { canonicalList } from '#domain/lists/canonical-list'
import { paragraphsOf, plainText, type DocumentContent } from '#domain/text/content'
import { freezeBlocks } from '#domain/text/frozen-text'
import { exporters } from '#server/formats/out/exporters'
import { exportedList } from '#server/publications/exported-list'

/** An item's text, as paragraphs. */
const said = (language: 'ar' | 'en' | 'es' | 'fr' | 'ru' | 'zh', words: string) => ({
  blocks: { [language]: freezeBlocks(paragraphsOf(words), () => '') },
  text: { [language]: words },
})

const facts = {
  form: 1 as const,
  symbol: 'UNODC/CCPCJ/EG.4/2018/L.1',
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
      ...said('en', 'States should share.\nThey should train.'),
      proposers: ['NOR'],
      tags: ['Training'],
      mandates: ['A/RES/74/173'],
      lineage: [],
    },
    {
      label: '5 (b)',
      heading: { en: 'Legislation', ar: 'التشريعات' },
      kind: 'recommendation' as const,
      ...said('ar', 'ينبغي للدول أن تتعاون.'),
      proposers: [],
      tags: [],
      mandates: [],
      lineage: [
        {
          source: 'S' as RecommendationId,
          sourceMeeting: { en: '=Meeting', ar: '=الاجتماع' },
          sourceList: 'X',
          sourceLabel: '5 (i)',
          sourceStatus: 'listed' as const,
          disposition: 'merged',
        },
      ],
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

test('the Word file has styles, labels as numbers of lists, and right-to-left paragraphs for Arabic', async () => {
  const file = await exporters.docx.write(aList('en'))
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(file) })
  expect(value).toContain('<h1>A. Legislation</h1>')
  const raw = (await mammoth.extractRawText({ buffer: Buffer.from(file) })).value
  expect(raw).toContain('Proposed by Norway')
  const { document, numbering, styles, header } = partsOf(file)
  const english = paragraphWith(document, 'States should share')
  expect(english).not.toContain('<w:bidi/>')
  expect(english).toMatch(/<w:pStyle w:val="Item"\/>.*<w:numPr>/u)
  expect(numbering).toContain('<w:lvlText w:val="5 (%1)"/>')
  const arabic = paragraphWith(document, 'ينبغي')
  expect(arabic).toContain('<w:bidi/>')
  expect(arabic).toContain('<w:rtl/>')
  expect(arabic).toContain('w:bidi="ar-SA"')
  expect(styles).toMatch(/w:styleId="Normal"/u)
  expect(header).toContain('UNODC/CCPCJ/EG.4/2018/L.1')
  expect(header).toContain('5 April 2018')
  expect(document).not.toMatch(/<w:bidi\/><w:docGrid/u)
  expect(partsOf(await exporters.docx.write(aList('ar'))).document).toMatch(/<w:bidi\/><w:docGrid/u)
})

const partsOf = (file: Uint8Array | string) => {
  const parts = unzipSync(new Uint8Array(Buffer.from(file)))
  const part = (name: string) => strFromU8(parts[`word/${name}.xml`] ?? new Uint8Array())
  return {
    document: part('document'),
    numbering: part('numbering'),
    styles: part('styles'),
    header: part('header1'),
  }
}
const paragraphWith = (xml: string, words: string) =>
  xml.split('<w:p>').find((paragraph) => paragraph.includes(words)) ?? ''

/** Two levels of sub-items, letters that begin anew, formats, and brackets with one of several wordings. */
const rich: DocumentContent = {
  blocks: [
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: 'States should ' },
        { type: 'text', text: 'promptly', bold: true, italic: true },
        {
          type: 'bracket',
          id: 'x',
          requestedBy: '',
          reason: 'To be checked.',
          alternative: 1,
          children: [{ type: 'text', text: 'and fully', underline: true }],
        },
        { type: 'text', text: ':' },
      ],
    },
    { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'First item' }] },
    { type: 'sub-item', level: 2, children: [{ type: 'text', text: 'First part' }] },
    { type: 'sub-item', level: 2, children: [{ type: 'text', text: 'Second part' }] },
    { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'Second item' }] },
    { type: 'paragraph', children: [{ type: 'text', text: 'They should also:' }] },
    { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'Third item' }] },
  ],
}

function aRichList() {
  const [item] = facts.items
  const items = [{ ...item, blocks: { en: freezeBlocks(rich, () => '') }, text: { en: plainText(rich) } }]
  return exportedList({ id: 'L', ...canonicalList({ ...facts, items } as typeof facts) }, 'en', around)
}

test('sub-items keep their letters, and words their formats and brackets, in every format', async () => {
  const list = aRichList()
  const { document, numbering } = partsOf(await exporters.docx.write(list))
  expect(paragraphWith(document, 'First item')).toMatch(/w:val="Subitem"\/>.*<w:ilvl w:val="0"\/>/u)
  expect(paragraphWith(document, 'Second part')).toMatch(/w:val="Subitem2"\/>.*<w:ilvl w:val="1"\/>/u)
  const numberOf = (words: string) => /<w:numId w:val="(\d+)"/u.exec(paragraphWith(document, words))?.[1]
  expect(numberOf('Second item')).toBe(numberOf('First item'))
  // Letters begin anew behind a paragraph: another list.
  expect(numberOf('Third item')).not.toBe(numberOf('First item'))
  expect(numbering).toContain('w:val="lowerRoman"')
  const first = paragraphWith(document, 'promptly')
  expect(first).toMatch(/<w:b\/>.*<w:i\/>.*promptly/u)
  expect(first).toContain('[Alt. 1 ')
  expect(first).toMatch(/<w:u w:val="single"\/>.*and fully/u)

  const lines = String(await exporters.txt.write(list))
  expect(lines).toContain('5 (a)  States should promptly[Alt. 1 and fully]:')
  expect(lines).toMatch(
    /\n {8}\(a\) First item\n {12}\(i\) First part\n {12}\(ii\) Second part\n {8}\(b\) Second/u,
  )
  expect(lines).toMatch(/\n {4}They should also:\n {8}\(a\) Third item/u)
  expect(String(await exporters.csv.write(list))).toContain('(ii) Second part')
  const { items } = JSON.parse(String(await exporters.json.write(list))) as {
    items: { blocks: { en: { letter?: string; children: { bold?: boolean }[] }[] } }[]
  }
  expect(items[0]?.blocks.en.map((block) => block.letter)).toEqual([
    undefined,
    'a',
    'i',
    'ii',
    'b',
    undefined,
    'a',
  ])
  expect(items[0]?.blocks.en[0]?.children[1]).toMatchObject({ text: 'promptly', bold: true, italic: true })
  const pdf = await textOf(await exporters.pdf.write(list))
  expect(pdf).toMatch(/\(i\) ?First part ?\(ii\) ?Second part ?\(b\) ?Second item/u)
  expect(pdf).toContain('promptly[Alt. 1 and fully]:')
})

test('what is bold, bracketed or a sub-item is part of the hash', () => {
  const hashOf = (content: DocumentContent) => {
    const items = [{ ...facts.items[0], blocks: { en: freezeBlocks(content, () => '') } }]
    return canonicalList({ ...facts, items } as typeof facts).hash
  }
  const plain = paragraphsOf('States should share.')
  const bold: DocumentContent = {
    blocks: [{ type: 'paragraph', children: [{ type: 'text', text: 'States should share.', bold: true }] }],
  }
  const item: DocumentContent = { blocks: plain.blocks.map((block) => ({ ...block, type: 'sub-item' })) }
  expect(new Set([plain, bold, item].map(hashOf)).size).toBe(3)
})

/** What no file may hold, and no text either; stored all the same, in each text of a list. */
const dirt = '\u0000b\u0007c\u000bd\u000ce\u001ff\uffff'

const dirtied = (value: unknown): unknown => {
  if (typeof value === 'string') return value + dirt
  if (Array.isArray(value)) return value.map(dirtied)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, dirtied(one)]))
}

test('every file is well-formed whatever is stored', async () => {
  const items = facts.items.map((item) => ({
    ...(dirtied(item) as typeof item),
    kind: item.kind,
    blocks: Object.fromEntries(
      Object.entries(item.text).map(([language, text]) => [language, said('en', text + dirt).blocks.en]),
    ),
    lineage: item.lineage.map((entry) => ({
      ...(dirtied(entry) as typeof entry),
      sourceStatus: entry.sourceStatus,
      disposition: entry.disposition,
    })),
  }))
  const { form, kind, issuedAt } = facts
  const stored = {
    ...(dirtied(facts) as typeof facts),
    form,
    kind,
    issuedAt,
    items,
  } as unknown as typeof facts
  const names = new Map(
    stored.items.flatMap(({ proposers }) => proposers).map((code) => [code, { en: code }]),
  )
  const list = exportedList({ id: 'L', ...canonicalList(stored) }, 'en', { ...around, names })
  // eslint-disable-next-line no-control-regex -- what no XML and no plain text may hold
  const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\uffff\p{Cs}]/u
  const parts = unzipSync(new Uint8Array(Buffer.from(await exporters.docx.write(list))))
  for (const [name, part] of Object.entries(parts))
    if (/\.(xml|rels)$/u.test(name)) expect([name, unwritable.exec(strFromU8(part))]).toEqual([name, null])
  expect(strFromU8(parts['word/document.xml'] ?? new Uint8Array())).toContain('share.')
  expect(await textOf(await exporters.pdf.write(list))).toContain('bc d ef')
  for (const format of ['csv', 'txt'] as const)
    expect([format, unwritable.exec(String(await exporters[format].write(list)))]).toEqual([format, null])
  const json = String(await exporters.json.write(list))
  expect(JSON.parse(json)).toMatchObject({ sha256: list.hash })
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
  expect(text).toContain('Issued 5 April 2018, 18:00 (Vienna)')
  expect(text).toContain('1 / 1')
  expect(text).toMatch(/UNODC\/CCPCJ\/EG\.4\/2018\/L\.1 ?English – 5 April 2018/u)
  expect(text).toContain(`SHA-256 ${list.hash}`)
  // As letters of the alphabet and not as the shapes they take in a line.
  for (const word of ['ينبغي', 'للدول', 'تتعاون']) expect(text).toContain(word)
  const document = await getDocumentProxy(new Uint8Array(file))
  expect(await document.getMarkInfo()).toMatchObject({ Marked: true })
  expect((await getMeta(document)).info).toMatchObject({ Title: 'List', Language: 'en' })
})

test('the same list is the same PDF, and five hundred paragraphs in six languages take seconds', async () => {
  const texts = [
    said('en', 'States should share evidence within 72 hours (A/RES/74/173).'),
    said('ar', 'ينبغي للدول أن تتبادل الأدلة في غضون 72 ساعة عملا بالقرار A/RES/74/173.'),
    said('zh', '会员国应根据大会第74/173号决议及时交换电子证据，蠖栝怍。'),
    said('ru', 'Государствам следует обмениваться доказательствами.'),
    said('fr', 'Les États devraient échanger « promptement » les preuves.'),
    said('es', '¿Deberían los Estados intercambiar pruebas?'),
  ]
  const items = Array.from({ length: 500 }, (_, index) => ({
    ...facts.items[0],
    label: String(index + 1),
    ...texts[index % texts.length],
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
  const items = [{ ...item, ...said('en', text) }]
  const list = exportedList({ id: 'L', ...canonicalList({ ...facts, items } as typeof facts) }, 'en', around)
  expect(await textOf(await exporters.pdf.write(list))).toContain(text)
})

test('words that no font of ours has, and words that look like markup, are set all the same', async () => {
  const [item] = facts.items
  const items = [{ ...item, ...said('en', '#panic("no") $x$ *bold* \\ <a> ᚠᚢᚦ 𓀀') }]
  const list = exportedList({ id: 'L', ...canonicalList({ ...facts, items } as typeof facts) }, 'en', around)
  const text = await textOf(await exporters.pdf.write(list))
  expect(text).toContain('#panic("no") $x$ *bold* \\ <a>')
})
