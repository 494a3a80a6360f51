import { Link } from '@remix-run/react'
import { useFormat, useMessages } from '#components/ui/language'

export const deskTabs = ['amendments', 'positions', 'history', 'people'] as const
type DeskTab = (typeof deskTabs)[number]

/** What is said about a text, by kind; each with how much there is. */
export function DeskTabs({
  at,
  tab,
  isFollowing,
  counts,
}: {
  at: string
  tab: DeskTab
  isFollowing: boolean
  counts: Partial<Record<DeskTab, number>>
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <nav className="tabs" aria-label={t('desk.tabs')}>
      {deskTabs.map((name) => {
        const count = counts[name] ?? 0
        return (
          <Link
            key={name}
            to={`${at}?tab=${name}${isFollowing ? '&follow' : ''}`}
            aria-current={tab === name ? 'true' : undefined}
            preventScrollReset
          >
            {t(`desk.tab.${name}`)}
            {count > 0 && ` ${format.number(count)}`}
          </Link>
        )
      })}
    </nav>
  )
}
