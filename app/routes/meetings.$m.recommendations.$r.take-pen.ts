import { delegationForm } from '#components/negotiation/desk-forms'
import { takeThePen } from '#server/commands/recommendations/take-pen'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(delegationForm, ({ context, actor, form, item }) =>
  takeThePen(context.db, actor, { recommendation: item.id, delegation: form.delegation }),
)
