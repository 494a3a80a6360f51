import { Link } from '@remix-run/react'
import { useFormat, useMessages } from '#components/ui/language'

type Row = { key: string; name: string; items: number; covered: number; to?: string | undefined }

/** How many items have a disposition, by delegation, meeting or topic. */
export function CoverageTable({ caption, rows }: { caption: string; rows: readonly Row[] }) {
  const t = useMessages()
  const format = useFormat()
  if (rows.length === 0) return null
  return (
    <div className="table-scroll">
      <table className="coverage-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('proposals.column.name')}</th>
            <th scope="col">{t('proposals.column.items')}</th>
            <th scope="col">{t('proposals.column.decided')}</th>
            <th scope="col">{t('coverage.title')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, items, covered, to }) => (
            <tr key={key}>
              <th scope="row">{to === undefined ? name : <Link to={to}>{name}</Link>}</th>
              <td>{format.number(items)}</td>
              <td>{format.number(covered)}</td>
              <td>{format.percent(items === 0 ? 1 : covered / items)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
