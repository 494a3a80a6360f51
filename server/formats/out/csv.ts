import papaparse from 'papaparse'
import { joinTerms } from '#domain/imports/terms'
import { writable } from '#domain/text/characters'
import { writtenLines } from '#domain/text/frozen-text'
import {
  delegationName,
  inLanguage,
  itemText,
  sourceLine,
  type ExportedList,
} from '#server/publications/exported-list'
import { changeLine } from '#server/publications/notes'

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
      text: writtenLines(item.blocks[text.language] ?? []).join('\n'),
      proposers: item.proposers.join('; '),
      tags: joinTerms(item.tags),
      mandates: joinTerms(item.mandates),
      ...(recorded && {
        statements: recorded.statements
          .map(
            (statement) =>
              `${statement.kind}, ${delegationName(list, statement.delegation)}: ${writtenLines(statement.blocks).join('\n')}`,
          )
          .join('\n'),
        positions: recorded.positions
          .map(({ delegation, stance, reason }) =>
            [delegationName(list, delegation), stance, reason].filter((part) => part !== '').join(': '),
          )
          .join('\n'),
      }),
      ...(recorded?.amendments && {
        amendments: recorded.amendments
          .flatMap(({ proposers, changes }) =>
            changes.map((change) =>
              [proposers.join(', '), changeLine(change), change.outcome ?? 'open', change.reason ?? '']
                .filter((part) => part !== '')
                .join(': '),
            ),
          )
          .join('\n'),
      }),
      sources: item.lineage.map((source) => sourceLine(list, source).text).join('; '),
    }
  })
  const cells = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, writable(cell)])),
  )
  // A cell that begins like a formula is shown as text and not run by a spreadsheet.
  return `\uFEFF${papaparse.unparse(cells, { escapeFormulae: true, newline: '\r\n' })}\r\n`
}
