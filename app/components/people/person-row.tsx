import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'
import type { Role } from '#domain/people/participants'
import { StandingSelect, type Standings } from './standing-select'

type Person = {
  /** Of the membership. */
  id: string
  name: string
  email: string
  role: Role
  delegation?: { id: string; name: LocalizedText; code: string } | undefined
  isForMeeting: boolean
  isSignedUp: boolean
}

/** A person of a group, with what can be changed. */
export function PersonRow({ person, standings }: { person: Person; standings: Standings }) {
  const t = useMessages()
  const format = useFormat()
  const { id, name, email, role, delegation } = person
  return (
    <li className="person-row">
      <div>
        <strong dir="auto">{name}</strong> <bdi className="soft">{email}</bdi>
        <br />
        {delegation ? (
          <>
            <span className="code-badge">{delegation.code}</span> {format.name(delegation.name)}
          </>
        ) : (
          t(`role.${role}`)
        )}
        {person.isForMeeting && <span className="chip">{t('people.for-meeting')}</span>}{' '}
        {!person.isSignedUp && <span className="chip">{t('people.invited-chip')}</span>}
      </div>
      <details>
        <summary aria-label={t('people.change-person', { name })}>{t('people.change')}</summary>
        <Form method="post">
          <input type="hidden" name="membership" value={id} />
          <div className="field">
            <label htmlFor={`standing-${id}`}>{t('people.standing')}</label>
            <StandingSelect id={`standing-${id}`} standings={standings} chosen={delegation?.id ?? role} />
            <p className="field-hint">{t('people.move-explained')}</p>
          </div>
          <button className="button" type="submit" name="intent" value="change">
            {t('people.change-submit')}
          </button>
        </Form>
        {!person.isSignedUp && (
          <Form method="post" className="person-act">
            <input type="hidden" name="membership" value={id} />
            <button className="button" type="submit" name="intent" value="send-again">
              {t('people.send-again')}
            </button>
          </Form>
        )}
        <Form method="post" className="person-act">
          <input type="hidden" name="membership" value={id} />
          <p className="field-hint">{t('people.remove-explained')}</p>
          <button className="button button-danger" type="submit" name="intent" value="remove">
            {t('people.remove-person', { name })}
          </button>
        </Form>
      </details>
    </li>
  )
}
