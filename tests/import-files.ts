import { Buffer } from 'node:buffer'
import { zipSync, strToU8 } from 'fflate'
import type { JudgedRow } from '#domain/imports/judge-rows'
import { knownNames } from '#domain/imports/proposers'
import type { ReadOptions } from '#domain/imports/import-file'
import { plainText } from '#domain/text/content'
import { blockLetters } from '#domain/text/letters'
import { defaultImportLimits, type ImportLimits } from '#server/formats/in/limits'
import { readImport, type ReadImport } from '#server/formats/in/read-import'
import { UnreadableFile } from '#server/formats/in/unreadable-file'

export const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Reads a file in this process, as the one that is made for it would. */
export const read = (
  file: Uint8Array | string,
  name: string,
  options: ReadOptions = {},
  more: { limits?: Partial<ImportLimits>; names?: string[]; present?: [string, string[]][] } = {},
): Promise<ReadImport> =>
  readImport(typeof file === 'string' ? bytesOf(file) : file, name, options, {
    limits: { ...defaultImportLimits, ...more.limits },
    isKnown: knownNames(more.names ?? []),
    present: new Map(more.present),
    onProgress: () => undefined,
  })

/** Why a file is not read. */
export async function refusalOf(
  file: Uint8Array | string,
  name: string,
  options: ReadOptions = {},
  limits = {},
) {
  const error = await read(file, name, options, { limits }).catch((caught: unknown) => caught)
  return error instanceof UnreadableFile ? error.code : error
}

export const texts = (rows: readonly JudgedRow[]) => rows.map(({ row }) => plainText(row.content))
export const taken = (rows: readonly JudgedRow[]) => rows.filter(({ state }) => state === 'taken')

/** The blocks of a row with their letters: `(a) train`. */
export function lettered({ row }: JudgedRow): string[] {
  const letters = blockLetters(row.content.blocks)
  return row.content.blocks.map(({ children }, at) => {
    const words = children.map((run) => (run.type === 'text' ? run.text : '')).join('')
    return letters[at] === undefined ? words : `(${letters[at]}) ${words}`
  })
}

const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A Word file with this body and these other parts (`footnotes`, `numbering`, `styles`). */
export function wordFile(
  body: string,
  parts: Record<string, string> = {},
  extra: Record<string, Uint8Array> = {},
): Uint8Array {
  const related = Object.keys(parts)
    .map((name, at) => `<Relationship Id="r${String(at)}" Type="${office}/${name}" Target="${name}.xml"/>`)
    .join('')
  const files: Record<string, Uint8Array> = {
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/_rels/document.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${related}</Relationships>`,
    ),
    'word/document.xml': strToU8(`<w:document ${namespace}><w:body>${body}</w:body></w:document>`),
    ...Object.fromEntries(
      Object.entries(parts).map(([name, xml]) => [
        `word/${name}.xml`,
        strToU8(`<w:${name} ${namespace}>${xml}</w:${name}>`),
      ]),
    ),
    ...extra,
  }
  return zipSync(files)
}

export const run = (text: string, properties = '') =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`
export const paragraph = (content: string, properties = '') =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${content.startsWith('<') ? content : run(content)}</w:p>`
export const inList = (text: string, level: number, list = 1) =>
  paragraph(text, `<w:numPr><w:ilvl w:val="${String(level)}"/><w:numId w:val="${String(list)}"/></w:numPr>`)
export const tableOf = (rows: readonly (readonly string[])[]) =>
  `<w:tbl>${rows
    .map(
      (cells) =>
        `<w:tr>${cells
          .map(
            (cell) =>
              `<w:tc>${cell
                .split('\n')
                .map((line) => paragraph(line))
                .join('')}</w:tc>`,
          )
          .join('')}</w:tr>`,
    )
    .join('')}</w:tbl>`

/** Lists with a number, a letter and a numeral at their levels; the second begins with letters. */
export const numbering = ['decimal:%1.', 'lowerLetter:(%1)']
  .map((first, list) => {
    const levels = [first, 'lowerLetter:(%2)', 'lowerRoman:(%3)', 'decimal:%4)'].map((value, level) => {
      const [format = '', text = ''] = value.split(':')
      return `<w:lvl w:ilvl="${String(level)}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
    })
    const id = String(list)
    return `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`
  })
  .concat(
    ['1', '2'].map(
      (id) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${String(Number(id) - 1)}"/></w:num>`,
    ),
  )
  .join('')

/** The first bytes of a file of Office before 2007, with the name of a stream in it. */
export const oldOffice = (stream: string): Uint8Array =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(500),
    Buffer.from(stream, 'utf16le'),
    Buffer.alloc(500),
  ])
