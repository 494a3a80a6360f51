import { Text, useMessages } from '#components/ui/language'
import type { Language } from '#domain/languages'

type Source = {
  file: string
  line: number
  label?: string | undefined
  proposers: readonly string[]
  notes: readonly string[]
}

/** Where an imported item came from, and what its file says that has no place in its text: footnotes above all. */
export function ItemSource({ source, language }: { source: Source; language: Language }) {
  const t = useMessages()
  return (
    <section className="panel" aria-labelledby="item-source">
      <h2 id="item-source">{t('import.source')}</h2>
      <p>
        <bdi>{source.file}</bdi> · {t('import.at-line', { line: source.line })}
        {source.label !== undefined && (
          <>
            {' · '}
            {t('import.column.label')} <bdi>{source.label}</bdi>
          </>
        )}
      </p>
      {source.proposers.length > 0 && (
        <p>
          {t('import.source-names')} <bdi>{source.proposers.join('; ')}</bdi>
        </p>
      )}
      {source.notes.length > 0 && (
        <>
          <h3>{t('import.source-notes')}</h3>
          <ul>
            {source.notes.map((note, at) => (
              <li key={at}>
                <Text language={language}>{note}</Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
