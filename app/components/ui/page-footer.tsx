import { Link } from '@remix-run/react'
import type { Role } from '#domain/people/participants'
import { useMessages } from './language'

/** What belongs to no meeting. */
export function PageFooter({ role }: { role: Role | undefined }) {
  const t = useMessages()
  return (
    <footer className="page-footer no-print">
      <nav aria-label={t('footer.label')} className="button-row">
        <Link to="/vocabulary">{t('footer.vocabulary')}</Link>
        {role === 'secretariat' && <Link to="/outbox">{t('footer.outbox')}</Link>}
        <a href="/api/v1/openapi.json">{t('footer.interface')}</a>
      </nav>
    </footer>
  )
}
