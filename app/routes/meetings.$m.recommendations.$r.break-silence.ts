import { reasonForm } from '#components/negotiation/desk-forms'
import { breakSilence } from '#server/commands/silences/break'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(reasonForm, ({ context, actor, form, item }) =>
  breakSilence(context.db, actor, { ...form, recommendation: item.id }),
)
