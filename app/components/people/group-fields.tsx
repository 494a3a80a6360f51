import { useId } from 'react'
import { useMessages } from '#components/ui/language'
import { TitleFields } from '#components/ui/title-fields'
import { languageFacts, languages, type Language, type LocalizedText } from '#domain/languages'

type Group = {
  name: LocalizedText
  abbreviation: string
  parentBody: LocalizedText
  establishedBy: string
  language: Language
  showsProposers: boolean
}

/** What is said of a group when it is created, and mended later. */
export function GroupFields({ group, typed }: { group?: Group; typed: Record<string, string> | undefined }) {
  const t = useMessages()
  const id = useId()
  const language = languages.find((value) => value === typed?.['language']) ?? group?.language ?? 'en'
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-language`}>{t('group.language')}</label>
        <select
          id={`${id}-language`}
          name="language"
          defaultValue={language}
          aria-describedby={`${id}-language-hint`}
        >
          {languages.map((code) => (
            <option key={code} value={code} lang={code}>
              {languageFacts[code].name}
            </option>
          ))}
        </select>
        <p className="field-hint" id={`${id}-language-hint`}>
          {t('group.language.explained')}
        </p>
      </div>
      {/* Which name is needed depends on the language that is chosen above: the server checks it. */}
      <TitleFields
        name="name"
        label={t('group.name')}
        language={language}
        typed={typed}
        isOptional
        {...(group && { value: group.name })}
      />
      <div className="field">
        <label htmlFor={`${id}-abbreviation`}>{t('group.abbreviation')}</label>
        <input
          id={`${id}-abbreviation`}
          name="abbreviation"
          dir="auto"
          required
          maxLength={100}
          autoComplete="off"
          defaultValue={typed?.['abbreviation'] ?? group?.abbreviation}
        />
      </div>
      <TitleFields
        name="parentBody"
        label={t('group.parent-body')}
        language={language}
        typed={typed}
        isOptional
        {...(group && { value: group.parentBody })}
      />
      <div className="field">
        <label htmlFor={`${id}-established`}>{t('group.established-by')}</label>
        <input
          id={`${id}-established`}
          name="establishedBy"
          dir="ltr"
          maxLength={100}
          autoComplete="off"
          defaultValue={typed?.['establishedBy'] ?? group?.establishedBy}
        />
      </div>
      <fieldset className="field">
        <legend>{t('group.proposers')}</legend>
        {(['shown', 'hidden'] as const).map((value) => (
          <label className="choice" key={value}>
            <input
              type="radio"
              name="showsProposers"
              value={value}
              defaultChecked={
                value ===
                (typed?.['showsProposers'] ?? (group?.showsProposers === false ? 'hidden' : 'shown'))
              }
            />
            <span>{t(`group.proposers.${value}`)}</span>
          </label>
        ))}
      </fieldset>
    </>
  )
}
