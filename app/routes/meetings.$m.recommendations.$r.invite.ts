import { delegationForm } from '#components/negotiation/desk-forms'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(delegationForm, ({ context, actor, form, item }) =>
  inviteDelegation(context.db, actor, { recommendation: item.id, delegation: form.delegation }),
)
