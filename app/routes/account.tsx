import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { listSessions } from '#db/queries/sessions'
import { useFormat, useMessages } from '#components/language'
import type { SessionId } from '#domain/ids'
import { requireActor } from '#server/auth/require-actor'
import { signOut } from '#server/commands/sign-out'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const sessions = await listSessions(context.db, actor.participant, new Date())
  return {
    name: actor.name,
    sessions: sessions.map(({ id, createdAt }) => ({
      id,
      createdAt: createdAt.toISOString(),
      current: id === context.session,
    })),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const session = (await request.formData()).get('session')
  if (typeof session !== 'string') return data({ refusal: 'not-found' as const }, { status: 400 })
  // An identifier from outside: it opens nothing, the command looks for it among the actor's own.
  const result = await signOut(context.db, actor, { session: session as SessionId, at: new Date() })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect('/account')
}

export default function Account() {
  const { name, sessions } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-narrow">
      <h1>{t('account.title')}</h1>
      <p>{name}</p>
      <h2>{t('account.sessions')}</h2>
      {answer?.refusal && (
        <p className="notice" data-tone="bad" role="alert">
          {t(`refusal.${answer.refusal}`)}
        </p>
      )}
      <ul className="rows">
        {sessions.map((session) => (
          <li key={session.id}>
            <span>{t('account.session.since', { instant: format.instant(session.createdAt, 'UTC') })}</span>
            {session.current ? (
              <span className="chip">{t('account.session.current')}</span>
            ) : (
              <Form method="post">
                <button className="button button-small" name="session" value={session.id} type="submit">
                  {t('account.session.end')}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
