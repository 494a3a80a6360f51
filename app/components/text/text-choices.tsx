import { useMessages } from '#components/ui/language'
import { languageFacts, languages, type Language } from '#domain/languages'
import { recommendationKinds, type RecommendationKind } from '#domain/negotiation/recommendations'

/** Whether a text is a conclusion or a recommendation. */
export function KindSelect({
  id,
  defaultValue = 'recommendation',
}: {
  id: string
  defaultValue?: RecommendationKind
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
export function LanguageSelect({ id, defaultValue }: { id: string; defaultValue: Language }) {
  return (
    <select id={id} name="language" defaultValue={defaultValue}>
      {languages.map((code) => (
        <option key={code} value={code} lang={code}>
          {languageFacts[code].name}
        </option>
      ))}
    </select>
  )
}
