import {
  headingLine,
  inLanguage,
  issuedLine,
  itemsByHeading,
  itemText,
  type ExportedList,
} from '#server/publications/exported-list'
import { notesOf } from '#server/publications/notes'

/** Plain text, a line per paragraph, with labels and headings. */
export function writeText(list: ExportedList): string {
  const { facts } = list
  const lines = [
    inLanguage(list, facts.group).text,
    inLanguage(list, facts.meeting).text,
    inLanguage(list, facts.title).text,
    issuedLine(list).text,
    '',
  ]
  for (const [index, { heading, items }] of itemsByHeading(list).entries()) {
    lines.push(headingLine(list, heading, index).text, '')
    for (const item of items) {
      lines.push(`${item.label}  ${itemText(list, item).text}`, '')
      for (const note of notesOf(list, item)) lines.push(`    ${note.text}`)
      if (lines.at(-1) !== '') lines.push('')
    }
  }
  lines.push(`SHA-256 ${list.hash}`)
  return `${lines.join('\n')}\n`
}
