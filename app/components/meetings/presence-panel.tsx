import type { Badge } from '#components/people/delegations'
import { useFormat, useMessages } from '#components/ui/language'
import { countPresence, type PresenceOf } from '#domain/meetings/presence'
import { delegationKinds, regionalGroups } from '#domain/people/participants'

type Props = { presence: PresenceOf | undefined; badges: readonly Badge[] }

/** Who is in the meeting now: delegations by kind and group, and the people of each for those who may know. */
export function PresencePanel({ presence, badges }: Props) {
  const t = useMessages()
  const format = useFormat()
  // Before the line to the server is open nothing is known; the place is kept.
  const { delegations, officers } = presence ?? { delegations: [], officers: [] }
  const { kinds, groups } = countPresence({ delegations })
  const nameOf = (id: string) => {
    const badge = badges.find((candidate) => candidate.id === id)
    return badge ? format.name(badge.name) : ''
  }
  return (
    <section className="presence" aria-labelledby="presence">
      <h2 id="presence">{t('presence.title')}</h2>
      <p>{presence ? t('presence.delegations', { count: delegations.length }) : '…'}</p>
      <ul className="chip-row">
        {delegationKinds.map((kind) => {
          const count = kinds.get(kind)
          return (
            count && (
              <li key={kind} className="chip">
                {t(`delegation-kind.${kind}`)} <bdi>{format.number(count)}</bdi>
              </li>
            )
          )
        })}
      </ul>
      {delegations.length > 0 && (
        <details>
          <summary>{t('presence.who')}</summary>
          {groups.size > 0 && (
            <ul className="chip-row">
              {regionalGroups.map((group) => {
                const count = groups.get(group)
                return (
                  count && (
                    <li key={group} className="chip">
                      {t(`regional-group.${group}`)} <bdi>{format.number(count)}</bdi>
                    </li>
                  )
                )
              })}
            </ul>
          )}
          <ul className="plain presence-people">
            {delegations.map((delegation) => (
              <li key={delegation.id}>
                <strong>{nameOf(delegation.id)}</strong>{' '}
                <span className="soft">
                  <bdi>
                    {delegation.names.length > 0
                      ? format.list(delegation.names)
                      : format.number(delegation.people)}
                  </bdi>
                </span>
              </li>
            ))}
            {officers.map((officer) => (
              <li key={officer.role}>
                <strong>{t(`role.${officer.role}`)}</strong>{' '}
                <span className="soft">
                  <bdi>{format.list(officer.names)}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** So many delegations are shown by their codes; the rest is counted. */
const named = 5

/** Who is here, in one line of badges. */
export function PresenceLine({ presence, badges }: Props) {
  const t = useMessages()
  const format = useFormat()
  const ids = presence?.delegations.map((delegation) => delegation.id) ?? []
  const more = ids.length - named
  const shown = ids.slice(0, named).flatMap((id) => badges.find((badge) => badge.id === id) ?? [])
  return (
    <p className="presence-line">
      {ids.length > 0 && (
        <>
          <span className="soft">{t('presence.here')}</span>{' '}
          {shown.map((badge) => (
            <span key={badge.id} className="code-badge">
              {badge.code}
              <span className="visually-hidden"> {format.name(badge.name)}</span>
            </span>
          ))}
          {more > 0 && <bdi className="soft">+{format.number(more)}</bdi>}
        </>
      )}
    </p>
  )
}
