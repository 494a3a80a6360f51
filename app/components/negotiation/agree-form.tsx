import { Link } from '@remix-run/react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { Form, useTyped } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import { longestReason } from '#domain/negotiation/recommendations'

type Open = {
  amendments: readonly { id: string; parties: readonly string[] }[]
  objections: readonly string[]
  seen: string
}

/** What is still open on a paragraph, for the Chair to confirm that the room agrees all the same. */
export function AgreeForm({
  open,
  badges,
  at,
}: {
  open: Open
  badges: readonly Badge[]
  /** The address of the paragraph. */
  at: string
}) {
  const t = useMessages()
  const { reason } = useTyped(`${at}/agree`)
  return (
    <details className="reason-form" open>
      <summary>{t('desk.agree-open')}</summary>
      <Form method="post" to={`${at}/agree`}>
        <input type="hidden" name="seen" value={open.seen} />
        {open.objections.length > 0 && (
          <p>
            {t('desk.agree-objections')} <DelegationNames ids={open.objections} badges={badges} />
          </p>
        )}
        {open.amendments.length > 0 && (
          <>
            <ul>
              {open.amendments.map((amendment) => (
                <li key={amendment.id}>
                  <Link to={`${at}/amendments/${amendment.id}`}>
                    <DelegationNames ids={amendment.parties} badges={badges} />
                  </Link>
                </li>
              ))}
            </ul>
            <div className="field">
              <label htmlFor="reason-agree">{t('desk.agree-amendments')}</label>
              <textarea
                id="reason-agree"
                name="reason"
                maxLength={longestReason}
                defaultValue={reason}
                required
              />
            </div>
          </>
        )}
        <button className="button button-primary" type="submit">
          {t('desk.agree-confirm')}
        </button>
      </Form>
    </details>
  )
}
