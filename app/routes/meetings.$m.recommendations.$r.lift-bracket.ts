import { liftBracketForm } from '#components/negotiation/desk-forms'
import { liftBracketInText } from '#server/commands/brackets/lift'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(liftBracketForm, ({ context, actor, form, item }) =>
  liftBracketInText(context.db, actor, { ...form, recommendation: item.id }),
)
