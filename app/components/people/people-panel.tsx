import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { DelegationNames, DelegationSelect, type Badge } from './delegations'
import { penMinutes } from './pen-minutes'

type Props = {
  badges: readonly Badge[]
  proposers: readonly string[]
  sponsors: readonly string[]
  invited: readonly string[]
  penHolders: readonly { id: string; until: string | undefined }[]
  mayInvite: boolean
  mayGivePen: boolean
  isDraft: boolean
  timeZone: string
  /** The address of the text. */
  at: string
}

/** Whose text this is, who drafts it with them, and who holds the pen. */
export function PeoplePanel(props: Props) {
  const { badges, proposers, sponsors, invited, penHolders, mayInvite, mayGivePen, isDraft } = props
  const { timeZone, at } = props
  const t = useMessages()
  const format = useFormat()
  const holders = penHolders.map((penHolder) => penHolder.id)
  const untilOf = (id: string) => {
    const until = penHolders.find((penHolder) => penHolder.id === id)?.until
    return until && t('people.pen-until', { time: format.time(until, timeZone) })
  }
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
          <DelegationRows ids={invited} badges={badges} removeAt={mayInvite ? `${at}/uninvite` : undefined} />
          {mayInvite && (
            <Form method="post" className="field-row" to={`${at}/invite`}>
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
              <button className="button" type="submit">
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
          <DelegationRows
            ids={holders}
            badges={badges}
            removeAt={mayGivePen ? `${at}/take-pen` : undefined}
            noteOf={untilOf}
          />
          {mayGivePen && (
            <Form method="post" className="field-row" to={`${at}/give-pen`}>
              <div className="field">
                <label htmlFor="pen">{t('people.give-pen')}</label>
                <DelegationSelect
                  key={holders.join()}
                  id="pen"
                  name="delegation"
                  badges={badges}
                  without={holders}
                />
              </div>
              <div className="field">
                <label htmlFor="pen-minutes">{t('people.pen-minutes')}</label>
                <select id="pen-minutes" name="minutes" defaultValue="">
                  <option value="">{t('people.pen-no-end')}</option>
                  {penMinutes.map((minutes) => (
                    <option key={minutes} value={minutes}>
                      {t('people.pen-for', { minutes: Number(minutes) })}
                    </option>
                  ))}
                </select>
              </div>
              <button className="button" type="submit">
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
  removeAt,
  noteOf,
}: {
  ids: readonly string[]
  badges: readonly Badge[]
  removeAt: string | undefined
  noteOf?: (id: string) => string | undefined
}) {
  const t = useMessages()
  const format = useFormat()
  if (ids.length === 0) return <p className="soft">{t('people.none')}</p>
  return (
    <ul className="rows">
      {ids
        .flatMap((id) => badges.find((badge) => badge.id === id) ?? [])
        .map((badge) => (
          <li key={badge.id}>
            <span>
              <span className="code-badge">{badge.code}</span> {format.name(badge.name)}{' '}
              <span className="soft">{noteOf?.(badge.id)}</span>
            </span>
            {removeAt && (
              <Form method="post" to={removeAt}>
                <input type="hidden" name="delegation" value={badge.id} />
                <button className="button button-small" type="submit">
                  {t('people.remove')}
                  <span className="visually-hidden"> {format.name(badge.name)}</span>
                </button>
              </Form>
            )}
          </li>
        ))}
    </ul>
  )
}
