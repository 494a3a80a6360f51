import type { Db } from '#db/client'
import { listMandates, listTaggings, listTags, setTagging } from '#db/queries/tags'
import type { MandateId, RecommendationId, TagId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type TermChange = { recommendation: RecommendationId } & (
  { change: 'add' | 'remove'; tag: TagId } | { change: 'add' | 'remove'; mandate: MandateId }
)

/** Puts a tag or a mandate on a recommendation, or takes it off; one at a time, so that two people do not undo each other. */
export function tagRecommendation(db: Db, actor: Actor, input: TermChange): Promise<Result> {
  return command(db, actor, async ({ tx, see, allow, record }) => {
    const item = await see.recommendation(input.recommendation)
    allow('recommendation.tag', item)
    const now = (await listTaggings(tx, { recommendation: item.id })).get(item.id)
    const tags = new Set(now?.tags)
    const mandates = new Set(now?.mandates)
    if ('tag' in input) {
      const tag = (await listTags(tx, item.group)).find((candidate) => candidate.id === input.tag)
      if (!tag || (input.change === 'add' && tag.retired)) return refuse('not-found')
      if (input.change === 'add') tags.add(tag.id)
      else tags.delete(tag.id)
    } else {
      const mandate = (await listMandates(tx, item.group)).find((candidate) => candidate.id === input.mandate)
      if (!mandate) return refuse('not-found')
      if (input.change === 'add') mandates.add(mandate.id)
      else mandates.delete(mandate.id)
    }
    await setTagging(tx, item.id, { tags: [...tags], mandates: [...mandates] })
    const event = { subject: item.id, meeting: item.meeting, at: new Date() }
    const { change } = input
    const tagging = 'tag' in input ? { change, tag: input.tag } : { change, mandate: input.mandate }
    const parties = [...item.proposers, ...item.invited]
    await record(
      // What a draft is about is its drafters' business.
      recommendationIs.draft(item.status)
        ? { ...event, type: 'recommendation.draft-tagged', detail: { ...tagging, parties } }
        : { ...event, type: 'recommendation.tagged', detail: tagging },
    )
    return { ok: true }
  })
}
