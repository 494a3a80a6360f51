import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import type { MailId } from '#domain/ids'
import { directionOf } from '#domain/languages'
import { can } from '#domain/permissions/can'
import { mailIs, mailStatuses } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { retryMail } from '#server/commands/notices/retry-mail'
import { readOutbox } from '#server/views/outbox'
import { findGroup } from '#db/queries/groups'

export const handle = { title: 'outbox.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const group = await findGroup(context.db, String(params['g']))
  // What may not be seen does not exist.
  if (!group || !can(actor, 'outbox.see', { group: group.id })) throw new Response(null, { status: 404 })
  const wanted = new URL(request.url).searchParams.get('status')
  const status = mailStatuses.find((mailStatus) => mailStatus === wanted)
  return { ...(await readOutbox(context.db, group.id, status)), status, statuses: mailStatuses }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const mail = (await request.formData()).get('mail')
  if (typeof mail !== 'string') return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await retryMail(context.db, actor, { mail: mail as MailId })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/groups/${String(params['g'])}/outbox`)
}

/** The mails by which people are told, for the secretariat to read and to see what was not delivered. */
export default function Outbox() {
  const { counts, mails, status, statuses } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <div className="page">
      <h1>{t('outbox.title')}</h1>
      <p className="lead">{t('outbox.lead')}</p>
      {counts.kept > 0 && <p className="notice">{t('outbox.kept-explained')}</p>}
      <RefusalNotice refusal={answer?.refusal} />
      <nav className="tabs" aria-label={t('outbox.choose')}>
        <Link to="?" aria-current={status ? undefined : 'page'}>
          {t('outbox.all')} <span className="today-count">{format.number(all)}</span>
        </Link>
        {statuses.map((value) => (
          <Link key={value} to={`?status=${value}`} aria-current={status === value ? 'page' : undefined}>
            {t(`outbox.status.${value}`)} <span className="today-count">{format.number(counts[value])}</span>
          </Link>
        ))}
      </nav>
      {mails.length === 0 && <p className="empty">{t('outbox.empty')}</p>}
      <ul className="mail-rows">
        {mails.map((mail) => (
          <li key={mail.id} className="mail-row">
            <div className="mail-head">
              <span>
                <bdi>{mail.name}</bdi> <bdi className="soft">{mail.address}</bdi>
              </span>
              <span className="today-facts soft">
                <span
                  className="chip status-dot"
                  data-tone={mailIs.failed(mail.status) ? 'bad' : mailIs.sent(mail.status) ? 'good' : 'quiet'}
                >
                  {t(`outbox.status.${mail.status}`)}
                </span>
                <time dateTime={mail.at}>{format.instant(mail.at, 'UTC')}</time>
                {mail.attempts > 1 && <span>{t('outbox.attempts', { count: mail.attempts })}</span>}
              </span>
            </div>
            {mail.words ? (
              <details>
                <summary lang={mail.language} dir={directionOf(mail.language)}>
                  {mail.words.subject}
                </summary>
                <div className="mail-text" lang={mail.language} dir={directionOf(mail.language)}>
                  {mail.words.text}
                </div>
              </details>
            ) : (
              <p className="soft">{t('outbox.confidential')}</p>
            )}
            {mail.error && (
              <p className="field-error">
                <bdi>{mail.error}</bdi>
              </p>
            )}
            {mailIs.failed(mail.status) && (
              <Form method="post">
                <button className="button button-small" type="submit" name="mail" value={mail.id}>
                  {t('outbox.retry')}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
