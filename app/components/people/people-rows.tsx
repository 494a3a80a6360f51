import { useMessages } from '#components/ui/language'
import { peopleColumns, type PeopleColumn, type RowFault } from '#domain/people/people-table'

type Row = { line: number; written: Record<PeopleColumn, string>; faults: readonly RowFault[] }

/** A table of people as it was understood, what is wrong with a row beside it. */
export function PeopleRows({ rows }: { rows: readonly Row[] }) {
  const t = useMessages()
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('people.column.line')}</th>
            {peopleColumns.map((column) => (
              <th key={column} scope="col">
                {t(`people.column.${column}`)}
              </th>
            ))}
            <th scope="col">{t('people.column.faults')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line}>
              <th scope="row">{row.line}</th>
              {peopleColumns.map((column) => (
                <td key={column} dir="auto">
                  {row.written[column]}
                </td>
              ))}
              <td>
                {row.faults.length === 0 && t('people.row-right')}
                {row.faults.map((fault) => (
                  <p key={fault} className="field-error">
                    {t(`people-table.${fault}`)}
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
