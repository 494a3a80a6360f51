import { moveForm } from '#components/negotiation/desk-forms'
import { discussParagraph } from '#server/commands/paragraphs/discuss'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(moveForm, ({ context, actor, form, item }) =>
  discussParagraph(context.db, actor, {
    recommendation: item.id,
    ...(form.reason && { reason: form.reason }),
    ...(form.seen && { seen: form.seen }),
  }),
)
