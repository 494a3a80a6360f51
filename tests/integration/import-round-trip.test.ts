import { expect, test } from 'vitest'
import { canonicalList } from '#domain/lists/canonical-list'
import type { DocumentContent } from '#domain/text/content'
import { freezeBlocks } from '#domain/text/frozen-text'
import { exporters } from '#server/formats/out/exporters'
import { exportedList } from '#server/publications/exported-list'
import { lettered, read, taken } from '#tests/import-files'

const content: DocumentContent = {
  blocks: [
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: '=States should ' },
        { type: 'text', text: 'act', bold: true },
        { type: 'text', text: ' on 1.50 of them, and:' },
      ],
    },
    { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'train all “judges”;' }] },
    { type: 'sub-item', level: 2, children: [{ type: 'text', text: 'of every court;' }] },
    { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'share evidence.' }] },
  ],
}

const list = () => {
  const { canonical, hash } = canonicalList({
    form: 1 as const,
    symbol: 'X/L.1',
    group: { en: 'Group of experts' },
    meeting: { en: 'First meeting' },
    kind: 'preliminary' as const,
    issuedAt: '2018-04-05T16:00:00.000Z',
    title: { en: 'List of recommendations' },
    items: [
      {
        label: '5 (a)',
        heading: { en: 'Legislation' },
        kind: 'recommendation' as const,
        blocks: { en: freezeBlocks(content, () => '') },
        text: { en: '=States should act on 1.50 of them, and: …' },
        proposers: ['NOR', 'CHL'],
        tags: ['Training', 'Police; prisons, and "custody"'],
        mandates: ['A/RES/74/173'],
        lineage: [],
      },
    ],
  })
  const names = new Map([
    ['NOR', { en: 'Norway' }],
    ['CHL', { en: 'Chile' }],
  ])
  return exportedList({ id: 'L', hash, canonical }, 'en', { standing: 'issued', timeZone: 'UTC', names })
}

const lines = [
  '=States should act on 1.50 of them, and:',
  '(a) train all “judges”;',
  '(i) of every court;',
  '(b) share evidence.',
]

test.each(['csv', 'json', 'docx'] as const)(
  'a list that we wrote as %s comes back with its text, blocks, label and proposers',
  async (format) => {
    const written = await exporters[format].write(list())
    const { rows } = await read(Buffer.from(written), `list.${format}`)
    const [item, ...others] = taken(rows)
    expect(others).toEqual([])
    if (!item) throw new Error('The item is there.')
    expect(lettered(item)).toEqual(lines)
    expect(item.row.label).toBe('5 (a)')
    expect(item.row.proposers).toEqual(format === 'docx' ? ['Norway', 'Chile'] : ['NOR', 'CHL'])
    if (format !== 'docx')
      expect(item.row.tags).toEqual(['Training', 'Police; prisons, and "custody"', 'A/RES/74/173'])
    if (format !== 'csv') {
      expect(item.row.content.blocks[0]?.children[1]).toMatchObject({ text: 'act', bold: true })
    }
  },
)
