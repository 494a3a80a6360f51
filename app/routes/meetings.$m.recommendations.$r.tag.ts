import { termForm } from '#components/negotiation/desk-forms'
import { listMandates, listTags } from '#db/queries/tags'
import { fold } from '#domain/text/folding'
import { tagRecommendation } from '#server/commands/recommendations/tag'
import { refuse } from '#server/frame/refusal'
import { deskAction } from '#server/http/desk-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

/** Finds what was typed in the vocabulary, in whatever language it was typed. */
export const action = deskAction(termForm, async ({ context: { db }, actor, form, item }) => {
  const wanted = fold(form.term)
  const same = (name: string) => fold(name) === wanted
  const tag = (await listTags(db, item.group)).find(
    (candidate) => !candidate.retired && Object.values(candidate.name).some(same),
  )
  const mandate = (await listMandates(db, item.group)).find((candidate) => same(candidate.symbol))
  const recommendation = item.id
  if (tag) return tagRecommendation(db, actor, { recommendation, change: 'add', tag: tag.id })
  if (mandate) return tagRecommendation(db, actor, { recommendation, change: 'add', mandate: mandate.id })
  return refuse('unknown-term')
})
