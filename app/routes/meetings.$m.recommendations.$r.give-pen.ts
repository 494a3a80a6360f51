import { penForm } from '#components/negotiation/desk-forms'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(penForm, ({ context, actor, form, item }) => {
  const until = form.minutes && new Date(Date.now() + form.minutes * 60_000)
  return giveThePen(context.db, actor, {
    recommendation: item.id,
    delegation: form.delegation,
    ...(until && { until }),
  })
})
