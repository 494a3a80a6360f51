import type { Db } from '#db/client'
import { listTags, setTagRetired } from '#db/queries/tags'
import type { TagId, ExpertGroupId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { inVocabulary } from './in-vocabulary'

/** A term is offered no more, or again; where it stands it stays. */
export const retireTag = (
  db: Db,
  actor: Actor,
  input: { group: ExpertGroupId; tag: TagId; change: 'retire' | 'restore' },
): Promise<Result> =>
  inVocabulary<object>(db, actor, input.group, async ({ tx, record }, at) => {
    const tag = (await listTags(tx, input.group)).find((candidate) => candidate.id === input.tag)
    if (!tag) return refuse('not-found')
    if (tag.retired === (input.change === 'retire')) return refuse('nothing-changed')
    await setTagRetired(tx, tag.id, input.change === 'retire' ? at : undefined)
    const type = input.change === 'retire' ? 'vocabulary.tag-retired' : 'vocabulary.tag-restored'
    await record({ type, subject: tag.id, group: input.group, at })
    return { ok: true }
  })
