import { Link, useSearchParams } from '@remix-run/react'
import { useId } from 'react'
import { useMessages } from '#components/ui/language'
import { useQueryAddress } from '#components/ui/query-address'
import { directionOf, type Language } from '#domain/languages'
import { comparisonViews, viewIn, type Comparison } from '#domain/text/comparison'
import { DiffLines, DiffView } from './diff-view'

/** Two texts compared, in whichever view the reader chose. */
export function ComparisonView({
  comparison,
  language,
  context = 'all',
}: {
  comparison: Comparison
  language: Language
  context?: 'all' | 'near'
}) {
  const t = useMessages()
  const id = useId()
  if (comparison.view !== 'side-by-side') {
    const isClean = comparison.view === 'clean'
    return <DiffView lines={comparison.lines} language={language} context={isClean ? 'all' : context} />
  }
  return (
    <div className="side-by-side-frame">
      <table className="diff document-text side-by-side" lang={language} dir={directionOf(language)}>
        <thead>
          <tr>
            <th scope="col">
              <Heading>{t('comparison.before')}</Heading>
            </th>
            <th scope="col">
              <Heading>{t('comparison.after')}</Heading>
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.rows.map((row, at) => (
            <tr key={at}>
              <td>
                <DiffLines lines={row.before} id={id} />
              </td>
              <td>
                <DiffLines lines={row.after} id={id} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The screen's words above the text's own. */
function Heading({ children }: { children: string }) {
  return (
    <span className="soft" dir="auto">
      {children}
    </span>
  )
}

/** Chooses the view; the choice is part of the address, so that it can be linked, reloaded and gone back from. */
export function ViewSwitch() {
  const [query] = useSearchParams()
  const addressWith = useQueryAddress()
  const t = useMessages()
  const chosen = viewIn(query)
  return (
    <nav className="view-switch" aria-label={t('comparison.views')}>
      {comparisonViews.map((view) => {
        return (
          <Link
            key={view}
            to={addressWith({ index: undefined, view })}
            aria-current={view === chosen ? 'true' : undefined}
            preventScrollReset
            replace
          >
            {t(`comparison.view.${view}`)}
          </Link>
        )
      })}
    </nav>
  )
}
