import { posix } from 'node:path'
import type { ImportLimits } from '#server/formats/in/limits'
import type { FileNote } from '#domain/imports/import-file'
import { UnreadableFile } from '#server/formats/in/unreadable-file'
import { child, elements, parseXml, type XmlElement } from '#server/formats/in/xml'
import type { Package } from '#server/formats/in/zip'

export type WordParts = {
  body: XmlElement
  styles: XmlElement | undefined
  numbering: XmlElement | undefined
  footnotes: XmlElement | undefined
  endnotes: XmlElement | undefined
  notes: FileNote[]
}

const relationType = (name: string) => new RegExp(`/relationships/${name}$`, 'u')

/** The parts of a Word file that hold words; nothing that it refers to outside of itself is ever fetched. @throws UnreadableFile */
export function readParts(file: Package, limits: ImportLimits): WordParts {
  const parse = (name: string) => {
    const part = file.read(name)
    return part && parseXml(part, limits.elements)
  }
  const main = relations(parse('_rels/.rels'), '').find(({ type }) =>
    relationType('officeDocument').test(type),
  )?.target
  const document = main === undefined ? undefined : parse(main)
  if (main === undefined || !document) throw new UnreadableFile('format')
  const body = child(document, 'w:body')
  if (!body) throw new UnreadableFile('format')
  const folder = posix.dirname(main)
  const related = relations(parse(`${folder}/_rels/${posix.basename(main)}.rels`), folder)
  const partOf = (name: string) => {
    const target = related.find(
      (relation) => !relation.isExternal && relationType(name).test(relation.type),
    )?.target
    return target === undefined ? undefined : parse(target)
  }
  const external = related.filter(
    ({ isExternal, type }) => isExternal && !relationType('hyperlink').test(type),
  )
  const notes: FileNote[] = []
  if (file.names.some((name) => /vbaProject\.bin$/iu.test(name))) notes.push({ code: 'macros-left-out' })
  if (external.length > 0) notes.push({ code: 'external-content', count: external.length })
  return {
    body,
    styles: partOf('styles'),
    numbering: partOf('numbering'),
    footnotes: partOf('footnotes'),
    endnotes: partOf('endnotes'),
    notes,
  }
}

type Relation = { type: string; target: string; isExternal: boolean }

function relations(part: XmlElement | undefined, folder: string): Relation[] {
  return (part ? elements(part) : []).map(({ attributes }) => {
    const target = attributes['Target'] ?? ''
    const isExternal = attributes['TargetMode'] === 'External'
    const inside = target.startsWith('/') ? target.slice(1) : posix.normalize(posix.join(folder, target))
    return { type: attributes['Type'] ?? '', target: isExternal ? target : inside, isExternal }
  })
}
