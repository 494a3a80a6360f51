import { canonicalList } from '#domain/lists/canonical-list'
import { plainText, type DocumentContent, type TextRun } from '#domain/text/content'
import { freezeBlocks } from '#domain/text/frozen-text'
import { exportedList } from '#server/publications/exported-list'

const run = (text: string, format: Partial<TextRun> = {}): TextRun => ({ ...format, type: 'text', text })

/** Sub-items of two levels whose letters start again after a paragraph, every format, and two alternatives. */
export const englishText: DocumentContent = {
  blocks: [
    {
      type: 'paragraph',
      children: [
        run('States should '),
        run('promptly', { bold: true }),
        run(' and '),
        run('fully', { italic: true }),
        run(' share '),
        run('evidence', { underline: true }),
        run(' '),
        {
          type: 'bracket',
          id: 'a',
          requestedBy: '',
          reason: 'Scope.',
          alternative: 1,
          children: [run('at once')],
        },
        run(' '),
        {
          type: 'bracket',
          id: 'b',
          requestedBy: '',
          reason: 'Scope.',
          alternative: 2,
          children: [run('in time')],
        },
        run(':'),
      ],
    },
    { type: 'sub-item', level: 1, children: [run('name a point of contact;')] },
    { type: 'sub-item', level: 2, children: [run('by electronic means;')] },
    { type: 'sub-item', level: 2, children: [run('in an official language;')] },
    { type: 'sub-item', level: 1, children: [run('train investigators.')] },
    { type: 'paragraph', children: [run('They should also:')] },
    { type: 'sub-item', level: 1, children: [run('report to the Commission.')] },
  ],
}

export const arabicText: DocumentContent = {
  blocks: [
    {
      type: 'paragraph',
      children: [
        run('ينبغي للدول أن '),
        run('تتعاون', { bold: true }),
        run(' '),
        { type: 'bracket', id: 'a', requestedBy: '', reason: '', children: [run('على وجه السرعة')] },
        run(' وفقا للقرار A/RES/74/173:'),
      ],
    },
    { type: 'sub-item', level: 1, children: [run('تعيين جهة اتصال؛')] },
    { type: 'sub-item', level: 2, children: [run('بالوسائل الإلكترونية؛')] },
    { type: 'sub-item', level: 1, children: [run('تدريب المحققين في 24 دولة.')] },
  ],
}

const heading = { en: 'Legislation', ar: 'التشريعات' }

const anItem = (label: string, language: 'en' | 'ar', content: DocumentContent) => ({
  label,
  heading,
  kind: 'recommendation' as const,
  blocks: { [language]: freezeBlocks(content, () => '') },
  text: { [language]: plainText(content) },
  proposers: ['NOR'],
  tags: ['Training'],
  mandates: ['A/RES/74/173'],
  lineage: [],
})

/** A list with an English and an Arabic item, as a file in one of the languages. */
export function aRichList(language: 'en' | 'ar', texts = { en: englishText, ar: arabicText }) {
  const { canonical, hash } = canonicalList({
    form: 1,
    symbol: 'UNODC/CCPCJ/EG.4/2018/L.1',
    group: { en: 'Group', ar: 'الفريق' },
    meeting: { en: 'Meeting', ar: 'الاجتماع' },
    kind: 'preliminary',
    issuedAt: '2018-04-05T16:00:00.000Z',
    title: { en: 'List', ar: 'القائمة' },
    items: [anItem('5 (a)', 'en', texts.en), anItem('5 (b)', 'ar', texts.ar)],
  })
  return exportedList({ id: 'L', hash, canonical }, language, {
    standing: 'issued',
    timeZone: 'Europe/Vienna',
    names: new Map([['NOR', { en: 'Norway', ar: 'النرويج' }]]),
  })
}
