import {
  data,
  redirect,
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
} from '@remix-run/node'
import { Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { z } from 'zod'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { listAllDelegations } from '#db/queries/delegations'
import { listMembers } from '#db/queries/participants'
import { isSampleDatabase } from '#db/queries/settings'
import { isSignedIn } from '#domain/people/participants'
import { returnAddress } from '#server/auth/return-address'
import { browserName } from '#server/auth/browser-name'
import { openSession } from '#server/commands/people/open-session'
import { signIn } from '#server/commands/people/sign-in'

const formSchema = z.object({ email: z.string().max(320), password: z.string().max(1024) })

export const handle = { title: 'sign-in.title' }

/** Says to programs how long to wait. */
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  const to = returnAddress(search.get('to'))
  if (isSignedIn(context.actor)) throw redirect(to)
  const { db } = context
  const sample = await isSampleDatabase(db)
  const [members, delegations] = sample
    ? await Promise.all([listMembers(db), listAllDelegations(db)])
    : [[], []]
  const people = members.map(({ id, name, membership }) => ({
    id,
    name,
    role: membership.role,
    delegation: delegations.find((delegation) => delegation.id === membership.delegation)?.name,
  }))
  return { to, ended: search.has('ended'), isPasswordSet: search.has('password-set'), sample, people }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!form.success) return data({ refusal: 'wrong-credentials' as const, email: '' }, { status: 400 })
  const { db, passwords, devices, cookie, sender } = context
  const { email } = form.data
  const sentCookies = request.headers.get('cookie')
  const at = new Date()
  const result = await signIn(db, passwords, {
    ...form.data,
    sender,
    deviceOf: (participant) => devices.find(sentCookies, participant),
    at,
  })
  if (!result.ok) {
    if (result.refusal !== 'too-many-attempts')
      return data({ refusal: result.refusal, email }, { status: result.refusal === 'busy' ? 503 : 401 })
    const retryInSeconds = Math.ceil((result.retryAt.getTime() - at.getTime()) / 1000)
    const headers = { 'retry-after': String(retryInSeconds) }
    return data({ refusal: result.refusal, email, retryInSeconds }, { status: 429, headers })
  }
  const participant = result.participant.id
  const browser = browserName(request.headers.get('user-agent'))
  const opened = await openSession(db, { participant, browser, at })
  if (!opened.ok) return data({ refusal: 'wrong-credentials' as const, email }, { status: 401 })
  const headers = new Headers({ 'set-cookie': cookie.keep(opened.token) })
  headers.append('set-cookie', devices.remember(sentCookies, participant))
  return redirect(returnAddress(new URL(request.url).searchParams.get('to')), { headers })
}

export default function SignIn() {
  const { to, ended, isPasswordSet, sample } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const busy = useNavigation().state !== 'idle'
  const t = useMessages()
  const target = `/sign-in?index&${new URLSearchParams({ to })}`
  return (
    <div className="page">
      <h1>{t('sign-in.title')}</h1>
      {ended && (
        <p className="notice" data-tone="warn" role="status">
          {t('sign-in.session-ended')}
        </p>
      )}
      {isPasswordSet && (
        <p className="notice" data-tone="good" role="status">
          {t('sign-in.password-set')}
        </p>
      )}
      <div className="columns">
        {sample && <SampleDoor to={to} />}
        <section className="sheet">
          <div className="sheet-body">
            <Form method="post" action={target}>
              {answer && (
                <p className="notice" data-tone="bad" role="alert">
                  {t(`refusal.${answer.refusal}`)}{' '}
                  {'retryInSeconds' in answer && t('sign-in.retry-in', { seconds: answer.retryInSeconds })}
                </p>
              )}
              <div className="field">
                <label htmlFor="email">{t('sign-in.email')}</label>
                <input
                  id="email"
                  name="email"
                  type="email"
                  autoComplete="username"
                  required
                  dir="ltr"
                  defaultValue={answer?.email}
                />
              </div>
              <div className="field">
                <label htmlFor="password">{t('sign-in.password')}</label>
                <input
                  id="password"
                  name="password"
                  type="password"
                  autoComplete="current-password"
                  required
                  dir="ltr"
                />
              </div>
              <button className={sample ? 'button' : 'button button-primary'} type="submit" disabled={busy}>
                {t('sign-in.submit')}
              </button>
            </Form>
            <p>
              <Link to="/sign-in/forgotten">{t('sign-in.forgotten')}</Link>
            </p>
          </div>
        </section>
      </div>
    </div>
  )
}

/** Every sample participant, one press each. */
function SampleDoor({ to }: { to: string }) {
  const { people } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  const officers = people.filter((person) => !person.delegation)
  const delegates = people.filter((person) => person.delegation)
  return (
    <section className="sheet" aria-labelledby="sample-door">
      <div className="sheet-body">
        <h2 id="sample-door">{t('sign-in.sample.title')}</h2>
        <p>{t('sign-in.sample.explanation')}</p>
        <Form method="post" action={`/sign-in/sample?${new URLSearchParams({ to })}`} reloadDocument>
          <ul className="people">
            {[...officers, ...delegates].map((person) => (
              <li key={person.id}>
                <button className="person" type="submit" name="participant" value={person.id}>
                  <strong>
                    {person.delegation ? format.name(person.delegation) : t(`role.${person.role}`)}
                  </strong>
                  <span>{person.name}</span>
                </button>
              </li>
            ))}
          </ul>
        </Form>
      </div>
    </section>
  )
}
