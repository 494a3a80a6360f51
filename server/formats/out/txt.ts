import { letterLabel } from '#domain/text/letters'
import type { ExportedList } from '#server/publications/exported-list'
import { publicationOf, type PublicationBlock } from '#server/publications/publication'

/** Plain text, a line per paragraph, with labels, letters and headings. */
export function writeText(list: ExportedList): string {
  const publication = publicationOf(list)
  const { group, meeting, title, issued, symbol } = publication
  const lines = [...(symbol ? [symbol] : []), group.text, meeting.text, title.text, issued.text, '']
  let before: PublicationBlock['type'] = 'heading'
  for (const block of publication.blocks) {
    const begins = block.type === 'heading' || (block.type === 'text' && block.label !== undefined)
    if ((begins || block.type !== before) && lines.at(-1) !== '') lines.push('')
    before = block.type
    if (block.type === 'heading' || block.type === 'chapeau') lines.push(block.said.text)
    else if (block.type === 'note') lines.push(`    ${block.note.text}`)
    else {
      const { level, letter, runs } = block.block
      const words = runs.map(({ text }) => text).join('')
      const lettered = letter === undefined ? words : `${letterLabel(letter)} ${words}`
      lines.push(
        block.label === undefined ? `${'    '.repeat(level + 1)}${lettered}` : `${block.label}  ${lettered}`,
      )
    }
  }
  lines.push('', `SHA-256 ${publication.hash}`)
  return `${lines.join('\n')}\n`
}
