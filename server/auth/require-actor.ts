import { redirect, type AppLoadContext } from '@remix-run/node'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'

/** Who sends this request, signed in or not. The server has decided it from the session cookie. */
export const optionalActor = (context: AppLoadContext): Actor => context.actor

/**
 * The signed-in participant who sends this request.
 * @throws Response a redirect to the sign-in page, which leads back here afterwards.
 */
export function requireActor(request: Request, context: AppLoadContext): SignedInActor {
  if (isSignedIn(context.actor)) return context.actor
  const url = pageOf(request)
  const to = url.pathname + withoutInternals(url)
  // Tells the form that sent this that its words have not arrived: the browser keeps them.
  throw redirect(`/sign-in?${new URLSearchParams({ to })}`, { headers: { 'x-sign-in': 'required' } })
}

/** The page that this request comes from: some forms have an address of their own, to which no one comes back. */
function pageOf(request: Request): URL {
  const own = new URL(request.url)
  const sender = request.headers.get('referer')
  if (request.method === 'GET' || !sender || !URL.canParse(sender)) return own
  const page = new URL(sender)
  return page.origin === own.origin ? page : own
}

function withoutInternals(url: URL): string {
  const query = new URLSearchParams(url.search)
  query.delete('_data')
  query.delete('index')
  const text = query.toString()
  return text ? `?${text}` : ''
}
