import { DelegationSelect, type Badge } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import { limitNames, speakerKinds, type SpeakingLimits } from '#domain/meetings/speakers'

/** For officers: put a delegation on the list, close and reopen it, and say how long one may speak. */
export function ListKeeping({
  badges,
  isClosed,
  mayList,
  limits,
}: {
  badges: readonly Badge[]
  isClosed: boolean
  mayList: boolean
  limits: SpeakingLimits
}) {
  const t = useMessages()
  return (
    <section className="panel list-keeping" aria-labelledby="keeping">
      <h2 id="keeping">{t('floor.keep')}</h2>
      {mayList && (
        <Form method="post" className="field-row" preventScrollReset>
          <div className="field">
            <label htmlFor="floor-delegation">{t('floor.on-behalf')}</label>
            <DelegationSelect id="floor-delegation" name="delegation" badges={badges} without={[]} />
          </div>
          <div className="field">
            <label htmlFor="floor-kind">{t('floor.for')}</label>
            <select id="floor-kind" name="kind" defaultValue="statement">
              {speakerKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`floor.kind.${kind}`)}
                </option>
              ))}
            </select>
          </div>
          <button className="button" type="submit" name="intent" value="list">
            {t('floor.list')}
          </button>
        </Form>
      )}
      <Form method="post" className="button-row" preventScrollReset>
        <button
          className="button"
          type="submit"
          name="intent"
          value={isClosed ? 'reopen-list' : 'close-list'}
        >
          {t(isClosed ? 'floor.reopen-list' : 'floor.close-list')}
        </button>
      </Form>
      <details>
        <summary>{t('floor.limits')}</summary>
        <Form method="post" preventScrollReset key={Object.values(limits).join()}>
          <p className="field-hint">{t('floor.limits-explained')}</p>
          <div className="limits">
            {limitNames.map((name) => (
              <div className="field" key={name}>
                <label htmlFor={`limit-${name}`}>
                  {name === 'right-of-reply' || name === 'point-of-order'
                    ? t(`floor.kind.${name}`)
                    : t(`delegation-kind.${name}`)}
                </label>
                <input
                  id={`limit-${name}`}
                  name={name}
                  type="number"
                  inputMode="decimal"
                  min={0.5}
                  max={60}
                  step={0.5}
                  defaultValue={limits[name] / 60}
                  required
                />
              </div>
            ))}
          </div>
          <button className="button" type="submit" name="intent" value="limits">
            {t('floor.set-limits')}
          </button>
        </Form>
      </details>
    </section>
  )
}
