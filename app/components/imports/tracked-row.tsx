import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import type { ChangeDecision, TrackedChange } from '#domain/imports/tracked-text'
import { directionOf, type Language } from '#domain/languages'

type Part = { text: string; inserted?: number | undefined; deleted?: number | undefined; isPresent: boolean }
type Block = { type: string; level?: number | undefined; parts: readonly Part[] }
type Change = TrackedChange & { decision: ChangeDecision }

/** The text of a row with the changes that were tracked in it, and what becomes of each. */
export function TrackedRow({
  row,
  blocks,
  changes,
  language,
  timeZone,
}: {
  row: string
  blocks: readonly Block[]
  changes: readonly Change[]
  language: Language
  timeZone: string
}) {
  const t = useMessages()
  const format = useFormat()
  const wordsOf = (number: number) =>
    blocks
      .flatMap(({ parts }) => parts)
      .filter(({ inserted, deleted }) => inserted === number || deleted === number)
      .map(({ text }) => text)
      .join('')
      .trim()
  return (
    <details className="import-changes">
      <summary>{t('import.changes', { count: changes.length })}</summary>
      <div className="diff document-text document-text-small" lang={language} dir={directionOf(language)}>
        {blocks.map(({ parts, level }, at) => (
          <p key={at} data-level={level ?? 0}>
            {parts.map((part, index) => {
              if (part.deleted !== undefined) return <del key={index}>{part.text}</del>
              return part.inserted !== undefined ? <ins key={index}>{part.text}</ins> : part.text
            })}
          </p>
        ))}
      </div>
      <ol className="import-change-list">
        {changes.map(({ kind, author, date, decision }, number) => (
          <li key={number}>
            <p>
              <strong>{t(`import.change.${kind}`)}</strong>{' '}
              {wordsOf(number) !== '' && (
                <q lang={language} dir={directionOf(language)}>
                  {wordsOf(number)}
                </q>
              )}{' '}
              <span className="soft">
                <bdi>{author === '' ? t('import.change.nobody') : author}</bdi>
                {date !== undefined &&
                  !Number.isNaN(Date.parse(date)) &&
                  ` · ${format.instant(date, timeZone)}`}
              </span>
            </p>
            <Form method="post" className="button-row" preventScrollReset>
              <input type="hidden" name="intent" value="change" />
              <input type="hidden" name="row" value={row} />
              <input type="hidden" name="change" value={number} />
              {(['accept', 'reject'] as const).map((choice) => (
                <button
                  key={choice}
                  className="button button-small"
                  type="submit"
                  name="decision"
                  value={choice}
                  aria-pressed={decision === choice}
                >
                  {t(`import.change.${choice}`)}
                </button>
              ))}
            </Form>
          </li>
        ))}
      </ol>
    </details>
  )
}
