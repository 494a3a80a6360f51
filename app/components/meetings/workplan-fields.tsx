import { useId } from 'react'
import { useMessages } from '#components/ui/language'
import { TitleFields } from '#components/ui/title-fields'
import type { Language, LocalizedText } from '#domain/languages'

type Props = {
  language: Language
  plan?: { title: LocalizedText; fromYear: number; toYear: number }
  typed: Record<string, string> | undefined
}

/** The title of a workplan and its years. */
export function WorkplanFields({ language, plan, typed }: Props) {
  const t = useMessages()
  const id = useId()
  return (
    <>
      <TitleFields
        name="title"
        label={t('workplan.title')}
        language={language}
        typed={typed}
        {...(plan && { value: plan.title })}
      />
      <div className="field-row">
        {(['fromYear', 'toYear'] as const).map((name) => (
          <div className="field" key={name}>
            <label htmlFor={`${id}-${name}`}>
              {t(name === 'fromYear' ? 'workplan.from-year' : 'workplan.to-year')}
            </label>
            <input
              id={`${id}-${name}`}
              name={name}
              type="number"
              min={1945}
              max={2999}
              required
              defaultValue={typed?.[name] ?? plan?.[name]}
            />
          </div>
        ))}
      </div>
    </>
  )
}
