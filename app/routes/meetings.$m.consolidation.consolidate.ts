import { paragraphForm } from '#components/consolidation/consolidation-forms'
import type { MeetingId } from '#domain/ids'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { formAction, pageOf } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

/** One goes on at the paragraph that was made. */
export const action = formAction(paragraphForm, async ({ context, actor, form, params, request }) => {
  const meeting = String(params['m']) as MeetingId
  const made = await consolidate(context.db, actor, { ...form, meeting })
  return made.ok ? { ok: true, to: pageOf(request, { paragraph: made.paragraph }) } : made
})
