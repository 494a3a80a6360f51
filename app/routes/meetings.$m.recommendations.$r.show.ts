import { buttonForm } from '#components/negotiation/desk-forms'
import { showInRoom } from '#server/commands/room/show'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(buttonForm, ({ context, actor, item }) =>
  showInRoom(context.db, actor, { recommendation: item.id }),
)
