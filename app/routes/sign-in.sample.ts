import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { findParticipant } from '#db/queries/participants'
import { isSampleDatabase } from '#db/queries/settings'
import type { ParticipantId } from '#domain/ids'
import { returnAddress } from '#server/auth/return-address'
import { browserName } from '#server/auth/browser-name'
import { openSession } from '#server/commands/people/open-session'

const notFound = () => new Response(null, { status: 404 })

export function loader() {
  throw notFound()
}

/** In a database that the sample made, anyone may be any of its participants; elsewhere this does not exist. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db } = context
  if (!(await isSampleDatabase(db))) throw notFound()
  const id = (await request.formData()).get('participant')
  const participant = typeof id === 'string' ? await findParticipant(db, id as ParticipantId) : undefined
  if (!participant) throw notFound()
  const browser = browserName(request.headers.get('user-agent'))
  const opened = await openSession(db, { participant: participant.id, browser, at: new Date() })
  if (!opened.ok) throw notFound()
  const to = returnAddress(new URL(request.url).searchParams.get('to'))
  return redirect(to, { headers: { 'set-cookie': context.cookie.keep(opened.token) } })
}
