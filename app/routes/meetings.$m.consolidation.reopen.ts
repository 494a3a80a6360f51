import { sourceForm } from '#components/consolidation/consolidation-forms'
import type { MeetingId } from '#domain/ids'
import { reopenDisposition } from '#server/commands/consolidation/reopen-disposition'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = formAction(sourceForm, ({ context, actor, form, params }) =>
  reopenDisposition(context.db, actor, { ...form, meeting: String(params['m']) as MeetingId }),
)
