import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findAccountLink } from '#db/queries/account-links'
import { findParticipant } from '#db/queries/participants'
import { shortestPassword } from '#domain/people/passwords'
import { hashOfToken } from '#server/auth/sessions'
import { setPasswordByLink } from '#server/commands/people/set-password-by-link'

export const handle = { title: 'password.title' }

/** Opening the page uses nothing up: programs that look for harm open every link in a mail. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const link = await findAccountLink(context.db, hashOfToken(params['token'] ?? ''), new Date())
  const person = link && (await findParticipant(context.db, link.participant))
  return data(
    { person: person && { name: person.name, email: person.email } },
    { status: person ? 200 : 404 },
  )
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const password = (await request.formData()).get('password')
  if (typeof password !== 'string') throw data(null, { status: 400 })
  const { db, post, passwords } = context
  const result = await setPasswordByLink(db, post(), passwords, {
    token: params['token'] ?? '',
    password,
    at: new Date(),
  })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect('/sign-in?password-set=1')
}

export default function ChoosePassword() {
  const { person } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const busy = useNavigation().state !== 'idle'
  const t = useMessages()
  if (!person) {
    return (
      <div className="page page-narrow">
        <h1>{t('password.over.title')}</h1>
        <p>{t('password.over.advice')}</p>
        <p>
          <Link className="button" to="/sign-in/forgotten">
            {t('recovery.title')}
          </Link>
        </p>
      </div>
    )
  }
  return (
    <div className="page page-narrow">
      <h1>{t('password.title')}</h1>
      <p>{t('password.for', { name: person.name })}</p>
      <RefusalNotice refusal={answer?.refusal} />
      <Form method="post">
        {/* Password managers file the new password under this address. */}
        <input type="hidden" name="username" autoComplete="username" value={person.email} />
        <div className="field">
          <label htmlFor="password">{t('password.new')}</label>
          <input
            id="password"
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={shortestPassword}
            required
            dir="ltr"
            aria-describedby="password-explanation"
          />
          <p id="password-explanation" className="soft">
            {t('password.explanation')}
          </p>
        </div>
        <button className="button button-primary" type="submit" disabled={busy}>
          {t('password.submit')}
        </button>
      </Form>
    </div>
  )
}
