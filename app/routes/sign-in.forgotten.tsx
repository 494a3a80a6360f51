import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import { sendRecovery } from '#server/commands/people/send-recovery'

const longestAddress = 320

export const handle = { title: 'recovery.title' }

export const loader = ({ context }: LoaderFunctionArgs) => ({ canSend: context.post().canSend })

export async function action({ request, context }: ActionFunctionArgs) {
  const email = (await request.formData()).get('email')
  if (typeof email !== 'string' || email.length > longestAddress) throw data(null, { status: 400 })
  // No one waits for it: the time that it takes would tell whether there is such an account.
  context.later(sendRecovery(context.db, context.post(), { email, at: new Date() }))
  return { sent: true }
}

export default function ForgottenPassword() {
  const { canSend } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const busy = useNavigation().state !== 'idle'
  const t = useMessages()
  return (
    <div className="page page-narrow">
      <h1>{t('recovery.title')}</h1>
      {!canSend && <p className="notice">{t('recovery.no-mail')}</p>}
      {answer?.sent && (
        <p className="notice" data-tone="good" role="status">
          {t('recovery.sent')}
        </p>
      )}
      {canSend && !answer?.sent && (
        <Form method="post">
          <p>{t('recovery.explanation')}</p>
          <div className="field">
            <label htmlFor="email">{t('sign-in.email')}</label>
            <input id="email" name="email" type="email" autoComplete="username" required dir="ltr" />
          </div>
          <button className="button button-primary" type="submit" disabled={busy}>
            {t('recovery.submit')}
          </button>
        </Form>
      )}
    </div>
  )
}
