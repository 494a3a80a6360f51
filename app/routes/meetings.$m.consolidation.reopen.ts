import { reopenForm } from '#components/consolidation/consolidation-forms'
import type { MeetingId } from '#domain/ids'
import { reopenDispositions } from '#server/commands/consolidation/reopen-disposition'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = formAction(reopenForm, ({ context, actor, form, params }) =>
  reopenDispositions(context.db, actor, {
    sources: form.source,
    meeting: String(params['m']) as MeetingId,
  }),
)
