import { positionForm } from '#components/negotiation/desk-forms'
import { takePosition } from '#server/commands/positions/take'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(positionForm, ({ context, actor, form, item }) =>
  takePosition(context.db, actor, { ...form, recommendation: item.id }),
)
