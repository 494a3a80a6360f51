import type { ComponentProps } from 'react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { BracketCount } from '#components/text/bracket-count'
import { ComparisonView } from '#components/text/comparison-view'
import { LiveText } from '#components/text/live-text'
import { useFormat, useMessages } from '#components/ui/language'
import { StatusChip } from '#components/ui/status-chip'
import type { Language, LocalizedText } from '#domain/languages'
import type { RoomView } from '#domain/meetings/room'
import { silenceIs, type SilenceStatus } from '#domain/status'
import type { Comparison } from '#domain/text/comparison'
import type { Block } from '#domain/text/content'

type ShownAmendment = {
  id: string
  proposers: readonly string[]
  sponsors: readonly string[]
  comparison: Comparison
  competing: readonly string[]
}

type Shown = {
  id: string
  label?: string | undefined
  topic?: { id: string; title: LocalizedText } | undefined
  status: ComponentProps<typeof StatusChip>['status']
  text: string
  blocks: readonly Block[]
  language: Language
  document: string
  brackets: number
  view: RoomView
  amendments: readonly ShownAmendment[]
  tabled: number
  silence?: { status: SilenceStatus; deadline: string } | undefined
  informals: readonly { id: string; members: readonly string[] }[]
}

/** From so many characters on, the type is smaller: a long paragraph is better seen whole than very large. */
const lengths = { short: 280, medium: 700 } as const

const lengthOf = (text: string) =>
  text.length <= lengths.short ? 'short' : text.length <= lengths.medium ? 'medium' : 'long'

/** The Chair's paragraph as the room sees it: where it stands, its live text, and what is tabled to it. */
export function ProjectedText({
  shown,
  badges,
  account,
  timeZone,
}: {
  shown: Shown
  badges: readonly Badge[]
  account: string
  timeZone: string
}) {
  const t = useMessages()
  const format = useFormat()
  const [large] = shown.view === 'amendment' ? shown.amendments : []
  return (
    <section className="projector-text" aria-labelledby="projector-title" data-length={lengthOf(shown.text)}>
      <div className="projector-title">
        <h1 id="projector-title">
          {shown.label ? (
            <>
              <span className="visually-hidden">{t('recommendation.working-text')}</span>{' '}
              <bdi className="projector-label">{shown.label}</bdi>
            </>
          ) : (
            t('recommendation.working-text')
          )}{' '}
          {shown.topic && <span className="projector-topic">{format.name(shown.topic.title)}</span>}
        </h1>
        <p className="chip-row">
          <StatusChip status={shown.status} />
          <BracketCount count={shown.brackets} />
          {shown.tabled > 0 && (
            <span className="chip">{t('meeting.amendments', { count: shown.tabled })}</span>
          )}
        </p>
      </div>
      {shown.informals.map((informal) => (
        <p key={informal.id} className="notice">
          {t('informals.status.at-work')}: <DelegationNames ids={informal.members} badges={badges} />
        </p>
      ))}
      {shown.silence && silenceIs.running(shown.silence.status) && (
        <p className="notice" data-tone="warn">
          {t('silence.running', { deadline: format.instant(shown.silence.deadline, timeZone) })}
        </p>
      )}
      {large ? (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard
        <div className="projector-large" role="region" aria-labelledby="projector-large" tabIndex={0}>
          <h2 id="projector-large">
            <DelegationNames ids={[...large.proposers, ...large.sponsors]} badges={badges} />
          </h2>
          <ComparisonView comparison={large.comparison} language={shown.language} />
        </div>
      ) : (
        <div className="projector-columns" data-view={shown.view}>
          <div className="projector-live">
            <LiveText
              key={shown.document}
              blocks={shown.blocks}
              language={shown.language}
              document={shown.document}
              account={account}
              brackets={{ reader: { kind: 'visitor' }, badges, timeZone, inOwnDraft: false }}
              label={t('recommendation.working-text')}
              watchOnly
            />
          </div>
          {shown.view === 'amendments' && shown.amendments.length > 0 && (
            <Amendments shown={shown} badges={badges} />
          )}
        </div>
      )}
    </section>
  )
}

function Amendments({ shown, badges }: { shown: Shown; badges: readonly Badge[] }) {
  const t = useMessages()
  const format = useFormat()
  const codesOf = (entry: ShownAmendment | undefined) =>
    [...(entry?.proposers ?? []), ...(entry?.sponsors ?? [])]
      .flatMap((id) => badges.find((badge) => badge.id === id) ?? [])
      .map((badge) => format.name(badge.name))
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard
    <section className="projector-amendments" aria-labelledby="projector-amendments" tabIndex={0}>
      <h2 id="projector-amendments">{t('desk.tab.amendments')}</h2>
      <ul>
        {shown.amendments.map((amendment) => (
          <li key={amendment.id}>
            <strong>
              <DelegationNames ids={[...amendment.proposers, ...amendment.sponsors]} badges={badges} />
            </strong>
            {amendment.competing.length > 0 && (
              <span className="projector-competing">
                {t('amendments.competes', {
                  names: format.list(
                    amendment.competing.flatMap((id) =>
                      codesOf(shown.amendments.find((other) => other.id === id)),
                    ),
                  ),
                })}
              </span>
            )}
            <ComparisonView comparison={amendment.comparison} language={shown.language} context="near" />
          </li>
        ))}
      </ul>
    </section>
  )
}
