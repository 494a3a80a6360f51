import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TabStopType,
  TextRun,
  UnderlineType,
  type IParagraphOptions,
} from 'docx'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { directionOf, type Language } from '#domain/languages'
import type { TextRun as WrittenRun } from '#domain/text/content'
import type { ExportedList, Said } from '#server/publications/exported-list'
import type { Note } from '#server/publications/notes'
import {
  dayLine,
  publicationOf,
  type Publication,
  type PublicationBlock,
} from '#server/publications/publication'
import { labelWidth, WordNumbering } from './word-numbering'

/** Locales by which Word chooses hyphenation and spelling. */
const locales: Record<Language, string> = {
  ar: 'ar-SA',
  en: 'en-GB',
  es: 'es-ES',
  fr: 'fr-FR',
  ru: 'ru-RU',
  zh: 'zh-CN',
}

const fonts = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Traditional Arabic',
  eastAsia: 'SimSun',
}

const isRightToLeft = (language: Language) => directionOf(language) === 'rtl'

/** A Word file: styles, headings, numbered items and sub-items, a header and a footer on every page. */
export async function writeDocx(list: ExportedList): Promise<Uint8Array> {
  const publication = publicationOf(list)
  const numbering = new WordNumbering()
  const children = [
    ...titleBlock(publication),
    ...publication.blocks.map((block) => paragraphOf(block, numbering)),
  ]
  const document = new Document({
    creator: 'Rapporteur',
    title: publication.title.text,
    description: `SHA-256 ${publication.hash}`,
    styles: styles(publication.language),
    numbering: { config: numbering.config },
    sections: [
      {
        headers: { default: header(publication) },
        footers: { default: footer(publication) },
        children,
      },
    ],
  })
  const file = new Uint8Array(await Packer.toBuffer(document))
  return isRightToLeft(publication.language) ? withRightToLeftSection(file) : file
}

const styles = (language: Language) => ({
  default: {
    document: {
      run: { font: fonts, size: 22, sizeComplexScript: 26, language: languageOf(language) },
    },
    title: {
      run: { size: 30, sizeComplexScript: 34, bold: true, color: '000000' },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 120, after: 120 } },
    },
    heading1: {
      run: { size: 26, sizeComplexScript: 30, bold: true, color: '000000' },
      paragraph: { spacing: { before: 320, after: 160 }, keepNext: true },
    },
  },
  paragraphStyles: [
    {
      id: 'Normal',
      name: 'Normal',
      quickFormat: true,
      paragraph: { spacing: { after: 160, line: 276, lineRule: LineRuleType.AUTO } },
    },
    {
      id: 'Frontmatter',
      name: 'Front matter',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: { alignment: AlignmentType.CENTER },
    },
    { id: 'Item', name: 'Item', basedOn: 'Normal', quickFormat: true },
    {
      id: 'Itemcontinued',
      name: 'Item continued',
      basedOn: 'Item',
      quickFormat: true,
      paragraph: { indent: { start: labelWidth } },
    },
    { id: 'Subitem', name: 'Sub-item', basedOn: 'Item', quickFormat: true },
    { id: 'Subitem2', name: 'Sub-item 2', basedOn: 'Subitem', quickFormat: true },
    {
      id: 'Note',
      name: 'Note',
      basedOn: 'Normal',
      quickFormat: true,
      run: { size: 18, sizeComplexScript: 21, color: '595959' },
      paragraph: { indent: { start: labelWidth } },
    },
  ],
})

const languageOf = (language: Language) =>
  isRightToLeft(language) ? { bidirectional: locales[language] } : { value: locales[language] }

function textRun(run: WrittenRun, language: Language): TextRun {
  return new TextRun({
    text: run.text,
    ...(run.bold && { bold: true, boldComplexScript: true }),
    ...(run.italic && { italics: true, italicsComplexScript: true }),
    ...(run.underline && { underline: { type: UnderlineType.SINGLE } }),
    rightToLeft: isRightToLeft(language),
    language: languageOf(language),
  })
}

const saidRun = ({ text, language }: Said, setting: Partial<WrittenRun> = {}) =>
  textRun({ type: 'text', text, ...setting }, language)

const paragraph = (said: Said, options: IParagraphOptions, setting?: Partial<WrittenRun>) =>
  new Paragraph({
    ...options,
    bidirectional: isRightToLeft(said.language),
    children: [saidRun(said, setting)],
  })

const titleBlock = ({ group, meeting, title, issued }: Publication) => [
  paragraph(group, { style: 'Frontmatter' }, { bold: true }),
  paragraph(meeting, { style: 'Frontmatter' }),
  paragraph(title, { heading: HeadingLevel.TITLE }),
  paragraph(issued, { style: 'Frontmatter', spacing: { after: 400 } }),
]

function paragraphOf(block: PublicationBlock, numbering: WordNumbering): Paragraph {
  switch (block.type) {
    case 'heading':
      return paragraph(block.said, { heading: HeadingLevel.HEADING_1 })
    case 'chapeau':
      return paragraph(block.said, { spacing: { after: 240 } })
    case 'note':
      return noteParagraph(block.note)
    case 'text':
      return new Paragraph({
        ...standing(block, numbering),
        bidirectional: isRightToLeft(block.language),
        alignment: isRightToLeft(block.language) ? AlignmentType.START : AlignmentType.BOTH,
        children: block.block.runs.map((run) => textRun(run, block.language)),
      })
    default:
      return block satisfies never
  }
}

/** The style and the number of a block of an item. An item may begin with a sub-item: its label stands before it then. */
function standing(
  { label, block, language }: Extract<PublicationBlock, { type: 'text' }>,
  numbering: WordNumbering,
): IParagraphOptions {
  if (label !== undefined)
    return { style: 'Item', numbering: numbering.label(label, isRightToLeft(language)) }
  if (block.level === 0) {
    numbering.paragraph()
    return { style: 'Itemcontinued' }
  }
  return { style: block.level === 1 ? 'Subitem' : 'Subitem2', numbering: numbering.subItem(block.level) }
}

/** A line in small print beside an item. */
const noteParagraph = (note: Note): Paragraph =>
  paragraph(
    note,
    { style: 'Note', keepNext: note.weight === 'opens' },
    note.weight === 'opens' ? { bold: true } : {},
  )

/** The middle of what stands between the margins of an A4 page of `docx`, and its end. */
const textWidth = 9026

const header = (publication: Publication) =>
  new Header({
    children: [
      new Paragraph({
        bidirectional: isRightToLeft(publication.language),
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        children: [
          saidRun({ text: publication.symbol ?? '', language: 'en' }, { bold: true }),
          new TextRun('\t'),
          saidRun({ text: dayLine(publication), language: publication.language }),
        ],
      }),
    ],
  })

const footer = ({ hash }: Publication) =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: 16 })],
      }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ text: `SHA-256 ${hash}`, size: 12, color: '666666' })],
      }),
    ],
  })

/** The library has no sections that run from right to left: the mark is written into the finished file. */
function withRightToLeftSection(file: Uint8Array): Uint8Array {
  const parts = unzipSync(file)
  const name = 'word/document.xml'
  const xml = strFromU8(parts[name] ?? new Uint8Array())
  const marked = xml.replace(/(<w:docGrid\b[^>]*\/>)(<\/w:sectPr>)/u, '<w:bidi/>$1$2')
  if (marked === xml) throw new Error('The section of the Word file was not found.')
  return zipSync({ ...parts, [name]: strToU8(marked) })
}
