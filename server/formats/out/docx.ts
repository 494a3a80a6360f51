import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  TabStopType,
  TextRun,
  type IParagraphOptions,
} from 'docx'
import { directionOf, type Language } from '#domain/languages'
import {
  headingLine,
  inLanguage,
  issuedLine,
  itemsByHeading,
  itemText,
  type ExportedItem,
  type ExportedList,
  type Said,
} from '#server/publications/exported-list'
import { notesOf, type Note } from '#server/publications/notes'

/** Where the text of an item begins, in twentieths of a point. */
const labelWidth = 900

/** Locales by which Word chooses hyphenation and spelling. */
const locales: Record<Language, string> = {
  ar: 'ar-SA',
  en: 'en-GB',
  es: 'es-ES',
  fr: 'fr-FR',
  ru: 'ru-RU',
  zh: 'zh-CN',
}

function run(
  { text, language }: Said,
  options: { bold?: boolean; size?: number; color?: string } = {},
): TextRun {
  const rightToLeft = directionOf(language) === 'rtl'
  return new TextRun({
    ...options,
    ...(options.size && { sizeComplexScript: options.size }),
    text,
    rightToLeft,
    language: rightToLeft ? { bidirectional: locales[language] } : { value: locales[language] },
  })
}

const paragraph = (said: Said, options: IParagraphOptions, setting = {}): Paragraph =>
  new Paragraph({
    ...options,
    bidirectional: directionOf(said.language) === 'rtl',
    children: [run(said, setting)],
  })

/** A Word file: title block, a heading per topic, each item with the label it was issued with, hash in the footer. */
export async function writeDocx(list: ExportedList): Promise<Uint8Array> {
  const { facts } = list
  const children = [
    paragraph(inLanguage(list, facts.group), { alignment: AlignmentType.CENTER }, { bold: true }),
    paragraph(inLanguage(list, facts.meeting), { alignment: AlignmentType.CENTER }),
    paragraph(inLanguage(list, facts.title), {
      heading: HeadingLevel.TITLE,
      alignment: AlignmentType.CENTER,
    }),
    paragraph(issuedLine(list), { alignment: AlignmentType.CENTER, spacing: { after: 400 } }),
  ]
  for (const [index, { heading, items }] of itemsByHeading(list).entries()) {
    children.push(
      paragraph(headingLine(list, heading, index), { heading: HeadingLevel.HEADING_1, keepNext: true }),
    )
    for (const item of items) children.push(...itemParagraphs(list, item))
  }
  const document = new Document({
    creator: 'Rapporteur',
    title: inLanguage(list, facts.title).text,
    description: `SHA-256 ${list.hash}`,
    styles: {
      default: {
        document: {
          run: {
            font: {
              ascii: 'Times New Roman',
              hAnsi: 'Times New Roman',
              cs: 'Traditional Arabic',
              eastAsia: 'SimSun',
            },
            size: 22,
            sizeComplexScript: 26,
          },
          paragraph: { spacing: { after: 160, line: 276 } },
        },
        title: { run: { size: 30, sizeComplexScript: 34, bold: true, color: '000000' } },
        heading1: {
          run: { size: 26, sizeComplexScript: 30, bold: true, color: '000000' },
          paragraph: { spacing: { before: 320, after: 160 } },
        },
      },
    },
    sections: [{ footers: { default: footer(list) }, children }],
  })
  return Packer.toBuffer(document)
}

function itemParagraphs(list: ExportedList, item: ExportedItem): Paragraph[] {
  const said = itemText(list, item)
  const bidirectional = directionOf(said.language) === 'rtl'
  // A label reads from left to right in every language: without the marks `5 (a)` would turn over.
  const label = bidirectional ? `\u200E${item.label}\u200E` : item.label
  const text = said.text.split('\n').map(
    (line, index) =>
      new Paragraph({
        bidirectional,
        alignment: bidirectional ? AlignmentType.START : AlignmentType.BOTH,
        tabStops: [{ type: TabStopType.LEFT, position: labelWidth }],
        indent: { start: labelWidth, ...(index === 0 && { hanging: labelWidth }) },
        children: [
          ...(index === 0 ? [run({ text: label, language: 'en' }), new TextRun('\t')] : []),
          run({ text: line, language: said.language }),
        ],
      }),
  )
  return [...text, ...notesOf(list, item).map(noteParagraph)]
}

/** A line in small print beside an item. */
const noteParagraph = (note: Note): Paragraph =>
  paragraph(
    note,
    { indent: { start: labelWidth }, keepNext: note.weight === 'opens' },
    { size: 18, color: '595959', bold: note.weight === 'opens' },
  )

const footer = (list: ExportedList) =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: 16 })],
      }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ text: `SHA-256 ${list.hash}`, size: 12, color: '666666' })],
      }),
    ],
  })
