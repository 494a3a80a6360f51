import { DelegationNames, DelegationSelect, type Badge } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import { longestReason } from '#domain/negotiation/recommendations'

/** Who stands behind an amendment; how one joins, leaves, invites, withdraws, or takes over what was withdrawn. */
export function AmendmentParties({
  proposers,
  sponsors,
  invited,
  badges,
  may,
}: {
  proposers: readonly string[]
  sponsors: readonly string[]
  invited: readonly string[]
  badges: readonly Badge[]
  may: Record<'invite' | 'join' | 'leave' | 'withdraw' | 'takeOver', boolean>
}) {
  const t = useMessages()
  const parties = [...proposers, ...sponsors, ...invited]
  return (
    <section className="panel" aria-labelledby="sponsors">
      <h2 id="sponsors">{t('amendment.sponsors')}</h2>
      <p>
        <DelegationNames ids={[...proposers, ...sponsors]} badges={badges} />
      </p>
      {invited.length > 0 && (
        <p>
          {t('people.invited')}: <DelegationNames ids={invited} badges={badges} />
        </p>
      )}
      {may.invite && (
        <Form method="post" className="field-row">
          <div className="field">
            <label htmlFor="invite">{t('amendment.invite')}</label>
            <DelegationSelect
              key={parties.join()}
              id="invite"
              name="delegation"
              badges={badges}
              without={parties}
            />
          </div>
          <button className="button" type="submit" name="intent" value="invite">
            {t('people.invite-submit')}
          </button>
        </Form>
      )}
      <Form method="post" className="button-row">
        {may.join && (
          <button className="button" type="submit" name="intent" value="join">
            {t('amendment.join')}
          </button>
        )}
        {may.leave && (
          <button className="button" type="submit" name="intent" value="leave">
            {t('amendment.leave')}
          </button>
        )}
        {may.withdraw && (
          <button className="button button-danger" type="submit" name="intent" value="withdraw">
            {t('amendment.withdraw')}
          </button>
        )}
      </Form>
      {may.leave && may.withdraw && <p className="field-hint">{t('amendment.leave-explained')}</p>}
      {may.takeOver && (
        <Form method="post">
          <p>{t('amendment.take-over-explained')}</p>
          <div className="field">
            <label htmlFor="take-over-rationale">{t('amendment.rationale')}</label>
            <textarea id="take-over-rationale" name="rationale" maxLength={longestReason} dir="auto" />
          </div>
          <button className="button button-primary" type="submit" name="intent" value="take-over">
            {t('amendment.take-over')}
          </button>
        </Form>
      )}
    </section>
  )
}
