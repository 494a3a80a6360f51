import { useState } from 'react'
import { useFormat, useMessages } from '#components/ui/language'
import { TitleFields } from '#components/ui/title-fields'
import type { Language, LocalizedText } from '#domain/languages'

type Props = {
  language: Language
  topics: readonly { id: string; title: LocalizedText; items: number }[]
  typed: Record<string, string> | undefined
}

/** Empty rows for new topics, where no script adds more. */
const emptyRows = 3

/** The topics of a meeting, each with its place in the order; rows without a title are left out. */
export function TopicRows({ language, topics, typed }: Props) {
  const t = useMessages()
  const format = useFormat()
  const [added, setAdded] = useState(emptyRows)
  const rows = [
    ...topics.map((topic) => ({ ...topic, isNew: false })),
    ...Array.from({ length: added }, () => ({ id: '', title: {}, items: 0, isNew: true })),
  ]
  return (
    <>
      <ol className="topic-rows plain">
        {rows.map((row, index) => {
          const name = `topic-${String(index)}`
          const number = index + 1
          return (
            <li key={row.id || name}>
              <input type="hidden" name={`${name}-id`} value={row.id} />
              <div className="field topic-order">
                <label htmlFor={`${name}-order`}>{t('plan.topic-order')}</label>
                <input
                  id={`${name}-order`}
                  name={`${name}-order`}
                  type="number"
                  step="any"
                  required
                  defaultValue={typed?.[`${name}-order`] ?? number}
                />
              </div>
              <TitleFields
                name={name}
                label={t(row.isNew ? 'plan.new-topic' : 'plan.topic', { number })}
                language={language}
                typed={typed}
                value={row.title}
                isOptional
              />
              {!row.isNew && (
                <p className="field-hint">
                  {row.items > 0 ? (
                    t('workplan.items', { count: row.items })
                  ) : (
                    <label className="choice">
                      <input type="checkbox" name={`${name}-remove`} />
                      <span>{t('plan.remove-topic', { topic: format.name(row.title) })}</span>
                    </label>
                  )}
                </p>
              )}
            </li>
          )
        })}
      </ol>
      <p>
        <button type="button" className="button needs-scripts" onClick={() => setAdded(added + 1)}>
          {t('plan.more-topics')}
        </button>
      </p>
    </>
  )
}
