import { useMessages } from '#components/ui/language'
import { directionOf, type Language } from '#domain/languages'
import type { ChangeOutcome, Outcome } from '#domain/negotiation/outcomes'

type Decided = Pick<ChangeOutcome, 'removed' | 'added'> & {
  index: number
  outcome?: Outcome | undefined
  reason?: string | undefined
  cause?: ChangeOutcome['cause']
}

/** Each change of an amendment with what became of it and why. */
export function ChangeOutcomes({ changes, language }: { changes: readonly Decided[]; language: Language }) {
  return (
    <ol className="plain change-outcomes">
      {changes.map((change) => (
        <li key={change.index} className="merge-change" data-quiet={change.outcome !== undefined}>
          <OutcomeLine change={change} language={language} />
        </li>
      ))}
    </ol>
  )
}

/** What one change does, its outcome, and the reason or the decision from which it follows. */
export function OutcomeLine({ change, language }: { change: Decided; language: Language }) {
  const t = useMessages()
  const { outcome, reason, cause } = change
  return (
    <>
      <p className="chip-row">
        <span className="chip">{t(`merge.outcome.${outcome ?? 'open'}`)}</span>
        {cause && <span className="soft">{t(`merge.cause.${cause}`)}</span>}
      </p>
      <p lang={language} dir={directionOf(language)}>
        <WhatChanges change={change} />
      </p>
      {reason && (
        <p className="soft" dir="auto">
          {t('amendments.reason', { reason })}
        </p>
      )}
    </>
  )
}

/** What goes and what comes, each said by the setting and to everybody who cannot see it. */
export function WhatChanges({ change }: { change: Pick<ChangeOutcome, 'removed' | 'added'> }) {
  return (
    <>
      {change.removed.trim() !== '' && <del>{change.removed.trim()}</del>}
      {change.removed.trim() !== '' && change.added.trim() !== '' && ' '}
      {change.added.trim() !== '' && <ins>{change.added.trim()}</ins>}
      {change.removed.trim() === '' && change.added.trim() === '' && <ins>¶</ins>}
    </>
  )
}
