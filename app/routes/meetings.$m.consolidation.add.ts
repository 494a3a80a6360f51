import { addSourcesForm } from '#components/consolidation/consolidation-forms'
import type { MeetingId } from '#domain/ids'
import { addSources } from '#server/commands/consolidation/add-sources'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = formAction(addSourcesForm, ({ context, actor, form, params }) =>
  addSources(context.db, actor, { ...form, meeting: String(params['m']) as MeetingId }),
)
