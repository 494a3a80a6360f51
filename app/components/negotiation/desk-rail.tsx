import { Link } from '@remix-run/react'
import type { ComponentProps } from 'react'
import { AgendaPosition } from '#components/meetings/agenda'
import { PresenceLine } from '#components/meetings/presence-panel'
import type { Badge } from '#components/people/delegations'
import { Text, useFormat, useMessages } from '#components/ui/language'
import type { Language, LocalizedText } from '#domain/languages'
import type { RecommendationStatus } from '#domain/status'

export type Neighbour = {
  id: string
  label: string | undefined
  status: RecommendationStatus
  language: Language
  text: string
}

type Props = {
  meeting: { id: string; title: LocalizedText }
  item: string
  title: string
  agenda: ComponentProps<typeof AgendaPosition>['agenda']
  presence: ComponentProps<typeof PresenceLine>['presence']
  badges: readonly Badge[]
  neighbours: readonly Neighbour[]
  /** Where a reader who is signed in follows the Chair. */
  follow: { isFollowing: boolean; onScreen: string | undefined } | undefined
}

/** The way to the meeting, what is on its screen, and the other texts of the topic: beside the text, or above it. */
export function DeskRail(props: Props) {
  const t = useMessages()
  const format = useFormat()
  const { meeting, title } = props
  const toMeeting = (
    <p>
      <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
    </p>
  )
  return (
    <>
      <nav className="desk-rail" aria-label={t('desk.items')}>
        {toMeeting}
        <RailContent {...props} />
      </nav>
      <nav className="desk-drawer" aria-label={t('desk.items')}>
        {toMeeting}
        <details>
          <summary>{title}</summary>
          <RailContent {...props} />
        </details>
      </nav>
    </>
  )
}

function RailContent({ meeting, item, title, agenda, presence, badges, neighbours, follow }: Props) {
  const t = useMessages()
  const at = `/meetings/${meeting.id}/recommendations`
  return (
    <>
      <AgendaPosition agenda={agenda} />
      <PresenceLine presence={presence} badges={badges} />
      {follow && (
        <p className="follow">
          {follow.isFollowing ? (
            <Link to={`${at}/${item}`}>{t('room.stop-following')}</Link>
          ) : (
            follow.onScreen && (
              <Link to={`${at}/${follow.onScreen}?follow`}>
                {t(follow.onScreen === item ? 'room.on-screen-here' : 'room.follow')}
              </Link>
            )
          )}
        </p>
      )}
      <h2>{title}</h2>
      <ol className="rail-items">
        {neighbours.map((neighbour) => (
          <li key={neighbour.id}>
            <Link to={`${at}/${neighbour.id}`} aria-current={neighbour.id === item ? 'page' : undefined}>
              <bdi className="rail-label">{neighbour.label ?? t(`status.${neighbour.status}`)}</bdi>
              <Text language={neighbour.language} className="rail-text">
                {neighbour.text || t('recommendation.empty')}
              </Text>
            </Link>
          </li>
        ))}
      </ol>
    </>
  )
}

/** The text before or after this one. */
export function NeighbourLink({ meeting, item }: { meeting: string; item: Neighbour | undefined }) {
  if (!item?.text) return null
  return (
    <p className="neighbour document-text">
      <Link to={`/meetings/${meeting}/recommendations/${item.id}`}>
        {item.label && <bdi className="rail-label">{item.label}</bdi>}
        <Text language={item.language}>{item.text}</Text>
      </Link>
    </p>
  )
}
