import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import type { RecommendationId } from '#domain/ids'
import { lookAtText } from '#server/commands/recommendations/look-at-text'

const formSchema = z.object({
  position: z.coerce.number().int().min(0),
  /** Set by the form on the page of what needs one: it goes back there. */
  from: z.literal('today').optional(),
})

/** Somebody has a text before their eyes. It is posted by the page, never by fetching it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!form.success) return new Response(null, { status: 400 })
  const result = await lookAtText(context.db, context.actor, {
    recommendation: String(params['r']) as RecommendationId,
    position: form.data.position,
  })
  if (!result.ok) return new Response(null, { status: 404 })
  return form.data.from ? redirect('/today') : new Response(null, { status: 204 })
}
