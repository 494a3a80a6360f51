import { suggestionForm } from '#components/consolidation/consolidation-forms'
import { partsAnswered } from '#domain/consolidation/overlap/suggestions'
import type { MeetingId } from '#domain/ids'
import { answerSuggestion } from '#server/commands/consolidation/answer-suggestion'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = formAction(suggestionForm, ({ context, actor, form, params }) =>
  answerSuggestion(context.db, actor, {
    outcome: form.outcome,
    parts: partsAnswered(form),
    meeting: String(params['m']) as MeetingId,
  }),
)
