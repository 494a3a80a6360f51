import { cleanLine } from '#domain/text/characters'
import { elements, type XmlElement } from '#server/formats/in/xml'
import { readBody, type BodyContext } from './read-body'
import { linesThere, resolveBlocks } from './resolve'

/** The words of footnotes and endnotes, by what refers to them: `f2`, `e1`. */
export function readNotes(
  [footnotes, endnotes]: readonly (XmlElement | undefined)[],
  context: BodyContext,
): Map<string, string> {
  const notes = new Map<string, string>()
  const read = (part: XmlElement | undefined, prefix: string) => {
    for (const note of part ? elements(part) : []) {
      const { id, type } = note.attributes
      if (id === undefined || /separator/iu.test(type ?? '')) continue
      const { decision } = context.changes
      const lines = linesThere(resolveBlocks(readBody(note, context).blocks, decision), decision)
      const words = lines.map((line) => cleanLine(line).trim()).filter((line) => line !== '')
      if (words.length > 0) notes.set(`${prefix}${id}`, words.join(' '))
    }
  }
  read(footnotes, 'f')
  read(endnotes, 'e')
  return notes
}
