import { buttonForm } from '#components/negotiation/desk-forms'
import { sponsorRecommendation } from '#server/commands/recommendations/sponsor'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(buttonForm, ({ context, actor, item }) =>
  sponsorRecommendation(context.db, actor, { recommendation: item.id }),
)
