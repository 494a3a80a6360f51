import { LanguageSelect } from '#components/text/text-choices'
import { useFormat, useMessages } from '#components/ui/language'
import { encodings } from '#domain/imports/encodings'
import type { Language, LocalizedText } from '#domain/languages'

type Topic = { id: string; title: LocalizedText }

export const topicOf = (topics: readonly Topic[]): string => topics[0]?.id ?? ''

/** Where the items come to, and in which language and encoding a file is read. */
export function ReadingChoices({
  topics,
  topic,
  language,
  encoding,
  asks = 'all',
}: {
  topics: readonly Topic[]
  topic: string
  language: Language | undefined
  encoding: string | undefined
  /** A file that says its encoding itself is not asked for it. */
  asks?: 'all' | 'no-encoding'
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="field-row">
      <div className="field field-wide">
        <label htmlFor="topic">{t('recommendation.topic')}</label>
        <select id="topic" name="topic" defaultValue={topic}>
          {topics.map(({ id, title }) => (
            <option key={id} value={id}>
              {format.name(title)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="language">{t('recommendation.language')}</label>
        <LanguageSelect id="language" defaultValue={language ?? ''} none={t('import.detect')} />
      </div>
      {asks === 'all' ? (
        <div className="field">
          <label htmlFor="encoding">{t('import.encoding')}</label>
          <select id="encoding" name="encoding" defaultValue={encoding ?? ''}>
            <option value="">{t('import.detect')}</option>
            {encodings.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
      ) : (
        <input type="hidden" name="encoding" value="" />
      )}
    </div>
  )
}
