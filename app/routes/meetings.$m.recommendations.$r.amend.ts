import { amendForm } from '#components/negotiation/desk-forms'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { deskAction, toAmendment } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(amendForm, async ({ context, actor, form, item }) =>
  toAmendment(item, await amendRecommendation(context.db, actor, { ...form, recommendation: item.id })),
)
