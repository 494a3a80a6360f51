import { buttonForm } from '#components/negotiation/desk-forms'
import { leaveSponsorship } from '#server/commands/recommendations/leave'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(buttonForm, ({ context, actor, item }) =>
  leaveSponsorship(context.db, actor, { recommendation: item.id }),
)
