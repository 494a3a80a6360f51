import { useFormat, useMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'
import type { Role } from '#domain/people/participants'

/** What a person may take part as. */
export type Standings = {
  roles: readonly Role[]
  delegations: readonly { id: string; code: string; name: LocalizedText }[]
}

/** A role or, for delegates, a delegation: the two are one choice, so that no wrong pair can be chosen. */
export function StandingSelect({
  id,
  standings: { roles, delegations },
  chosen,
}: {
  id: string
  standings: Standings
  chosen?: string | undefined
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <select id={id} name="standing" required defaultValue={chosen ?? ''} key={chosen}>
      <option value="" disabled>
        {t('people.standing.choose')}
      </option>
      {roles.length > 0 && (
        <optgroup label={t('people.standing.officers')}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(`role.${role}`)}
            </option>
          ))}
        </optgroup>
      )}
      {delegations.length > 0 && (
        <optgroup label={t('people.standing.delegations')}>
          {format.byName(delegations).map((delegation) => (
            <option key={delegation.id} value={delegation.id}>
              {format.name(delegation.name)} ({delegation.code})
            </option>
          ))}
        </optgroup>
      )}
    </select>
  )
}
