import { Link } from '@remix-run/react'
import { StillBlocks } from '#components/text/still-blocks'
import { useFormat, useLanguage, useMessages } from '#components/ui/language'
import { directionOf, type Language, type LocalizedText } from '#domain/languages'
import { headingLetterIn } from '#domain/lists/labels'
import type { Block } from '#domain/text/content'

type Topic = { id: string; title: LocalizedText }
type Item = {
  id: string
  label: string
  topic: string | undefined
  recommendation: string
  blocks: readonly Block[]
  language: Language
}

/**
 * The texts of a list under their headings, each with its label, which leads to where it comes from.
 * @param topics those of the whole list, in their order: they are lettered also where `items` is one page of it.
 */
export function ListedTexts({ topics, items }: { topics: readonly Topic[]; items: readonly Item[] }) {
  const t = useMessages()
  const format = useFormat()
  const { language } = useLanguage()
  return topics.map(
    (topic, index) =>
      items.some((item) => item.topic === topic.id) && (
        <section key={topic.id} aria-labelledby={topic.id}>
          <h2 id={topic.id}>
            <bdi>{headingLetterIn(language, index)}</bdi>
            {language === 'ar' ? ' - ' : '. '}
            {format.name(topic.title)}
          </h2>
          <ol className="listed">
            {items
              .filter((item) => item.topic === topic.id)
              .map((item) => (
                <li key={item.id} id={`item-${item.id}`} className="document-text">
                  <Link
                    className="listed-label"
                    to={`/recommendations/${item.recommendation}/lineage`}
                    title={t('desk.lineage')}
                  >
                    <bdi>{item.label}</bdi>
                  </Link>
                  <div className="listed-text" lang={item.language} dir={directionOf(item.language)}>
                    <StillBlocks blocks={item.blocks} language={item.language} />
                  </div>
                </li>
              ))}
          </ol>
        </section>
      ),
  )
}
