import { describe, expect, test } from 'vitest'
import { decidedContent } from '#domain/imports/tracked-text'
import { blockText } from '#domain/imports/read-lines'
import {
  inList,
  lettered,
  numbering,
  oldOffice,
  paragraph,
  read,
  refusalOf,
  run,
  tableOf,
  taken,
  texts,
  wordFile,
} from '#tests/import-files'

const act = 'States should share evidence without delay.'
const train = 'States should train all of their judges.'

const word = (body: string, parts: Record<string, string> = {}, extra: Record<string, Uint8Array> = {}) =>
  read(wordFile(body, parts, extra), 'a.docx')

describe('paragraphs and lists', () => {
  test('deeper levels of a list are sub-items with their letters; numbers are labels', async () => {
    const { rows } = await word(
      [
        inList('Member States should cooperate by:', 0),
        inList('Naming a contact point', 1),
        inList('Training judges', 1),
        inList('each year', 2),
        inList('Member States should review their laws', 0),
      ].join(''),
      { numbering },
    )
    expect(rows.map(({ row }) => [row.line, row.label])).toEqual([
      [1, '1'],
      [5, '2'],
    ])
    expect(rows[0] && lettered(rows[0])).toEqual([
      'Member States should cooperate by:',
      '(a) Naming a contact point',
      '(b) Training judges',
      '(i) each year',
    ])
  })

  test('a lettered list behind a colon belongs to it; one that is introduced as a list of items does not', async () => {
    const { rows } = await word(
      [
        paragraph('Member States should:'),
        inList('train judges;', 0, 2),
        inList('share evidence.', 0, 2),
        paragraph('The following preliminary recommendations were made:'),
        inList('Member States should train all of their judges.', 0, 2),
        inList('Member States should share all of their evidence.', 0, 2),
      ].join(''),
      { numbering },
    )
    expect(rows.map(({ state, reason }) => reason ?? state)).toEqual([
      'taken',
      'introduction',
      'taken',
      'taken',
    ])
    expect(rows[0] && lettered(rows[0])).toHaveLength(3)
    expect(rows.slice(2).map(({ row }) => row.label)).toEqual(['(c)', '(d)'])
  })

  test('letters that were typed are sub-items, and a number that was typed is the label', async () => {
    const { rows } = await word(
      [
        paragraph('12. Member States should:'),
        paragraph('(a) train their judges;'),
        paragraph('(b) share their evidence.'),
        paragraph('13. Member States should act together.'),
      ].join(''),
    )
    expect(rows.map(({ row }) => row.label)).toEqual(['12', '13'])
    expect(rows[0] && lettered(rows[0])).toEqual([
      'Member States should:',
      '(a) train their judges;',
      '(b) share their evidence.',
    ])
  })

  test('a fourth level becomes the second, and somebody looks at it', async () => {
    const { rows } = await word(
      [
        inList('Member States should:', 0),
        inList('train:', 1),
        inList('judges:', 2),
        inList('of all courts', 3),
      ].join(''),
      { numbering },
    )
    expect(rows).toMatchObject([{ state: 'doubtful', row: { doubts: ['too-deep'] } }])
  })

  test('headings are topics', async () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="My own"/><w:basedOn w:val="H1"/></w:style>'
    const { rows } = await word(
      paragraph('Legislation and frameworks', '<w:pStyle w:val="H2"/>') +
        paragraph('States should review their laws.'),
      { styles },
    )
    expect(rows).toMatchObject([
      { state: 'refused', reason: 'heading' },
      { state: 'taken', row: { topic: 'Legislation and frameworks' } },
    ])
  })

  test('emphasis and every letter are kept; a link is no emphasis', async () => {
    const styles =
      '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:styleId="L"><w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    const body = `<w:p>${run('Raise it by ')}${run('1.50', '<w:b/>')}${run(' million, call ')}${run('+0044', '<w:rStyle w:val="S"/>')}${run(' &amp; open ')}${run('007', '<w:i/><w:u w:val="single"/>')}${run(' at ')}<w:hyperlink>${run('un.org', '<w:rStyle w:val="L"/>')}</w:hyperlink>${run(' by b', '<w:b w:val="0"/>')}<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2.</w:t></w:r></w:p>`
    const { rows } = await word(body, { styles })
    expect(rows[0]?.row.content.blocks[0]?.children).toEqual([
      { type: 'text', text: 'Raise it by ' },
      { type: 'text', text: '1.50', bold: true },
      { type: 'text', text: ' million, call ' },
      { type: 'text', text: '+0044', bold: true },
      { type: 'text', text: ' & open ' },
      { type: 'text', text: '007', italic: true, underline: true },
      { type: 'text', text: ' at un.org by b1\u20112.' },
    ])
  })

  test('a manual line break in a sentence is a space, and between sub-items a block', async () => {
    const { rows } = await word(
      `<w:p><w:r><w:t>States should adopt</w:t><w:br/><w:t>strategies.</w:t></w:r></w:p><w:p><w:r><w:t>States should:</w:t><w:br/><w:t>(a) train;</w:t><w:br/><w:t>(b) share.</w:t></w:r></w:p>`,
    )
    expect(rows.map((row) => lettered(row))).toEqual([
      ['States should adopt strategies.'],
      ['States should:', '(a) train;', '(b) share.'],
    ])
  })

  test('fields show what they show', async () => {
    const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
    const { rows } = await word(
      `<w:p>${run('Generated on ')}${field('begin')}<w:r><w:instrText>DATE \\* MERGEFORMAT</w:instrText></w:r>${field('separate')}${run('22 January')}${field('end')}${run(' for all States.')}</w:p>`,
    )
    expect(texts(rows)).toEqual(['Generated on 22 January for all States.'])
  })
})

describe('tables', () => {
  test('with a header: each cell is its own, lists are sub-items, a row of one cell is a heading', async () => {
    const header = ['Recommendation and recommending State', 'Themes and groups concerned']
    const rows = [
      header,
      [
        '5.10 States should:\n(a) train judges;\n(b) share. (Norway, Chile)\nSource of position: A/1/2',
        '- Training, general\n- Evidence\nGroups:\n- Judges',
      ],
    ]
    const found = await word(paragraph('What delegations proposed in the session') + tableOf(rows))
    expect(found.rows[0]).toMatchObject({ state: 'refused', reason: 'around-table' })
    expect(found.rows[1]).toMatchObject({
      state: 'taken',
      row: {
        label: '5.10',
        proposers: ['Norway', 'Chile'],
        tags: ['Training, general', 'Evidence', 'Judges'],
        notes: ['Source of position: A/1/2'],
        remarks: ['explanations', 'proposers-in-brackets'],
      },
    })
    expect(found.rows[1] && lettered(found.rows[1])).toEqual([
      'States should:',
      '(a) train judges;',
      '(b) share.',
    ])
  })

  test('without a header: by what is in the columns', async () => {
    const { rows } = await word(
      tableOf([
        ['1', 'States should train all of their judges.', 'Norway'],
        ['2', 'States should share all of their evidence.', 'Chile, Iran (Islamic Republic of)'],
      ]),
    )
    expect(rows.map(({ row }) => [row.label, row.proposers])).toEqual([
      ['1', ['Norway']],
      ['2', ['Chile', 'Iran (Islamic Republic of)']],
    ])
  })

  test('merged cells do not shift the columns', async () => {
    const cell = (text: string, properties = '') =>
      `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(text)}</w:tc>`
    const body = `<w:tbl><w:tr>${cell('No')}${cell('Text')}${cell('State')}</w:tr><w:tr>${cell('A. Legislation', '<w:gridSpan w:val="3"/>')}</w:tr><w:tr>${cell('1')}${cell('States should train judges.')}${cell('Norway', '<w:vMerge w:val="restart"/>')}</w:tr><w:tr>${cell('2')}${cell('States should share evidence.')}<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>`
    const { rows } = await word(body)
    expect(taken(rows).map(({ row }) => [row.label, row.topic, row.proposers])).toEqual([
      ['1', 'A. Legislation', ['Norway']],
      ['2', 'A. Legislation', ['Norway']],
    ])
  })
})

describe('what is in a Word file besides its words', () => {
  test('footnotes are notes, never brackets and never items', async () => {
    const footnotes =
      '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> See the report.</w:t></w:r></w:p></w:footnote>'
    const { rows } = await word(
      `<w:p>${run('States should accede')}<w:r><w:footnoteReference w:id="2"/></w:r>${run(' to the convention.')}</w:p>`,
      { footnotes },
    )
    expect(texts(rows)).toEqual(['States should accede to the convention.'])
    expect(rows[0]?.row.notes).toEqual(['See the report.'])
  })

  test('hidden text is left out and said so', async () => {
    const { rows, notes } = await word(
      `<w:p>${run('States should act')}${run(' (secretly)', '<w:vanish/>')}${run(' at once.')}</w:p>`,
    )
    expect(texts(rows)).toEqual(['States should act at once.'])
    expect(rows[0]?.row.remarks).toEqual(['hidden-text'])
    expect(notes).toEqual([{ code: 'hidden-text-left-out', count: 1 }])
  })

  test('words that are struck through by hand are asked about', async () => {
    const { rows } = await word(
      `<w:p>${run('States should act ')}${run('promptly', '<w:strike/>')}${run(' at once.')}</w:p>`,
    )
    expect(rows).toMatchObject([{ state: 'doubtful', row: { doubts: ['struck-through'] } }])
  })

  test('macros are left out and said so; a text box is text', async () => {
    const box = `<w:p><w:r><w:pict><x:shape xmlns:x="urn:schemas-microsoft-com:vml"><x:textbox><w:txbxContent>${paragraph('States should read boxes too.')}</w:txbxContent></x:textbox></x:shape></w:pict></w:r></w:p>`
    const { rows, notes } = await word(
      paragraph('States should act at once.') + box,
      {},
      { 'word/vbaProject.bin': new Uint8Array(10) },
    )
    expect(notes).toEqual([{ code: 'macros-left-out' }])
    expect(texts(rows)).toEqual(['States should act at once.', 'States should read boxes too.'])
  })
})

describe('tracked changes', () => {
  const by = 'w:author="Clerk" w:date="2020-01-01T10:00:00Z"'
  const ins = (content: string) => `<w:ins w:id="1" ${by}>${content}</w:ins>`
  const del = (text: string) =>
    `<w:del w:id="1" ${by}><w:r><w:delText xml:space="preserve">${text}</w:delText></w:r></w:del>`
  const body = [
    `<w:p>${run('States should answer within ')}${del('sixty')}${ins(run('thirty'))}${run(' days.')}</w:p>`,
    paragraph(del('States should close the office.'), `<w:rPr><w:del w:id="1" ${by}/></w:rPr>`),
    paragraph(run('States should keep evidence'), `<w:rPr><w:del w:id="1" ${by}/></w:rPr>`),
    paragraph(run(' for ninety days.')),
  ].join('')

  test('are accepted at first, shown with their authors, and what they took out can come back', async () => {
    const { rows, notes } = await word(body)
    expect(rows.map(({ state, reason }) => reason ?? state)).toEqual(['taken', 'removed-by-change', 'taken'])
    expect(texts(rows)).toEqual([
      'States should answer within thirty days.',
      'States should close the office.',
      'States should keep evidence for ninety days.',
    ])
    expect(rows[0]?.row.tracked?.changes).toEqual([
      { kind: 'deletion', author: 'Clerk', date: '2020-01-01T10:00:00Z' },
      { kind: 'insertion', author: 'Clerk', date: '2020-01-01T10:00:00Z' },
    ])
    expect(notes).toMatchObject([{ code: 'changes-tracked' }])
  })

  test('of the end of a paragraph are shown with who changed it, and decided like those of words', async () => {
    const end = (change: string) => `<w:rPr><w:${change} w:id="1" ${by}/></w:rPr>`
    const { rows } = await word(
      [
        paragraph(run('States should keep evidence'), end('del')),
        paragraph(run(' for ninety days.')),
        paragraph(run('States should train judges.'), end('ins')),
        paragraph(run('They should do so every year.')),
        paragraph(ins(run('States should name a contact point.')), end('ins')),
      ].join(''),
    )
    const [joined, divided, , added] = rows.map(({ row }) => row.tracked)
    expect(joined?.changes).toEqual([{ kind: 'deletion', author: 'Clerk', date: '2020-01-01T10:00:00Z' }])
    expect(divided?.changes).toMatchObject([{ kind: 'insertion', author: 'Clerk' }])
    expect(added?.changes).toMatchObject([{ kind: 'insertion', author: 'Clerk' }])
    const decided = joined && decidedContent({ ...joined, decisions: ['reject'] })
    expect(decided?.blocks.map(blockText)).toEqual(['States should keep evidence', 'for ninety days.'])
  })

  test('are all rejected where that is wanted', async () => {
    const { rows } = await read(wordFile(body), 'a.docx', { changes: 'reject' })
    expect(texts(taken(rows))).toEqual([
      'States should answer within sixty days.',
      'States should close the office.',
      'States should keep evidence',
      'for ninety days.',
    ])
  })

  test('both ends of a move are one change', async () => {
    const moved = `<w:p>${run('The Office should ')}<w:moveFromRangeStart w:id="1" w:name="m" ${by}/><w:moveFrom w:id="2" ${by}>${run('each year ')}</w:moveFrom><w:moveFromRangeEnd w:id="1"/>${run('report')}<w:moveToRangeStart w:id="3" w:name="m" ${by}/><w:moveTo w:id="4" ${by}>${run(' each year')}</w:moveTo><w:moveToRangeEnd w:id="3"/>${run('.')}</w:p>`
    const { rows } = await word(moved)
    expect(texts(rows)).toEqual(['The Office should report each year.'])
    expect(rows[0]?.row.tracked?.changes).toMatchObject([{ kind: 'move' }])
  })
})

describe('what no document needs', () => {
  test('is refused, each with its own reason', async () => {
    const refused = (file: Uint8Array, limits = {}) => refusalOf(file, 'a.docx', {}, limits)
    const entity = wordFile(
      '',
      {},
      { 'word/document.xml': new TextEncoder().encode('<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>') },
    )
    expect(await refused(entity)).toBe('unsafe')
    const wide = wordFile('', {}, { 'word/document.xml': new Uint8Array([0xff, 0xfe, 0x3c, 0]) })
    expect(await refused(wide)).toBe('unsafe')
    expect(await refused(oldOffice('EncryptedPackage'))).toBe('encrypted')
    expect(await refused(oldOffice('WordDocument'))).toBe('old-word')
    expect(await refused(oldOffice('Workbook'))).toBe('old-excel')
    expect(await refused(oldOffice('Something'))).toBe('old-or-encrypted')
    const file = wordFile(paragraph('States should act.'))
    expect(await refused(file.slice(0, file.length - 60))).toBe('broken')
    expect(await refused(wordFile(paragraph('x').repeat(1_000)), { elements: 500 })).toBe('too-many-elements')
    expect(await refused(wordFile(paragraph(' '.repeat(100_000))), { unzippedBytes: 50_000 })).toBe(
      'unzipped-too-large',
    )
    expect(await refused(wordFile('<w:p>'.repeat(1_000) + '</w:p>'.repeat(1_000)))).toBe('unsafe')
    expect(await refused(wordFile('<w:p>'))).toBe('broken')
  })

  test('a part whose size or sum is not what the directory says', async () => {
    const file = wordFile(paragraph('States should act at once.'))
    const buffer = Buffer.from(file)
    const entry = buffer.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    const lying = Buffer.from(buffer)
    for (let at = entry; at >= 0; at = buffer.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), at + 4)) {
      lying.writeUInt32LE(5, at + 24)
    }
    expect(await refusalOf(lying, 'a.docx')).toBe('unzipped-too-large')
    const wrong = Buffer.from(buffer)
    for (let at = entry; at >= 0; at = buffer.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), at + 4)) {
      wrong.writeUInt32LE(7, at + 16)
    }
    expect(await refusalOf(wrong, 'a.docx')).toBe('broken')
  })
})

describe('tables of Word, the whole kind', () => {
  const cell = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`
  const row = (cells: string, properties = '') => `<w:tr><w:trPr>${properties}</w:trPr>${cells}</w:tr>`
  const head = row(cell(paragraph('Recommendation')) + cell(paragraph('State')))

  test('a text that is merged over several rows is one item of all their States', async () => {
    const body = `<w:tbl>${head}${row(cell(paragraph(act), '<w:vMerge w:val="restart"/>') + cell(paragraph('Norway')))}${row(cell('<w:p/>', '<w:vMerge/>') + cell(paragraph('Chile')))}</w:tbl>`
    const { rows } = await read(wordFile(body), 'a.docx')
    expect(taken(rows).map(({ row: one }) => one.proposers)).toEqual([['Norway', 'Chile']])
  })

  test('a row that a tracked change took out is shown, with what it said', async () => {
    const gone = (text: string) =>
      `<w:p><w:del w:id="6" w:author="Bob"><w:r><w:delText>${text}</w:delText></w:r></w:del></w:p>`
    const body = `<w:tbl>${head}${row(cell(gone(act)) + cell(gone('Norway')), '<w:del w:id="5" w:author="Bob"/>')}${row(cell(paragraph(train)) + cell(paragraph('Chile')))}</w:tbl>`
    const { rows } = await read(wordFile(body), 'a.docx')
    expect(rows.map(({ reason, row: one }) => [reason, one.proposers])).toEqual([
      ['removed-by-change', ['Norway']],
      [undefined, ['Chile']],
    ])
    expect(texts(rows)).toEqual([act, train])
  })

  test('changes in a cell are rejected where all are', async () => {
    const changed = `<w:p>${run('States should act ')}<w:ins w:id="1" w:author="Ann">${run('soon')}</w:ins><w:del w:id="2" w:author="Ann"><w:r><w:delText>now</w:delText></w:r></w:del>${run(' together.')}</w:p>`
    const body = `<w:tbl>${head}${row(cell(changed) + cell(paragraph('Norway')))}</w:tbl>`
    const file = wordFile(body)
    expect(texts((await read(file, 'a.docx')).rows)).toEqual(['States should act soon together.'])
    expect(texts((await read(file, 'a.docx', { changes: 'reject' })).rows)).toEqual([
      'States should act now together.',
    ])
  })

  test('a footnote beside the text is kept, and an automatic number is the label', async () => {
    const noted = `<w:p>${run('Norway')}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`
    const body = `<w:tbl>${row(cell(paragraph('No')) + cell(paragraph('Recommendation')) + cell(paragraph('State')))}${row(cell(inList('', 0)) + cell(paragraph(act)) + cell(noted))}</w:tbl>`
    const footnotes = `<w:footnote w:id="2">${paragraph('With Iceland.')}</w:footnote>`
    const { rows } = await read(wordFile(body, { footnotes, numbering }), 'a.docx')
    expect(rows[0]?.row).toMatchObject({ label: '1', notes: ['With Iceland.'], proposers: ['Norway'] })
  })
})

test('a list numbered 1.1 holds items, below a heading that is none', async () => {
  const level = (at: number, format: string, text: string) =>
    `<w:lvl w:ilvl="${String(at)}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
  const lists = `<w:abstractNum w:abstractNumId="1">${level(0, 'decimal', '%1.')}${level(1, 'decimal', '%1.%2')}${level(2, 'lowerLetter', '(%3)')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`
  const body = ['Prevention and more', act, train].map((text, at) => inList(text, at > 0 ? 1 : 0)).join('')
  const { rows } = await read(wordFile(body, { numbering: lists }), 'a.docx')
  expect(rows.map(({ reason, row }) => [reason, row.label, row.topic])).toEqual([
    ['heading', '1', 'Prevention and more'],
    [undefined, '1.1', 'Prevention and more'],
    [undefined, '1.2', 'Prevention and more'],
  ])
})

test('figures above the line, and the words below their reading, are not lost', async () => {
  const body = `<w:p>${run('Emissions of CO')}${run('2', '<w:vertAlign w:val="subscript"/>')}${run(' should fall by 10')}${run('6', '<w:vertAlign w:val="superscript"/>')}<w:r><w:ruby><w:rt>${run('to')}</w:rt><w:rubyBase>${run(' tonnes.')}</w:rubyBase></w:ruby></w:r></w:p>`
  expect(texts((await read(wordFile(body), 'a.docx')).rows)).toEqual([
    'Emissions of CO₂ should fall by 10⁶ tonnes.',
  ])
})
