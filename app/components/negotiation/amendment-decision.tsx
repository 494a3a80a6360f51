import { useSearchParams } from '@remix-run/react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { DiffView } from '#components/text/diff-view'
import { Form } from '#components/ui/form'
import { Text, useMessages, type Translate } from '#components/ui/language'
import type { Language } from '#domain/languages'
import type { AmendmentKind } from '#domain/negotiation/amendments'
import type { Fit } from '#domain/negotiation/merging'
import type { EmptiedBracket } from '#domain/text/brackets'
import type { DiffLine } from '#domain/text/diff-lines'
import type { Change } from '#domain/text/word-diff'
import { RejectionReason } from './rejection-reason'

type Preview = {
  seen: string
  lines: readonly DiffLine[]
  changes: readonly (Change & { fit: Fit })[]
  emptied: readonly EmptiedBracket[]
}

/**
 * For anyone who decides: what would become of the text, and whether each change fits. Some of the changes may be
 * chosen where the amendment is one to the text itself; another is taken as a whole.
 */
export function AmendmentDecision({
  preview,
  kind,
  isSub,
  language,
  chosen,
  badges,
  reason,
}: {
  preview: Preview
  kind: AmendmentKind
  isSub: boolean
  language: Language
  chosen?: readonly number[] | undefined
  badges: readonly Badge[]
  /** What was typed before the server refused it. */
  reason?: string | undefined
}) {
  const t = useMessages()
  const mayChoose = kind === 'text' && !isSub
  const isPartial = mayChoose && chosen !== undefined && chosen.length < preview.changes.length
  return (
    <section className="sheet" aria-labelledby="preview">
      <header>
        <h2 id="preview">{t(isSub ? 'amendment.preview-sub' : 'amendment.preview')}</h2>
      </header>
      <div className="sheet-body">
        <p className="soft">{t('amendment.preview-explained')}</p>
        <DiffView lines={preview.lines} language={language} />
        {preview.emptied.length > 0 && (
          <div className="notice" data-tone="warn">
            <p>{t('amendment.empties-brackets', { count: preview.emptied.length })}</p>
            <ul className="plain">
              {preview.emptied.map(({ requestedBy, words }, index) => (
                <li key={index}>
                  <Text language={language}>[{words}]</Text>{' '}
                  {requestedBy !== '' && <DelegationNames ids={[requestedBy]} badges={badges} />}
                </li>
              ))}
            </ul>
          </div>
        )}
        {mayChoose && <Choices changes={preview.changes} chosen={chosen} />}
        {!mayChoose && preview.changes.some((change) => change.fit === 'competes') && (
          <p className="notice" data-tone="warn">
            {t('amendment.fit.competes')}
          </p>
        )}
        <Form method="post" className="desk-actions">
          <input type="hidden" name="seen" value={preview.seen} />
          {mayChoose &&
            chosen?.map((index) => <input key={index} type="hidden" name="chosen" value={index} />)}
          {isPartial && <RejectionReason id="part-reason" typed={reason} />}
          <button
            className="button button-primary"
            type="submit"
            name="intent"
            value={isPartial ? 'accept-in-part' : 'accept'}
          >
            {t(
              isPartial
                ? 'amendment.accept-in-part'
                : kind === 'new-paragraph' && !isSub
                  ? 'amendment.accept-new'
                  : 'amendment.accept',
            )}
          </button>
        </Form>
      </div>
    </section>
  )
}

/** For the Chair: what the deletion of a paragraph leaves open. */
export function DeletionDecision({ reopens }: { reopens: number }) {
  const t = useMessages()
  return (
    <Form method="post" className="panel">
      <p>{t('amendment.deletion-explained')}</p>
      {reopens > 0 && (
        <p className="notice" data-tone="warn">
          {t('amendment.deletion-reopens', { count: reopens })}
        </p>
      )}
      <button className="button button-danger" type="submit" name="intent" value="accept">
        {t('amendment.accept-deletion')}
      </button>
    </Form>
  )
}

function Choices({
  changes,
  chosen,
}: {
  changes: Preview['changes']
  chosen?: readonly number[] | undefined
}) {
  const [query] = useSearchParams()
  const t = useMessages()
  return (
    <Form method="get" className="panel" key={query.toString()}>
      {query.has('view') && <input type="hidden" name="view" value={query.get('view') ?? ''} />}
      <fieldset className="field">
        <legend>{t('amendment.choose')}</legend>
        <ul className="plain">
          {changes.map((change) => (
            <li key={change.index}>
              <label className="choice">
                <input
                  type="checkbox"
                  name="chosen"
                  value={change.index}
                  defaultChecked={!chosen || chosen.includes(change.index)}
                />
                <span>
                  <bdi>{describe(t, change)}</bdi> <FitNote fit={change.fit} />
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <button className="button" type="submit">
        {t('amendment.update-preview')}
      </button>
    </Form>
  )
}

function FitNote({ fit }: { fit: Fit }) {
  const t = useMessages()
  if (fit === 'applies') return null
  return <span className="soft">({t(`amendment.fit.${fit}`)})</span>
}

function describe(t: Translate, { removed, added }: Pick<Change, 'removed' | 'added'>): string {
  const shown = { removed: removed.trim() || '¶', added: added.trim() || '¶' }
  if (added === '') return t('amendment.change.remove', shown)
  return t(removed === '' ? 'amendment.change.add' : 'amendment.change.replace', shown)
}
