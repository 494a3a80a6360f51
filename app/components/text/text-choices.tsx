import { useFormat, useMessages } from '#components/ui/language'
import { languageFacts, languages, type LocalizedText } from '#domain/languages'
import { recommendationKinds, type RecommendationKind } from '#domain/negotiation/recommendations'

/** Whether a text is a conclusion or a recommendation. */
export function KindSelect({
  id,
  defaultValue = 'recommendation',
}: {
  id: string
  defaultValue?: RecommendationKind | undefined
}) {
  const t = useMessages()
  return (
    <select id={id} name="kind" defaultValue={defaultValue}>
      {recommendationKinds.map((kind) => (
        <option key={kind} value={kind}>
          {t(`kind.${kind}`)}
        </option>
      ))}
    </select>
  )
}

/** The language of a text, each by its own name. */
export function LanguageSelect({
  id,
  defaultValue,
  none,
}: {
  id: string
  defaultValue: string
  /** What choosing no language is called, where one may. */
  none?: string
}) {
  return (
    <select id={id} name="language" defaultValue={defaultValue}>
      {none !== undefined && <option value="">{none}</option>}
      {languages.map((code) => (
        <option key={code} value={code} lang={code}>
          {languageFacts[code].name}
        </option>
      ))}
    </select>
  )
}

/** A choice of one of a meeting's topics. */
export function TopicSelect({
  id,
  topics,
  defaultValue,
}: {
  id: string
  topics: readonly { id: string; title: LocalizedText }[]
  defaultValue?: string | undefined
}) {
  const format = useFormat()
  return (
    <select id={id} name="topic" defaultValue={defaultValue}>
      {topics.map((topic) => (
        <option key={topic.id} value={topic.id}>
          {format.name(topic.title)}
        </option>
      ))}
    </select>
  )
}
