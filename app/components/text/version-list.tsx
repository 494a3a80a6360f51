import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import type { Language } from '#domain/languages'
import type { DiffLine } from '#domain/text/diff-lines'
import type { MessageKey } from '#i18n/catalogues'
import { DiffView } from './diff-view'

type Reason = MessageKey extends infer Key
  ? Key extends `versions.reason.${infer Code}`
    ? Code
    : never
  : never
type VersionFacts = { number: number; reason: Reason; createdAt: string; hash: string; lines: DiffLine[] }

/** The frozen versions of a text, the newest first, each compared with the one before. */
export function VersionList({
  versions,
  language,
  timeZone,
  mayAmend,
  amendAt,
}: {
  versions: readonly VersionFacts[]
  language: Language
  timeZone: string
  mayAmend: boolean
  /** The address at which an amendment is begun. */
  amendAt: string
}) {
  const t = useMessages()
  const format = useFormat()
  if (versions.length === 0) return <p className="empty">{t('versions.none')}</p>
  return (
    <ol className="cards">
      {versions.toReversed().map((version) => (
        <li key={version.number} className="card">
          <h3>{t('versions.number', { number: version.number })}</h3>
          <p className="soft">
            {t(`versions.reason.${version.reason}`)} · {format.time(version.createdAt, timeZone)} ·{' '}
            <abbr title={`SHA-256 ${version.hash}`} className="hash">
              {version.hash.slice(0, 12)}
            </abbr>
          </p>
          <DiffView lines={version.lines} language={language} />
          {mayAmend && (
            <Form method="post" to={amendAt}>
              <input type="hidden" name="version" value={version.number} />
              <button className="button button-small" type="submit">
                {t('versions.amend', { number: version.number })}
              </button>
            </Form>
          )}
        </li>
      ))}
    </ol>
  )
}
