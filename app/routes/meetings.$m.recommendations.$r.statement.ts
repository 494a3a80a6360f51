import { statementForm } from '#components/negotiation/desk-forms'
import { makeStatement } from '#server/commands/positions/make-statement'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(statementForm, ({ context, actor, form, item }) =>
  makeStatement(context.db, actor, { ...form, recommendation: item.id }),
)
