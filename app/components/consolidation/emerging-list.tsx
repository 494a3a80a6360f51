import { Link, useSearchParams } from '@remix-run/react'
import type { ComponentProps } from 'react'
import { NewParagraphs } from '#components/negotiation/new-paragraphs'
import { BracketCount } from '#components/text/bracket-count'
import { Text, useFormat, useMessages } from '#components/ui/language'
import type { OpenLineage } from '#domain/consolidation/open-lineage'
import type { Language, LocalizedText } from '#domain/languages'
import { amendmentIs, type RecommendationStatus } from '#domain/status'

type Paragraph = {
  id: string
  topic?: string | undefined
  number?: number | undefined
  text: string
  language: Language
  status: RecommendationStatus
  sources: number
  brackets: number
  openLineage?: OpenLineage | undefined
}

type Props = {
  meeting: string
  topics: readonly { id: string; title: LocalizedText; brackets: number }[]
  paragraphs: readonly Paragraph[]
  brackets: number
  /** The paragraph that is open beside it. */
  chosen: string | undefined
  newParagraphs: ComponentProps<typeof NewParagraphs>['proposals']
  badges: ComponentProps<typeof NewParagraphs>['badges']
}

/** The list as it stands so far. */
export function EmergingList({
  topics,
  paragraphs,
  brackets,
  meeting,
  chosen,
  newParagraphs,
  badges,
}: Props) {
  const [query] = useSearchParams()
  const t = useMessages()
  const format = useFormat()
  const link = (paragraph: string) => {
    const next = new URLSearchParams(query)
    next.set('paragraph', paragraph)
    return `/meetings/${meeting}/consolidation?${next.toString()}`
  }
  return (
    <aside className="consolidation-list" aria-labelledby="emerging">
      <h2 id="emerging" className="quiet-heading">
        {t('consolidation.list')} <BracketCount count={brackets} />
      </h2>
      {paragraphs.length === 0 && <p className="empty">{t('consolidation.no-paragraphs')}</p>}
      {topics
        .filter((topic) => paragraphs.some((one) => one.topic === topic.id))
        .map((topic) => (
          <section key={topic.id}>
            <h3>
              {format.name(topic.title)} <BracketCount count={topic.brackets} />
            </h3>
            <ol className="rail-items">
              {paragraphs
                .filter((one) => one.topic === topic.id)
                .map((one) => (
                  <li key={one.id}>
                    <Link
                      to={link(one.id)}
                      aria-current={one.id === chosen ? 'true' : undefined}
                      preventScrollReset
                    >
                      <bdi className="rail-label">{one.number ?? '–'}</bdi>
                      <span>
                        <Text language={one.language} className="rail-text">
                          {one.text || t('recommendation.empty')}
                        </Text>
                        <span className="soft">
                          {t('consolidation.from', { count: one.sources })} · {t(`status.${one.status}`)}
                          {one.openLineage === 'without-source' && ` · ${t('consolidation.without-source')}`}
                          {one.openLineage === 'source-withdrawn' &&
                            ` · ${t('consolidation.source-withdrawn')}`}
                          {one.brackets > 0 && ` · ${t('room.brackets', { count: one.brackets })}`}
                        </span>
                      </span>
                    </Link>
                  </li>
                ))}
            </ol>
          </section>
        ))}
      <NewParagraphs
        proposals={newParagraphs.filter((one) => amendmentIs.tabled(one.status))}
        badges={badges}
        meeting={meeting}
      />
    </aside>
  )
}
