import { reasonForm } from '#components/negotiation/desk-forms'
import { endSilenceEarly } from '#server/commands/silences/end-early'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(reasonForm, ({ context, actor, form, item }) =>
  endSilenceEarly(context.db, actor, { ...form, recommendation: item.id }),
)
