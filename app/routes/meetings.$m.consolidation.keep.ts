import { keepForm } from '#components/consolidation/consolidation-forms'
import type { MeetingId } from '#domain/ids'
import { keepWithoutSource } from '#server/commands/consolidation/keep-without-source'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = formAction(keepForm, ({ context, actor, form, params }) =>
  keepWithoutSource(context.db, actor, { ...form, meeting: String(params['m']) as MeetingId }),
)
