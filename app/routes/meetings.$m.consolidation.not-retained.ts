import { notRetainedForm } from '#components/consolidation/consolidation-forms'
import type { MeetingId } from '#domain/ids'
import { doNotRetain } from '#server/commands/consolidation/do-not-retain'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = formAction(notRetainedForm, ({ context, actor, form, params }) =>
  doNotRetain(context.db, actor, { ...form, meeting: String(params['m']) as MeetingId }),
)
