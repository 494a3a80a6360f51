import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { listTags, setTagRetired } from '#db/queries/tags'
import type { TagId, ExpertGroupId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { manage } from './managing'

/** A term is offered no more, or again; where it stands it stays. */
export const retireTag = (
  db: Db,
  actor: Actor,
  input: { group: ExpertGroupId; tag: TagId; change: 'retire' | 'restore' },
): Promise<Result> =>
  manage<object>(db, actor, input.group, async (tx, at) => {
    const tag = (await listTags(tx, input.group)).find((one) => one.id === input.tag)
    if (!tag) return refuse('not-found')
    if (tag.retired === (input.change === 'retire')) return refuse('nothing-changed')
    await setTagRetired(tx, tag.id, input.change === 'retire' ? at : undefined)
    const type = input.change === 'retire' ? 'vocabulary.tag-retired' : 'vocabulary.tag-restored'
    await recordEvent(tx, { type, subject: tag.id, group: input.group, actor, at })
    return { ok: true }
  })
