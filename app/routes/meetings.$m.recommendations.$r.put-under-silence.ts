import { deadlineForm } from '#components/negotiation/desk-forms'
import { findMeeting } from '#db/queries/meetings'
import { instantIn } from '#domain/time/deadlines'
import { putUnderSilence } from '#server/commands/silences/begin'
import { refuse } from '#server/frame/refusal'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(deadlineForm, async ({ context, actor, form, item }) => {
  const meeting = await findMeeting(context.db, item.meeting)
  const deadline = instantIn(form.deadline, meeting?.timeZone ?? 'UTC')
  if (!deadline) return refuse('invalid')
  return putUnderSilence(context.db, actor, { recommendation: item.id, deadline })
})
