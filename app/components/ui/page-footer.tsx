import { Link, useLocation, useRouteLoaderData, useSearchParams } from '@remix-run/react'
import { themes, type Theme } from '#domain/themes'
import { useMessages } from './language'
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
      <ThemeChoice />
    </footer>
  )
}

/** Links to this same page in each look; the whole document is loaded, so that nothing of the old one stays. */
function ThemeChoice() {
  const t = useMessages()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const root = useRouteLoaderData<{ theme: Theme }>('root')
  return (
    <nav aria-label={t('theme.label')} className="button-row theme-choice">
      {themes.map((theme) => {
        const query = new URLSearchParams(search)
        query.set('theme', theme)
        return (
          <a
            key={theme}
            href={`${pathname}?${query}`}
            aria-current={theme === (root?.theme ?? 'device') ? 'true' : undefined}
          >
            {t(`theme.${theme}`)}
          </a>
        )
      })}
    </nav>
  )
}
