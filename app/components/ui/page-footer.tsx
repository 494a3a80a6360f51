import { Link } from '@remix-run/react'
import { useMessages } from './language'
import { ThemeChoice } from './look-choices'
import type { Reader } from './page-header'

/** What belongs to no meeting. */
export function PageFooter({ reader }: { reader: Reader | undefined }) {
  const t = useMessages()
  const offices = reader?.memberships.filter((membership) => membership.role === 'secretariat') ?? []
  return (
    <footer className="page-footer no-print">
      <nav aria-label={t('footer.label')} className="button-row">
        <Link to="/groups">{t('groups.title')}</Link>
        <Link to="/vocabulary">{t('footer.vocabulary')}</Link>
        {offices.map(({ id, group }) => (
          <Link key={id} to={`/groups/${group.id}/outbox`}>
            {offices.length > 1 ? t('footer.outbox-of', { group: group.abbreviation }) : t('footer.outbox')}
          </Link>
        ))}
        <a href="/api/v1/openapi.json">{t('footer.interface')}</a>
      </nav>
      {!reader && <ThemeChoice />}
    </footer>
  )
}
