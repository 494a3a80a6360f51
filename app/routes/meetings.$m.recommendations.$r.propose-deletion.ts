import { buttonForm } from '#components/negotiation/desk-forms'
import { proposeDeletion } from '#server/commands/amendments/propose-deletion'
import { deskAction, toAmendment } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(buttonForm, async ({ context, actor, item }) =>
  toAmendment(item, await proposeDeletion(context.db, actor, { recommendation: item.id })),
)
