import { Link } from '@remix-run/react'
import { useFormat, useMessages } from './language'

/** How much waits for the reader, and how many notices they have not read. */
export type Waiting = { needs: number; unread: number }

/** More than this is not counted out. */
const mostShown = 99

/** The ways to what waits, in the head of every page. */
export function WaitingLinks({ waiting }: { waiting: Waiting }) {
  const t = useMessages()
  const { needs, unread } = waiting
  return (
    <>
      <Link to="/today" className="button button-quiet waiting-link">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M3 11.5 5 4h10l2 7.5V16H3zM3 11.5h4.2c.3 1.4 1.4 2.2 2.8 2.2s2.5-.8 2.8-2.2H17" />
        </svg>
        <span className="waiting-name">{t('today.title')}</span>
        <Count count={needs} says={t('today.waiting', { count: needs })} />
      </Link>
      <Link to="/notices" className="button button-quiet waiting-link">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M5 14V9a5 5 0 0 1 10 0v5l1.2 1.6H3.8zM8.4 17.6a1.8 1.8 0 0 0 3.2 0" />
        </svg>
        <span className="visually-hidden">{t('notices.title')}</span>
        <Count count={unread} says={t('notices.unread', { count: unread })} />
      </Link>
    </>
  )
}

/** Its place is kept also while there is nothing to count: nothing beside it moves. */
function Count({ count, says }: { count: number; says: string }) {
  const format = useFormat()
  return (
    <>
      <span className="count-badge" data-empty={count === 0} aria-hidden="true">
        {count > mostShown ? `${format.number(mostShown)}+` : format.number(count)}
      </span>
      <span className="visually-hidden">{says}</span>
    </>
  )
}
