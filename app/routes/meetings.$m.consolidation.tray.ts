import type { LoaderFunctionArgs } from '@remix-run/node'
import { findMeeting } from '#db/queries/meetings'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { readTray } from '#server/views/consolidation-desk'

/** More are not looked at: a step with more items cannot be read by anybody. */
const mostItems = 200

/** What became of the items that somebody has selected at the desk; for those who decide there. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (meeting?.kind !== 'evaluation' || !can(actor, 'consolidation.decide', meeting)) {
    throw new Response(null, { status: 404 })
  }
  const asked = new URL(request.url).searchParams.getAll('item').slice(0, mostItems)
  const items = await readTray(context.db, actor, meeting, asked)
  return Response.json({ asked, items }, { headers: { 'cache-control': 'private, no-store' } })
}
