import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { isSignedIn } from '#domain/people/participants'
import { signOut } from '#server/commands/people/sign-out'

export const loader = () => redirect('/')

export async function action({ context }: ActionFunctionArgs) {
  if (isSignedIn(context.actor) && context.session) {
    await signOut(context.db, context.actor, { session: context.session, at: new Date() })
  }
  const headers = new Headers({ 'set-cookie': context.cookie.forget() })
  // Whatever this browser kept of the account, texts written offline among it, goes with the session.
  headers.set('clear-site-data', '"storage"')
  return redirect('/', { headers })
}
