import { useId } from 'react'
import { languageFacts, languages, type Language, type LocalizedText } from '#domain/languages'
import { useMessages } from './language'

type Props = {
  /** Fields are called `name.en`, `name.ar` and so on. */
  name: string
  label: string
  /** Of the group: the one in which a title is compulsory, and shown first. */
  language: Language
  value?: LocalizedText
  /** What a refused form held. */
  typed?: Record<string, string> | undefined
  isOptional?: boolean
  hint?: string
}

/** A title in the language of the group and, where somebody has them, in the others. */
export function TitleFields({ name, label, language, value = {}, typed, isOptional = false, hint }: Props) {
  const t = useMessages()
  const id = useId()
  const others = languages.filter((key) => key !== language)
  const field = (key: Language) => (
    <div className="field" key={key}>
      <label htmlFor={`${id}-${key}`}>{t('title.in', { label, language: languageFacts[key].name })}</label>
      <input
        id={`${id}-${key}`}
        name={`${name}.${key}`}
        lang={key}
        dir={languageFacts[key].direction}
        maxLength={500}
        required={key === language && !isOptional}
        autoComplete="off"
        defaultValue={typed?.[`${name}.${key}`] ?? value[key]}
        aria-describedby={key === language && hint ? `${id}-hint` : undefined}
      />
      {key === language && hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
  return (
    <div className="title-fields">
      {field(language)}
      <details>
        <summary>{t('title.others', { label })}</summary>
        {others.map(field)}
      </details>
    </div>
  )
}
