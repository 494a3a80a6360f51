import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import { columnKeys, type Columns, type ReadOptions } from '#domain/imports/import-file'
import { changeDecisions } from '#domain/imports/tracked-text'
import type { LocalizedText } from '#domain/languages'
import { ReadingChoices } from './reading-choices'

export type Reading = {
  options: ReadOptions
  topics: readonly { id: string; title: LocalizedText }[]
  topic: string
  columnNames: readonly string[]
  columns: Columns
  sheets: readonly string[]
  sheet: string | undefined
  hasEncoding: boolean
  hasChanges: boolean
  /** The first rows of a table whose columns no one knows. */
  sample: readonly (readonly string[])[]
}

/** How a file was read, to be changed: its columns, its sheet, its language, its encoding, its tracked changes. */
export function ReadAgain({ reading, isOpen }: { reading: Reading; isOpen: boolean }) {
  const t = useMessages()
  const { options, topics, topic, columnNames, columns, sheets, sheet } = reading
  return (
    <details className="panel import-reading" open={isOpen}>
      <summary>
        <h2>{t('import.how-read')}</h2>
      </summary>
      {reading.sample.length > 0 && (
        <div className="table-frame" role="region" aria-label={t('import.sample')}>
          <table className="table">
            <thead>
              <tr>
                {columnNames.map((name) => (
                  <th key={name} scope="col">
                    <bdi>{name}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {reading.sample.map((cells, row) => (
                <tr key={row}>
                  {columnNames.map((name, at) => (
                    <td key={name} dir="auto">
                      {cells[at] ?? ''}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Form method="post" key={JSON.stringify([columns, options, sheet, topic])}>
        <ReadingChoices
          topics={topics}
          topic={topic}
          language={options.language}
          encoding={options.encoding}
          asks={reading.hasEncoding ? 'all' : 'no-encoding'}
        />
        {sheets.length > 1 && (
          <div className="field">
            <label htmlFor="sheet">{t('import.sheet')}</label>
            <select id="sheet" name="sheet" defaultValue={sheet ?? ''}>
              {sheets.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
        {columnNames.length > 0 && (
          <fieldset className="field">
            <legend>{t('import.columns')}</legend>
            <div className="field-row">
              {columnKeys.map((key) => (
                <div className="field" key={key}>
                  <label htmlFor={`column-${key}`}>{t(`import.column.${key}`)}</label>
                  <select id={`column-${key}`} name={`column-${key}`} defaultValue={columns[key] ?? ''}>
                    <option value="">—</option>
                    {columnNames.map((name) => (
                      <option key={name} value={name}>
                        {name}
                      </option>
                    ))}
                  </select>
                </div>
              ))}
            </div>
          </fieldset>
        )}
        {reading.hasChanges && (
          <fieldset className="field">
            <legend>{t('import.tracked')}</legend>
            {changeDecisions.map((decision) => (
              <label key={decision} className="choice">
                <input
                  type="radio"
                  name="changes"
                  value={decision}
                  defaultChecked={(options.changes ?? 'accept') === decision}
                />{' '}
                {t(`import.tracked.${decision}`)}
              </label>
            ))}
            <p className="field-hint">{t('import.tracked-hint')}</p>
          </fieldset>
        )}
        <p className="field-hint">{t('import.read-again-hint')}</p>
        <div className="button-row">
          <button className="button" type="submit" name="intent" value="read">
            {t('import.read-again')}
          </button>
        </div>
      </Form>
    </details>
  )
}
