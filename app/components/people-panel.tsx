import { Form } from '@remix-run/react'
import { DelegationNames, DelegationSelect, type Badge } from './delegations'
import { useFormat, useMessages } from './language'

type Props = {
  badges: readonly Badge[]
  proposers: readonly string[]
  sponsors: readonly string[]
  invited: readonly string[]
  penHolders: readonly string[]
  mayInvite: boolean
  mayGivePen: boolean
  isDraft: boolean
}

/** Whose text this is, who drafts it with them, and who holds the pen. */
export function PeoplePanel(props: Props) {
  const { badges, proposers, sponsors, invited, penHolders, mayInvite, mayGivePen, isDraft } = props
  const t = useMessages()
  return (
    <div className="panel">
      <h3>{t('people.proposers')}</h3>
      <p>{proposers.length > 0 ? <DelegationNames ids={proposers} badges={badges} /> : t('people.none')}</p>
      {sponsors.length > 0 && (
        <>
          <h3>{t('people.sponsors')}</h3>
          <p>
            <DelegationNames ids={sponsors} badges={badges} />
          </p>
        </>
      )}
      {isDraft && (
        <>
          <h3>{t('people.invited')}</h3>
          <DelegationRows ids={invited} badges={badges} intent={mayInvite ? 'uninvite' : undefined} />
          {mayInvite && (
            <Form method="post" className="field-row">
              <div className="field">
                <label htmlFor="invite">{t('people.invite')}</label>
                <DelegationSelect
                  key={invited.join()}
                  id="invite"
                  name="delegation"
                  badges={badges}
                  without={[...proposers, ...invited]}
                />
              </div>
              <button className="button" type="submit" name="intent" value="invite">
                {t('people.invite-submit')}
              </button>
            </Form>
          )}
        </>
      )}
      {!isDraft && (
        <>
          <h3>{t('people.pen')}</h3>
          <p className="soft">{t('people.pen-officers')}</p>
          <p>{t('people.pen-holders')}</p>
          <DelegationRows ids={penHolders} badges={badges} intent={mayGivePen ? 'take-pen' : undefined} />
          {mayGivePen && (
            <Form method="post" className="field-row">
              <div className="field">
                <label htmlFor="pen">{t('people.give-pen')}</label>
                <DelegationSelect
                  key={penHolders.join()}
                  id="pen"
                  name="delegation"
                  badges={badges}
                  without={penHolders}
                />
              </div>
              <button className="button" type="submit" name="intent" value="give-pen">
                {t('people.give-pen-submit')}
              </button>
            </Form>
          )}
        </>
      )}
    </div>
  )
}

function DelegationRows({
  ids,
  badges,
  intent,
}: {
  ids: readonly string[]
  badges: readonly Badge[]
  intent: string | undefined
}) {
  const t = useMessages()
  const format = useFormat()
  if (ids.length === 0) return <p className="soft">{t('people.none')}</p>
  return (
    <ul className="rows">
      {ids
        .flatMap((id) => badges.find((one) => one.id === id) ?? [])
        .map((one) => (
          <li key={one.id}>
            <span>
              <span className="code-badge">{one.code}</span> {format.name(one.name)}
            </span>
            {intent && (
              <Form method="post">
                <input type="hidden" name="delegation" value={one.id} />
                <button className="button button-small" type="submit" name="intent" value={intent}>
                  {t('people.remove')}
                  <span className="visually-hidden"> {format.name(one.name)}</span>
                </button>
              </Form>
            )}
          </li>
        ))}
    </ul>
  )
}
