import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Text, useFormat, useMessages } from '#components/ui/language'
import type { Language, LocalizedText } from '#domain/languages'

type RowText = {
  href: string
  label: string | undefined
  text: string
  language: Language
  meeting: LocalizedText
  amendments: number
  brackets: number
}

/** A heading with a list; an empty list has no heading either. */
export function TodaySection({
  title,
  count,
  isEmpty,
  more,
  children,
}: {
  title: string
  /** How many there are, shown here or not. */
  count: number
  isEmpty: boolean
  /** The way to those that are not shown here. */
  more?: ReactNode
  children: ReactNode
}) {
  const format = useFormat()
  if (isEmpty) return null
  return (
    <section className="today-section">
      <h2>
        {title} <span className="today-count">{format.number(count)}</span>
      </h2>
      <ul className="today-rows">{children}</ul>
      {more}
    </section>
  )
}

/** One text that waits: its label, its beginning, where it is, and what is special about it. */
export function TodayRow({
  item,
  aside,
  children,
}: {
  item: RowText
  /** What is said first: by whom, until when. */
  aside?: ReactNode
  children?: ReactNode
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <li className="today-row">
      {aside && <p className="today-aside">{aside}</p>}
      <Link to={item.href} className="today-text">
        {item.label && <bdi className="rail-label">{item.label}</bdi>}
        <Text language={item.language} className="today-excerpt">
          {item.text || t('recommendation.empty')}
        </Text>
      </Link>
      {children}
      <p className="soft today-facts">
        <bdi>{format.name(item.meeting)}</bdi>
        {item.amendments > 0 && <span>{t('today.amendments', { count: item.amendments })}</span>}
        {item.brackets > 0 && <span>{t('today.brackets', { count: item.brackets })}</span>}
      </p>
    </li>
  )
}
