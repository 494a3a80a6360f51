import papaparse from 'papaparse'
import { delegationName, inLanguage, itemText, type ExportedList } from '#server/publications/exported-list'

/** A row per item. Begins with a byte order mark, without which Excel does not read UTF-8. */
export function writeCsv(list: ExportedList): string {
  const rows = list.facts.items.map((item) => {
    const text = itemText(list, item)
    const recorded = list.recorded?.get(item.label)
    return {
      label: item.label,
      heading: inLanguage(list, item.heading).text,
      kind: item.kind,
      language: text.language,
      text: text.text,
      proposers: item.proposers.join('; '),
      tags: item.tags.join('; '),
      mandates: item.mandates.join('; '),
      ...(recorded && {
        statements: recorded.statements
          .map((one) => `${one.kind}, ${delegationName(list, one.delegation)}: ${one.text}`)
          .join('\n'),
        positions: recorded.positions
          .map(({ delegation, stance, reason }) =>
            [delegationName(list, delegation), stance, reason].filter((part) => part !== '').join(': '),
          )
          .join('\n'),
      }),
      sources: item.lineage.map((one) => `${one.sourceLabel} (${one.disposition})`).join('; '),
    }
  })
  // A cell that begins like a formula is shown as text and not run by a spreadsheet.
  return `\uFEFF${papaparse.unparse(rows, { escapeFormulae: true, newline: '\r\n' })}\r\n`
}
