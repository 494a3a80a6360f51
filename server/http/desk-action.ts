import type { z } from 'zod'
import { findRecommendation } from '#db/queries/recommendations'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { can } from '#domain/permissions/can'
import type { Result } from '#server/frame/refusal'
import { formAction, type Posted } from './form-action'

type AtDesk<Fields> = Posted<Fields> & { item: Recommendation }

/** An act at the drafting desk, on the text that its address names. What may not be seen does not exist: 404. */
export const deskAction = <Schema extends z.ZodType>(
  schema: Schema,
  run: (posted: AtDesk<z.output<Schema>>) => Promise<Result<{ to?: string }>>,
) =>
  formAction(schema, async (posted) => {
    const item = await findRecommendation(posted.context.db, String(posted.params['r']))
    if (!item || !can(posted.actor, 'recommendation.see', item)) throw new Response(null, { status: 404 })
    return run({ ...posted, item })
  })

/** The address of an amendment that was begun: one goes on there. */
export const toAmendment = (
  { meeting, id }: Recommendation,
  made: Result<{ amendment: string }>,
): Result<{ to?: string }> =>
  made.ok ? { ok: true, to: `/meetings/${meeting}/recommendations/${id}/amendments/${made.amendment}` } : made
