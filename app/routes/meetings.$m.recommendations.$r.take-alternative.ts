import { takeAlternativeForm } from '#components/negotiation/desk-forms'
import { takeAlternativeInText } from '#server/commands/brackets/take-alternative'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(takeAlternativeForm, ({ context, actor, form, item }) =>
  takeAlternativeInText(context.db, actor, { ...form, recommendation: item.id }),
)
