import { reopenSuggestionForm } from '#components/consolidation/consolidation-forms'
import type { MeetingId } from '#domain/ids'
import { reopenSuggestion } from '#server/commands/consolidation/reopen-suggestion'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = formAction(reopenSuggestionForm, ({ context, actor, form, params }) =>
  reopenSuggestion(context.db, actor, { ...form, meeting: String(params['m']) as MeetingId }),
)
