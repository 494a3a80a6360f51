import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { findParticipant } from '#db/queries/participants'
import { isSampleDatabase } from '#db/queries/settings'
import type { ParticipantId } from '#domain/ids'
import { returnAddress } from '#server/auth/return-address'
import { startSession } from '#server/auth/sessions'

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
  const token = await startSession(db, participant.id, new Date())
  const to = returnAddress(new URL(request.url).searchParams.get('to'))
  return redirect(to, { headers: { 'set-cookie': context.cookie.keep(token) } })
}
