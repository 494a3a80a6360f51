import { DelegationNames, type Badge } from '#components/people/delegations'
import { StillBlocks } from '#components/text/still-blocks'
import { LanguageSelect } from '#components/text/text-choices'
import { useComputedStyle } from '#components/ui/computed-style'
import { Form, useTyped } from '#components/ui/form'
import { useFormat, useLanguage, useMessages } from '#components/ui/language'
import type { Language } from '#domain/languages'
import {
  stances,
  statementKinds,
  type Audience,
  type Stance,
  type StatementKind,
} from '#domain/negotiation/positions'
import type { Block } from '#domain/text/content'
import { longestReason } from '#domain/negotiation/recommendations'

type PositionFacts = { delegation: string; stance: Stance; audience: Audience; reason: string; at: string }
type StatementFacts = {
  id: string
  delegation: string
  kind: StatementKind
  language: Language
  blocks: Block[]
  at: string
}

/** Where the delegations stand on a text, one's own position, and what was recorded with it. */
export function PositionsPanel({
  positions,
  own,
  statements,
  badges,
  timeZone,
  mayTake,
  mayState,
  at,
}: {
  positions: readonly PositionFacts[]
  own: { stance: Stance; audience: Audience; reason: string } | undefined
  statements: readonly StatementFacts[]
  badges: readonly Badge[]
  timeZone: string
  mayTake: boolean
  mayState: boolean
  /** The address of the text. */
  at: string
}) {
  const t = useMessages()
  const format = useFormat()
  const styled = useComputedStyle()
  return (
    <div className="panel">
      {positions.length > 0 ? (
        <>
          <p className="stance-bar" aria-hidden="true">
            {stances.map((stance) => {
              const count = positions.filter((position) => position.stance === stance).length
              return (
                count > 0 && <span key={stance} data-stance={stance} style={styled({ flexGrow: count })} />
              )
            })}
          </p>
          <ul className="rows positions">
            {positions.map((position) => (
              <li key={position.delegation}>
                <div>
                  <strong>
                    <DelegationNames ids={[position.delegation]} badges={badges} />
                  </strong>{' '}
                  <span className="chip status-dot" data-stance={position.stance}>
                    {t(`stance.${position.stance}`)}
                  </span>{' '}
                  {position.audience === 'chair' && <span className="soft">{t('position.only-chair')}</span>}
                  {position.reason && <p dir="auto">{position.reason}</p>}
                  <small className="soft">{format.time(position.at, timeZone)}</small>
                </div>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="empty">{t('position.none')}</p>
      )}
      {mayTake && <PositionForm own={own} at={at} key={JSON.stringify(own)} />}
      {statements.length > 0 && (
        <>
          <h3>{t('statement.title')}</h3>
          <ul className="rows">
            {statements.map((statement) => (
              <li key={statement.id}>
                <div>
                  <strong>
                    <DelegationNames ids={[statement.delegation]} badges={badges} />
                  </strong>{' '}
                  <span className="soft">
                    {t(`statement.kind.${statement.kind}`)} · {format.time(statement.at, timeZone)}
                  </span>
                  <div lang={statement.language}>
                    <StillBlocks blocks={statement.blocks} language={statement.language} />
                  </div>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {mayState && <StatementForm at={at} key={statements.length} />}
    </div>
  )
}

function PositionForm({
  own,
  at,
}: {
  own: { stance: Stance; audience: Audience; reason: string } | undefined
  at: string
}) {
  const t = useMessages()
  const typed = useTyped(`${at}/position`)
  return (
    <Form method="post" className="position-form" to={`${at}/position`}>
      <fieldset>
        <legend>{t('position.ours')}</legend>
        {stances.map((stance) => (
          <label key={stance} className="choice">
            <input
              type="radio"
              name="stance"
              value={stance}
              defaultChecked={(typed['stance'] ?? own?.stance) === stance}
              required
            />
            {t(`stance.${stance}`)}
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor="position-reason">{t('position.reason')}</label>
        <textarea
          id="position-reason"
          name="reason"
          rows={2}
          dir="auto"
          maxLength={longestReason}
          defaultValue={typed['reason'] ?? own?.reason}
        />
      </div>
      <label className="choice">
        <input type="checkbox" name="audience" value="chair" defaultChecked={own?.audience === 'chair'} />
        {t('position.tell-chair')}
      </label>
      <p className="button-row">
        <button className="button button-small button-primary" type="submit">
          {t('position.submit')}
        </button>
        {own && (
          <button
            className="button button-small"
            type="submit"
            formAction={`${at}/give-up-position`}
            formNoValidate
          >
            {t('position.give-up')}
          </button>
        )}
      </p>
    </Form>
  )
}

function StatementForm({ at }: { at: string }) {
  const t = useMessages()
  const typed = useTyped(`${at}/statement`)
  const { language } = useLanguage()
  return (
    <details className="reason-form">
      <summary>{t('statement.make')}</summary>
      <Form method="post" to={`${at}/statement`}>
        <div className="field">
          <label htmlFor="statement-kind">{t('statement.kind')}</label>
          <select id="statement-kind" name="kind">
            {statementKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`statement.kind.${kind}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="statement-language">{t('call.language')}</label>
          <LanguageSelect id="statement-language" defaultValue={language} />
        </div>
        <div className="field">
          <label htmlFor="statement-body">{t('statement.body')}</label>
          <textarea
            id="statement-body"
            name="body"
            rows={4}
            dir="auto"
            maxLength={10_000}
            defaultValue={typed['body']}
            required
          />
          <p className="field-hint">{t('statement.hint')}</p>
        </div>
        <button className="button button-primary" type="submit">
          {t('statement.submit')}
        </button>
      </Form>
    </details>
  )
}
