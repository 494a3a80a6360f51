import { termOffForm } from '#components/negotiation/desk-forms'
import type { MandateId, TagId } from '#domain/ids'
import { tagRecommendation } from '#server/commands/recommendations/tag'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

export const action = deskAction(termOffForm, ({ context, actor, form, item }) => {
  const on = form.tag ? { tag: form.tag as TagId } : { mandate: (form.mandate ?? '') as MandateId }
  return tagRecommendation(context.db, actor, { recommendation: item.id, change: 'remove', ...on })
})
