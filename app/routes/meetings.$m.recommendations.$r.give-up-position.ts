import { buttonForm } from '#components/negotiation/desk-forms'
import { giveUpPosition } from '#server/commands/positions/give-up'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(buttonForm, ({ context, actor, item }) =>
  giveUpPosition(context.db, actor, { recommendation: item.id }),
)
