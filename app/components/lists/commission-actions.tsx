import { LanguageSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { Text, useFormat, useLanguage, useMessages } from '#components/ui/language'
import {
  commissionActionKinds,
  longestReference,
  type CommissionActionFacts,
} from '#domain/lists/commission-actions'
import { longestReason } from '#domain/negotiation/recommendations'

/** Where a step is found in the Commission's documents. */
const references = ['symbol', 'session', 'agendaItem'] as const

export type CommissionAction = CommissionActionFacts & { id: string }

/** What became of an adopted list before the Commission, and the form to record more. */
export function CommissionActions({
  list,
  actions,
  mayRecord,
}: {
  list: string
  actions: readonly CommissionAction[]
  mayRecord: boolean
}) {
  const t = useMessages()
  const { language } = useLanguage()
  if (actions.length === 0 && !mayRecord) return null
  return (
    <section aria-labelledby="commission">
      <h2 id="commission">{t('commission.title')}</h2>
      {actions.length === 0 && <p className="soft">{t('commission.not-submitted')}</p>}
      <ol className="cards">
        {actions.map((action) => (
          <li key={action.id} className="card">
            <CommissionLine action={action} />
            {action.remarks !== '' && (
              <p>
                <Text language={action.language}>{action.remarks}</Text>
              </p>
            )}
          </li>
        ))}
      </ol>
      {mayRecord && (
        <details className="reason-form no-print" open={actions.length === 0}>
          <summary>{t('commission.record')}</summary>
          <Form method="post" to={`/lists/${list}/commission`} key={actions.length} preventScrollReset>
            <div className="field">
              <label htmlFor="commission-kind">{t('commission.kind')}</label>
              <select
                id="commission-kind"
                name="kind"
                defaultValue={actions.length === 0 ? 'submitted' : 'took-note'}
              >
                {commissionActionKinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {t(`commission.kind.${kind}`)}
                  </option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor="commission-day">{t('commission.day')}</label>
              <input id="commission-day" name="takenOn" type="date" className="input" required />
            </div>
            {references.map((name) => (
              <div className="field" key={name}>
                <label htmlFor={`commission-${name}`}>{t(`commission.${name}`)}</label>
                <input
                  id={`commission-${name}`}
                  name={name}
                  className="input"
                  dir="auto"
                  maxLength={longestReference}
                />
              </div>
            ))}
            <div className="field">
              <label htmlFor="commission-remarks">{t('commission.remarks')}</label>
              <textarea id="commission-remarks" name="remarks" dir="auto" maxLength={longestReason} />
            </div>
            <div className="field">
              <label htmlFor="commission-language">{t('commission.language')}</label>
              <LanguageSelect id="commission-language" defaultValue={language} />
            </div>
            <button className="button" type="submit">
              {t('commission.record')}
            </button>
          </Form>
        </details>
      )}
    </section>
  )
}

/** `Submitted to the Commission · 21 May 2021 · E/CN.15/2021/1 · thirtieth session, agenda item 5`. */
export function CommissionLine({
  action,
}: {
  action: Omit<CommissionAction, 'id' | 'language' | 'remarks'>
}) {
  const t = useMessages()
  const format = useFormat()
  const { kind, takenOn } = action
  return (
    <p>
      <strong>{t(`commission.done.${kind}`)}</strong> · {format.day(takenOn)}
      {references
        .filter((name) => action[name] !== '')
        .map((name) => (
          <span key={name}>
            {' '}
            · <bdi>{action[name]}</bdi>
          </span>
        ))}
    </p>
  )
}
