import { Link } from '@remix-run/react'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { StatusChip } from '#components/ui/status-chip'
import type { Language, LocalizedText } from '#domain/languages'
import type { ConsolidatedStatus, PreliminaryStatus } from '#domain/status'

type Meeting = {
  id: string
  title: LocalizedText
  open: number
  agreed: number
  topics: readonly {
    id: string | undefined
    title: LocalizedText | undefined
    agreed: number
    /** Of all that are open; the first of them are in `open`. */
    items: number
    amendments: number
    brackets: number
    open: readonly {
      id: string
      href: string
      label: string | undefined
      text: string
      language: Language
      status: PreliminaryStatus | ConsolidatedStatus
      amendments: number
      brackets: number
    }[]
  }[]
}

/** What the open meetings have not agreed yet, by topic. */
export function TodayUndecided({ meetings }: { meetings: readonly Meeting[] }) {
  const t = useMessages()
  const format = useFormat()
  const withSomething = meetings.filter((meeting) => meeting.open > 0)
  if (withSomething.length === 0) return <p className="empty">{t('today.undecided-none')}</p>
  return (
    <>
      {withSomething.map((meeting) => (
        <section key={meeting.id} className="sheet today-meeting">
          <header>
            <h3>
              <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
            </h3>
            <p className="soft">
              {t('today.undecided-count', { open: meeting.open, agreed: meeting.agreed })}
            </p>
          </header>
          {meeting.topics.map((topic) => (
            <details key={topic.id ?? ''} className="today-topic">
              <summary>
                <bdi>{topic.title ? format.name(topic.title) : t('today.no-topic')}</bdi>{' '}
                <span className="today-count">{format.number(topic.items)}</span>
                <span className="soft today-facts">
                  <Counts amendments={topic.amendments} brackets={topic.brackets} />
                </span>
              </summary>
              <ul className="today-rows">
                {topic.open.map((entry) => (
                  <li key={entry.id} className="today-row">
                    <Link to={entry.href} className="today-text">
                      {entry.label && <bdi className="rail-label">{entry.label}</bdi>}
                      <Text language={entry.language} className="today-excerpt">
                        {entry.text || t('recommendation.empty')}
                      </Text>
                    </Link>
                    <p className="soft today-facts">
                      <StatusChip status={entry.status} />
                      <Counts amendments={entry.amendments} brackets={entry.brackets} />
                    </p>
                  </li>
                ))}
              </ul>
              {topic.open.length < topic.items && (
                <p className="today-more">
                  {t('today.shown', { shown: topic.open.length, count: topic.items })}{' '}
                  <Link to={`/meetings/${meeting.id}?topic=${topic.id ?? ''}&status=undecided`}>
                    {t('today.show-all', { count: topic.items })}
                  </Link>
                </p>
              )}
            </details>
          ))}
        </section>
      ))}
    </>
  )
}

function Counts({ amendments, brackets }: { amendments: number; brackets: number }) {
  const t = useMessages()
  return (
    <>
      {amendments > 0 && <span>{t('today.amendments', { count: amendments })}</span>}
      {brackets > 0 && <span>{t('today.brackets', { count: brackets })}</span>}
    </>
  )
}
