import { expect, test } from 'vitest'
import type { DelegationId } from '#domain/ids'
import { canonicalList, type ListFacts } from '#domain/lists/canonical-list'
import { paragraphsOf, type DocumentContent } from '#domain/text/content'
import { freezeBlocks } from '#domain/text/frozen-text'
import { exporters } from '#server/formats/out/exporters'
import { exportedList } from '#server/publications/exported-list'
import { lettered, read, taken, texts } from '#tests/import-files'

const content: DocumentContent = {
  blocks: [
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: '=States should ' },
        { type: 'text', text: 'act', bold: true },
        { type: 'text', text: ' on ' },
        { type: 'text', text: '1.50', italic: true },
        { type: 'text', text: ' of ' },
        { type: 'text', text: 'them', underline: true },
        { type: 'text', text: ', and:' },
      ],
    },
    { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'train all “judges”;' }] },
    { type: 'sub-item', level: 2, children: [{ type: 'text', text: 'of every court;' }] },
    { type: 'sub-item', level: 2, children: [{ type: 'text', text: 'and every prosecutor;' }] },
    { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'share evidence.' }] },
    { type: 'paragraph', children: [{ type: 'text', text: 'All of it within 2 years.' }] },
  ],
}

const bracketed: DocumentContent = {
  blocks: [
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: 'Parties ' },
        {
          type: 'bracket',
          id: 'a',
          requestedBy: 'chile' as DelegationId,
          reason: 'instructions',
          since: '2018-04-05T10:00:00.000Z',
          alternative: 1,
          children: [{ type: 'text', text: 'shall', bold: true }],
        },
        {
          type: 'bracket',
          id: 'b',
          requestedBy: '',
          reason: '',
          alternative: 2,
          children: [{ type: 'text', text: 'should' }],
        },
        { type: 'text', text: ' report each year.' },
      ],
    },
    { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'in writing.' }] },
  ],
}

const item = (label: string, text: DocumentContent, more: Partial<ListFacts['items'][number]> = {}) => ({
  label,
  heading: { en: 'Legislation' },
  kind: 'recommendation' as const,
  blocks: { en: freezeBlocks(text, () => 'CHL') },
  text: { en: '=States should act on 1.50 of them, and: …' },
  proposers: ['NOR', 'CHL'],
  tags: ['Training', 'Police; prisons, "bail"'],
  mandates: ['A/RES/74/173'],
  lineage: [],
  ...more,
})

const list = () => {
  const { canonical, hash } = canonicalList({
    form: 1 as const,
    symbol: 'X/L.1',
    group: { en: 'Group of experts' },
    meeting: { en: 'First meeting' },
    kind: 'preliminary' as const,
    issuedAt: '2018-04-05T16:00:00.000Z',
    title: { en: 'List of recommendations' },
    items: [item('5 (a)', content), item('5 (b)', bracketed, { proposers: ['CHL'], tags: [], mandates: [] })],
  })
  const names = new Map([
    ['NOR', { en: 'Norway' }],
    ['CHL', { en: 'Chile' }],
  ])
  return exportedList({ id: 'L', hash, canonical }, 'en', {
    standing: 'issued',
    timeZone: 'UTC',
    names,
    recorded: new Map([
      [
        '5 (b)',
        {
          statements: [
            {
              delegation: 'NOR',
              kind: 'reservation',
              language: 'en',
              text: 'Norway reserves its position.',
              blocks: freezeBlocks(paragraphsOf('Norway reserves its position.'), () => ''),
              at: '2018-04-05T15:00:00.000Z',
            },
          ],
          positions: [],
        },
      ],
    ]),
  })
}

const lines = [
  '=States should act on 1.50 of them, and:',
  '(a) train all “judges”;',
  '(i) of every court;',
  '(ii) and every prosecutor;',
  '(b) share evidence.',
  'All of it within 2 years.',
]

const named = (format: string) => (['docx', 'txt'].includes(format) ? ['Norway', 'Chile'] : ['NOR', 'CHL'])

test.each(['csv', 'json', 'docx', 'txt'] as const)(
  'a list that we wrote as %s comes back with its texts, blocks, labels and proposers',
  async (format) => {
    const written = await exporters[format].write(list())
    const { rows } = await read(Buffer.from(written), `list.${format}`, {}, { names: ['Norway', 'Chile'] })
    const [first, second, ...others] = taken(rows)
    expect(texts(others)).toEqual([])
    if (!first || !second) throw new Error('Both items are there.')
    expect(lettered(first)).toEqual(lines)
    expect(first.row.content.blocks.map(({ type, level }) => [type, level])).toEqual(
      content.blocks.map(({ type, level }) => [type, level]),
    )
    expect([first.row.label, second.row.label]).toEqual(['5 (a)', '5 (b)'])
    expect(first.row.proposers).toEqual(named(format))
    expect(second.row.proposers).toEqual(named(format).slice(1))
    expect(texts([second])).toEqual(['Parties [Alt. 1 shall][Alt. 2 should] report each year.\nin writing.'])
    expect(second.row.content.blocks[1]).toMatchObject({ type: 'sub-item', level: 1 })
    if (format === 'csv' || format === 'json')
      expect(first.row.tags).toEqual(['Training', 'Police; prisons, "bail"', 'A/RES/74/173'])
    if (format !== 'txt') expect(first.row.topic).toMatch(/Legislation$/u)
    if (format === 'json' || format === 'docx') {
      expect(first.row.content.blocks[0]?.children).toEqual(content.blocks[0]?.children)
    }
  },
)

test('brackets come back out of our JSON with who asked for them, why and as which alternative', async () => {
  const { rows } = await read(String(await exporters.json.write(list())), 'list.json')
  expect(taken(rows)[1]?.row.content.blocks[0]?.children).toMatchObject([
    { type: 'text', text: 'Parties ' },
    {
      type: 'bracket',
      requestedBy: 'CHL',
      reason: 'instructions',
      since: '2018-04-05T10:00:00.000Z',
      alternative: 1,
      children: [{ text: 'shall', bold: true }],
    },
    { type: 'bracket', requestedBy: '', alternative: 2 },
    { type: 'text', text: ' report each year.' },
  ])
})
