import { Link } from '@remix-run/react'
import type { ComponentProps } from 'react'
import { NewParagraphs } from '#components/negotiation/new-paragraphs'
import { BracketCount } from '#components/text/bracket-count'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { useQueryAddress } from '#components/ui/query-address'
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
  const addressWith = useQueryAddress(`/meetings/${meeting}/consolidation`)
  const t = useMessages()
  const format = useFormat()
  return (
    <aside className="consolidation-list" aria-labelledby="emerging">
      <h2 id="emerging" className="quiet-heading">
        {t('consolidation.list')} <BracketCount count={brackets} />
      </h2>
      {paragraphs.length === 0 && <p className="empty">{t('consolidation.no-paragraphs')}</p>}
      {topics
        .filter((topic) => paragraphs.some((paragraph) => paragraph.topic === topic.id))
        .map((topic) => (
          <section key={topic.id}>
            <h3>
              {format.name(topic.title)} <BracketCount count={topic.brackets} />
            </h3>
            <ol className="rail-items">
              {paragraphs
                .filter((paragraph) => paragraph.topic === topic.id)
                .map((paragraph) => (
                  <li key={paragraph.id}>
                    <Link
                      to={addressWith({ paragraph: paragraph.id })}
                      aria-current={paragraph.id === chosen ? 'true' : undefined}
                      preventScrollReset
                    >
                      <bdi className="rail-label">{paragraph.number ?? '–'}</bdi>
                      <span>
                        <Text language={paragraph.language} className="rail-text">
                          {paragraph.text || t('recommendation.empty')}
                        </Text>
                        <span className="soft">
                          {t('consolidation.from', { count: paragraph.sources })} ·{' '}
                          {t(`status.${paragraph.status}`)}
                          {paragraph.openLineage === 'without-source' &&
                            ` · ${t('consolidation.without-source')}`}
                          {paragraph.openLineage === 'source-withdrawn' &&
                            ` · ${t('consolidation.source-withdrawn')}`}
                          {paragraph.brackets > 0 &&
                            ` · ${t('room.brackets', { count: paragraph.brackets })}`}
                        </span>
                      </span>
                    </Link>
                  </li>
                ))}
            </ol>
          </section>
        ))}
      <NewParagraphs
        proposals={newParagraphs.filter((newParagraph) => amendmentIs.tabled(newParagraph.status))}
        badges={badges}
        meeting={meeting}
      />
    </aside>
  )
}
