import { removeSourceForm } from '#components/consolidation/consolidation-forms'
import type { MeetingId } from '#domain/ids'
import { removeSource } from '#server/commands/consolidation/remove-source'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = formAction(removeSourceForm, ({ context, actor, form, params }) =>
  removeSource(context.db, actor, { ...form, meeting: String(params['m']) as MeetingId }),
)
