import { Link } from '@remix-run/react'
import { offeredPages, type Paging } from '#domain/paging'
import { useFormat, useMessages } from './language'
import { useQueryAddress } from './query-address'

/** The pages of a long list; each has an address of its own, with the filters that are chosen. */
export function Pages({ paging }: { paging: Paging }) {
  const addressWith = useQueryAddress()
  const t = useMessages()
  const format = useFormat()
  const { page, pages, first, last, found } = paging
  if (pages < 2) return null
  const to = (number: number) => addressWith({ index: undefined, page: String(number) })
  return (
    <nav className="chip-row pages" aria-label={t('pages.title')}>
      {page > 1 && (
        <Link className="chip chip-link" rel="prev" to={to(page - 1)}>
          {t('pages.previous')}
        </Link>
      )}
      {offeredPages(paging).map((number, index) =>
        number === undefined ? (
          <span key={`gap-${String(index)}`} aria-hidden="true">
            …
          </span>
        ) : (
          <Link
            key={number}
            to={to(number)}
            className="chip chip-link"
            aria-current={number === page ? 'page' : undefined}
            aria-label={t('pages.page', { number })}
          >
            {format.number(number)}
          </Link>
        ),
      )}
      {page < pages && (
        <Link className="chip chip-link" rel="next" to={to(page + 1)}>
          {t('pages.next')}
        </Link>
      )}
      <span className="soft">{t('pages.range', { first, last, found })}</span>
    </nav>
  )
}
