import { writeOds } from 'hucre/ods'
import { writeXlsx } from 'hucre/xlsx'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { lettered, read, refusalOf, taken, texts } from '#tests/import-files'

const act = 'States should share evidence, promptly and lawfully.'
const train = 'States should train judges, prosecutors and police.'

describe('the cells of a text file', () => {
  test('texts of one column keep their commas', async () => {
    const { rows, table } = await read(`Text\n${act}\n${train}\n`, 'a.csv')
    expect(texts(taken(rows))).toEqual([act, train])
    expect(table?.columns).toEqual({ text: 'Text' })
  })

  test.each([
    [',', 'Text,Proposer\n"A, b and c should act.",Norway\n'],
    [';', 'Text;Proposer\nA, b and c should act.;Norway\n'],
    ['\t', 'Text\tProposer\nA, b and c should act.\tNorway\n'],
    ['|', 'Text|Proposer\nA, b and c should act.|Norway\n'],
    [';', 'sep=;\nText;Proposer\nA, b and c should act.;Norway\n'],
  ])('are parted by %j where the rows fit it', async (delimiter, file) => {
    const { rows, table } = await read(file, 'a.csv')
    expect(table?.delimiter).toBe(delimiter)
    expect(taken(rows).map(({ row }) => [row.proposers, texts(rows)[0]])).toEqual([
      [['Norway'], 'A, b and c should act.'],
    ])
  })

  test('a header with line breaks in its names, below titles, is found', async () => {
    const file = `List of recommendations,,\n,,\n"Recommen-\ndation","Proposing\nState",Themes\n"${act}",Chile,Evidence\n`
    const { rows, notes } = await read(file, 'a.csv')
    expect(rows).toMatchObject([
      { state: 'taken', row: { line: 6, proposers: ['Chile'], tags: ['Evidence'] } },
    ])
    expect(notes).toEqual([{ code: 'above-header', detail: 'List of recommendations' }])
  })

  test('a cell of several lines gives sub-items, and the rows behind it their lines', async () => {
    const file = `Text;Proposer\n"States should:\n(a) train, at once;\n(b) share.";Norway\n${act};Chile\n`
    const { rows } = await read(file, 'a.csv')
    expect(rows.map(({ row }) => row.line)).toEqual([2, 5])
    expect(rows[0] && lettered(rows[0])).toEqual(['States should:', '(a) train, at once;', '(b) share.'])
  })

  test('what does not fit is doubtful, with the row as it is, and never cut', async () => {
    const file = [
      'Text,Proposer',
      `"${act}",Norway`,
      'States should act, and soon,Chile',
      'States should train judges.',
      `"${train}",Kenya,,`,
      `"${act} Twice.",Kenya`,
      `"${act} Thrice.",Kenya`,
    ].join('\n')
    const { rows } = await read(file, 'a.csv')
    expect(rows.map(({ row, state }) => [row.line, state, row.doubts])).toEqual([
      [2, 'taken', []],
      [3, 'doubtful', ['more-cells']],
      [4, 'doubtful', ['fewer-cells']],
      [5, 'taken', []],
      [6, 'taken', []],
      [7, 'taken', []],
    ])
    expect(rows[1]?.row.raw).toBe('States should act, and soon,Chile')
  })

  test('a quote that is never closed takes no other row with it', async () => {
    const file = [
      'Text,Proposer',
      `"${act}",Norway`,
      '"States should act at once.,Chile',
      `"${train}",Kenya`,
    ].join('\n')
    const { rows } = await read(file, 'a.csv')
    expect(rows.map(({ row, state }) => [row.line, state])).toEqual([
      [2, 'taken'],
      [3, 'doubtful'],
      [4, 'taken'],
    ])
    expect(rows[1]?.row).toMatchObject({ doubts: ['broken-quote'], raw: '"States should act at once.,Chile' })
  })

  test('a quote may be closed far below, and one that is not costs only its own row', async () => {
    const long = Array.from({ length: 30_000 }, (_, at) => `share evidence of kind ${String(at)};`).join('\n')
    const file = [
      'Text,Proposer',
      `"${act}\n${long}",Norway`,
      ...Array.from({ length: 150 }, (_, at) => `"States should act on point ${String(at)}.,Chile`),
      `"${train}",Kenya`,
    ].join('\n')
    const { rows } = await read(file, 'a.csv')
    expect(rows.map(({ row }) => [row.line, row.doubts.includes('broken-quote')])).toEqual([
      [2, false],
      ...Array.from({ length: 150 }, (_, at) => [30_003 + at, true]),
      [30_153, false],
    ])
  })

  test('a quote inside a text is text', async () => {
    const { rows } = await read(`Text,Proposer\nStates should "pledge" to act.,Norway\n`, 'a.csv')
    expect(texts(taken(rows))).toEqual(['States should "pledge" to act.'])
  })

  test('columns of one name: the second one is not swallowed', async () => {
    const file = `Recommendation,Proposer,Recommendation\n${train.replace(/,/gu, '')},Norway,Les États devraient agir.\n`
    const { rows, table } = await read(file, 'a.csv')
    expect(table?.columnNames).toEqual(['Recommendation', 'Proposer', 'Recommendation (2)'])
    expect(rows).toMatchObject([{ state: 'doubtful', row: { doubts: ['same-name-columns'] } }])
    expect(rows[0]?.row.raw).toContain('Les États devraient agir.')
    const chosen = await read(file, 'a.csv', { columns: { text: 'Recommendation (2)' } })
    expect(texts(taken(chosen.rows))).toEqual(['Les États devraient agir.'])
  })

  test('a table without a header loses no row', async () => {
    const { rows } = await read(`1,"${act}",Norway\n2,"${train}","Chile, Kenya"\n`, 'a.csv')
    expect(taken(rows).map(({ row }) => [row.label, row.proposers])).toEqual([
      ['1', ['Norway']],
      ['2', ['Chile', 'Kenya']],
    ])
  })

  test('labels and numbers are text', async () => {
    const file = `No;Text\n5.10;Raise the budget by 1.50 million, call +0044 and open 007 offices.\n`
    const { rows } = await read(file, 'a.csv')
    expect(rows[0]?.row.label).toBe('5.10')
    expect(texts(rows)).toEqual(['Raise the budget by 1.50 million, call +0044 and open 007 offices.'])
  })

  test('whose columns nobody knows is shown to be chosen', async () => {
    const error = await read(`alpha,beta\n1,"${act}"\n`, 'a.csv').catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'no-text-column',
      table: { columnNames: ['alpha', 'beta'], sample: [['1', act]] },
    })
    const { rows } = await read(`alpha,beta\n1,"${act}"\n`, 'a.csv', { columns: { text: 'beta' } })
    expect(texts(rows)).toEqual([act])
    expect(await refusalOf(`alpha,beta\n1,2\n`, 'a.csv', { columns: { text: 'gamma' } })).toBe(
      'no-such-column',
    )
  })

  test('the guard that our own export puts before formulas is taken off', async () => {
    const { rows } = await read(
      `text,label\n'- act at once and together;,'=5\n'tis so that States should act.,2\n`,
      'a.csv',
    )
    expect(texts(rows)).toEqual(['- act at once and together;', "'tis so that States should act."])
    expect(rows[0]?.row.label).toBe('=5')
  })
})

test.each([
  ['macintosh', 'Les États devraient coopérer – ensemble, sans délai.'],
  ['windows-1252', 'Los Estados deberían cooperar “sin demora” con los demás países.'],
  ['windows-1251', 'Государствам следует сотрудничать друг с другом без промедления.'],
  ['windows-1256', 'ينبغي للدول أن تتعاون فيما بينها دون إبطاء.'],
  ['iso-8859-6', 'ينبغي للدول أن تتعاون فيما بينها دون إبطاء.'],
  ['gb18030', '各国应毫不拖延地相互合作，打击网络犯罪。'],
  ['utf-16le', 'States should cooperate, “without delay”, with one another.'],
])('a file in %s is read, whether it says so or not', async (encoding, text) => {
  const file = iconv.encode(`text\r${text}\r`, encoding)
  for (const options of [{ encoding }, {}]) {
    const { rows } = await read(file, 'a.tsv', options)
    expect(texts(rows)).toEqual([text])
  }
  expect((await read(file, 'a.tsv')).notes).toEqual([{ code: 'encoding-guessed', detail: encoding }])
})

describe('spreadsheets', () => {
  const rows = [
    ['List of recommendations', null, null],
    ['No', 'Recommendation', 'State'],
    [5.1, act, 'Norway'],
    ['007', train, 'Chile; Kenya'],
    [null, null, null],
  ]

  test('a cell is what it shows', async () => {
    const file = await writeXlsx({
      sheets: [
        { name: 'Cover', rows: [['Working group']] },
        { name: 'List', rows, cells: new Map([['2,0', { value: 5.1, style: { numFmt: '0.00' } }]]) },
        { name: 'Old', rows, hidden: true },
      ],
    })
    const found = await read(file, 'a.xlsx')
    expect(found.rows.map(({ row }) => [row.line, row.label, row.proposers])).toEqual([
      [3, '5.10', ['Norway']],
      [4, '007', ['Chile', 'Kenya']],
    ])
    expect(found.notes).toEqual([
      { code: 'above-header', detail: 'List of recommendations' },
      { code: 'other-sheets', detail: 'Cover' },
      { code: 'hidden-sheets', count: 1 },
    ])
    expect(await refusalOf(file, 'a.xlsx', { sheet: 'None' })).toBe('no-such-sheet')
  })

  test('emphasis inside a cell is kept, and words that are struck through are asked about', async () => {
    const file = await writeXlsx({
      sheets: [
        {
          name: 'List',
          rows: [['Text'], [''], ['']],
          cells: new Map([
            [
              '1,0',
              {
                value: '',
                richText: [{ text: 'States should ' }, { text: 'share evidence.', font: { bold: true } }],
              },
            ],
            [
              '2,0',
              {
                value: '',
                richText: [
                  { text: 'States should train judges ' },
                  { text: 'soon', font: { strikethrough: true } },
                ],
              },
            ],
          ]),
        },
      ],
    })
    const found = await read(file, 'a.xlsx')
    expect(found.rows[0]?.row.content.blocks[0]?.children).toEqual([
      { type: 'text', text: 'States should ' },
      { type: 'text', text: 'share evidence.', bold: true },
    ])
    expect(found.rows[1]).toMatchObject({ state: 'doubtful', row: { doubts: ['struck-through'] } })
  })

  test('open document spreadsheets as well', async () => {
    const found = await read(await writeOds({ sheets: [{ name: 'List', rows }] }), 'a.ods')
    expect(texts(found.rows)).toEqual([act, train])
  })
})

describe('JSON', () => {
  test('a list of objects, with lists in it', async () => {
    const file = JSON.stringify([
      { text: act, recommending_states: ['Norway', 'Chile'], themes: ['Evidence'] },
    ])
    expect((await read(file, 'a.json')).rows).toMatchObject([
      { row: { proposers: ['Norway', 'Chile'], tags: ['Evidence'] } },
    ])
  })

  test('our own export comes back with its label, its language and its blocks', async () => {
    const blocks = [
      { type: 'paragraph', children: [{ type: 'text', text: 'ينبغي للدول أن تقوم بما يلي:' }] },
      { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'التعاون.', bold: true }] },
    ]
    const file = JSON.stringify({
      items: [
        {
          label: '5 (a)',
          text: { ar: 'ينبغي للدول أن تقوم بما يلي:\nالتعاون.' },
          blocks: { ar: blocks },
          proposers: ['EGY'],
          tags: [],
        },
      ],
    })
    expect((await read(file, 'list.json')).rows).toMatchObject([
      { row: { label: '5 (a)', language: 'ar', proposers: ['EGY'], content: { blocks } } },
    ])
  })

  test('a key that an object has twice loses neither value, and is doubtful', async () => {
    const twice = `[{"text":"${act}","text":"${train}","no":1},{"text":"States should open offices.","text (2)":"x","no":2}]`
    const { rows, notes } = await read(twice, 'a.json')
    expect(rows.map(({ state, row }) => [state, row.doubts])).toEqual([
      ['doubtful', ['same-key', 'same-name-columns']],
      ['doubtful', ['same-key', 'same-name-columns']],
    ])
    expect(texts(rows)[0]).toBe(act)
    expect(rows[0]?.row.raw).toContain(train)
    expect(notes).toEqual([{ code: 'unread-columns', count: 1, detail: 'text (2)' }])
    const nested = `{"items":[{"text":"${act}","by":{"name":"Norway","name":"Chile"}}]}`
    expect((await read(nested, 'a.json')).rows[0]?.row.doubts).toEqual(['same-key'])
  })

  test('a number is what the file says', async () => {
    expect(texts((await read('[{"text": "States should open 007 offices."}]', 'a.json')).rows)).toEqual([
      'States should open 007 offices.',
    ])
  })
})

describe('names at the end of an item and above it', () => {
  test('in brackets', async () => {
    const { rows } = await read(
      'Text\nRatify the convention (Norway) (Iran (Islamic Republic of));\n',
      'a.csv',
    )
    expect(rows).toMatchObject([
      { row: { proposers: ['Norway', 'Iran (Islamic Republic of)'], remarks: ['proposers-in-brackets'] } },
    ])
    expect(texts(rows)).toEqual(['Ratify the convention;'])
  })

  test('on a line by themselves', async () => {
    const { rows } = await read(`NORWAY\n\n${act}\n\nCÔTE D’IVOIRE\n\n${train}\n`, 'a.txt')
    expect(taken(rows).map(({ row }) => row.proposers)).toEqual([['NORWAY'], ['CÔTE D’IVOIRE']])
  })
})

test('what is not what it says is refused, not guessed at', async () => {
  expect(await refusalOf('PK\u0003\u0004 no zip at all', 'a.docx')).toBe('broken')
  expect(await refusalOf('{"broken": ', 'a.json')).toBe('broken')
  expect(await refusalOf('%PDF-1.7 …', 'a.txt')).toBe('pdf')
  expect(await refusalOf('<html><p>x</p></html>', 'a.txt')).toBe('web-page')
  expect(await refusalOf('{\\rtf1 States should act.}', 'a.docx')).toBe('rich-text')
  expect(await refusalOf('   \n', 'a.txt')).toBe('nothing')
  expect(await refusalOf('x', 'a.txt', { encoding: 'klingon' })).toBe('unknown-encoding')
  expect(await refusalOf('\u0000States\u0000should act.'.repeat(20), 'a.csv')).toBe('format')
  // One that strayed into a text is left out, and somebody looks at it.
  const { rows } = await read(`Text\n"${act}\u0000"\n`, 'a.csv')
  expect(rows).toMatchObject([{ state: 'doubtful', row: { doubts: ['control-characters'] } }])
  expect(await refusalOf(`Text\n${`${act}\n`.repeat(200)}`, 'a.csv', {}, { rows: 100 })).toBe('too-many-rows')
  expect(await refusalOf(act.repeat(10), 'a.txt', {}, { bytes: 100 })).toBe('too-large')
  expect(await refusalOf(`Text,b\n${'"a" b,c\n'.repeat(500)}`, 'a.csv')).toBe('too-many-broken-rows')
})

describe('nothing is left out without a word', () => {
  test('columns that are not read are named, and hidden rows are doubtful', async () => {
    const file = await writeXlsx({
      sheets: [
        {
          name: 'List',
          rows: [
            ['Text', 'Remarks of the office'],
            [act, 'agreed'],
            [train, null],
          ],
          rowDefs: new Map([[2, { hidden: true }]]),
        },
      ],
    })
    const found = await read(file, 'a.xlsx')
    expect(found.notes).toContainEqual({
      code: 'unread-columns',
      count: 1,
      detail: 'Remarks of the office',
    })
    expect(found.rows.map(({ state, row }) => [state, row.doubts])).toEqual([
      ['taken', []],
      ['doubtful', ['hidden-row']],
    ])
  })

  test('a text that is merged over several rows is one item of all their States', async () => {
    const file = await writeXlsx({
      sheets: [
        {
          name: 'List',
          rows: [
            ['Text', 'State'],
            [act, 'Norway'],
            [null, 'Chile'],
          ],
          merges: [{ startRow: 1, startCol: 0, endRow: 2, endCol: 0 }],
        },
      ],
    })
    const { rows } = await read(file, 'a.xlsx')
    expect(taken(rows).map(({ row }) => row.proposers)).toEqual([['Norway', 'Chile']])
  })

  test('a row with names and no text is asked about, not dropped', async () => {
    const { rows } = await read(`Text,State\n"${act}",Norway\n,Chile\n`, 'a.csv')
    expect(rows[1]).toMatchObject({ state: 'doubtful', row: { doubts: ['no-text'], proposers: ['Chile'] } })
  })

  test('the lower of two lines of names is the header where it names more', async () => {
    const { rows } = await read(`Recommendations,,Origin\nNo,Text,State\n5,"${act}",Norway\n`, 'a.csv')
    expect(rows.map(({ row }) => [row.label, row.proposers])).toEqual([['5', ['Norway']]])
  })

  test('a text of ten megabytes is refused by its beginning', async () => {
    const { rows } = await read(`Text\n"${'States should act. '.repeat(500_000)}"\n`, 'a.csv')
    expect(rows).toMatchObject([{ state: 'refused', reason: 'too-long' }])
    expect(JSON.stringify(rows).length).toBeLessThan(20_000)
  })

  test('sentences with as many commas in each line are one column', async () => {
    const lines = ['States, all of them, should act.', 'Courts, each of them, should learn.']
    expect(texts((await read(`${lines.join('\n')}\n`, 'a.csv')).rows)).toEqual(lines)
  })
})

describe('lists in JSON', () => {
  test.each([
    ['a line each', `{"text":"${act}","state":"Norway"}\n{"text":"${train}","state":"Chile"}\n`],
    ['under keys', JSON.stringify({ 1: { text: act, state: 'Norway' }, 2: { text: train, state: 'Chile' } })],
    [
      'in objects',
      JSON.stringify({
        data: [
          { body: { text: act }, from: { state: 'Norway' } },
          { body: { text: train }, from: { state: 'Chile' } },
        ],
      }),
    ],
    [
      'behind a list of something else',
      JSON.stringify({
        authors: [{ given: 'A' }],
        items: [
          { text: act, state: 'Norway' },
          { text: train, state: 'Chile' },
        ],
      }),
    ],
  ])('%s', async (_, file) => {
    const { rows } = await read(file, 'a.json')
    expect(rows.map(({ row }) => row.proposers)).toEqual([['Norway'], ['Chile']])
    expect(texts(rows)).toEqual([act, train])
  })

  test('in sections, whose titles are topics; numbers as they are written', async () => {
    const file = `{"sections":[{"title":"Evidence","recommendations":[{"no":1.10,"text":"${act}"}]},{"title":"Training","recommendations":[{"no":2,"text":"${train}"}]}]}`
    const { rows } = await read(file, 'a.json')
    expect(rows.map(({ row }) => [row.label, row.topic])).toEqual([
      ['1.10', 'Evidence'],
      ['2', 'Training'],
    ])
  })

  test('nested beyond measure are refused', async () => {
    expect(await refusalOf(`[{"text":"x","y":${'['.repeat(5_000)}${']'.repeat(5_000)}}]`, 'a.json')).toBe(
      'unsafe',
    )
  })
})

describe('plain text', () => {
  test.each([
    [
      '1. States should act.\n2. Courts should learn:\n(a) fast;\n(b) well.\n3. Police should learn.\n',
      '1 2 3',
    ],
    ['1) Государствам следует сотрудничать.\n2) Судам следует учиться.\n', '1 2'],
    ['١. ينبغي للدول أن تتعاون.\n٢. ينبغي للمحاكم أن تتعلم.\n', '١ ٢'],
    ['1、各国应当合作。\n2、法院应当学习。\n', '1 2'],
    ['一、各国应当合作。\n二、法院应当学习。\n', '一 二'],
    ['1° Les États devraient agir.\n2° Les tribunaux devraient apprendre.\n', '1 2'],
  ])('numbers that follow one another begin items: %j', async (file, labels) => {
    const { rows } = await read(file, 'a.txt')
    expect(rows.map(({ row }) => row.label).join(' ')).toBe(labels)
  })

  test('bullets that nothing announces are items; a year and an amount are no numbers of items', async () => {
    const { rows } = await read('- States should act.\n- Courts should learn.\n', 'a.txt')
    expect(texts(rows)).toEqual(['States should act.', 'Courts should learn.'])
    const said = ['1.50 million should be spent on it.', '2030 – the year by which States should act.']
    expect(texts((await read(said.join('\n\n'), 'a.txt')).rows)).toEqual(said)
  })

  test('what is before the first number, and headings between, are shown and not taken', async () => {
    const numbers = [1, 2, 3, 4, 5].map(
      (n) => `${String(n)}. States should act in way ${'abcdef'.charAt(n)}.`,
    )
    const { rows } = await read(
      `Report of the group\n\n${numbers.slice(0, 3).join('\n\n')}\n\nII. Training\n\n${numbers.slice(3).join('\n\n')}`,
      'a.txt',
    )
    expect(rows.map(({ state }) => state[0]).join('')).toBe('rtttrtt')
    expect(rows.at(-1)?.row).toMatchObject({ label: '5', topic: 'II. Training' })
  })
})
