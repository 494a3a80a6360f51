import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertTag, listTags } from '#db/queries/tags'
import type { TagId, ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { TagKind } from '#domain/negotiation/vocabulary'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { isTaken, inVocabulary } from './in-vocabulary'

/** A new term, in one language at least. */
export const addTag = (
  db: Db,
  actor: Actor,
  input: { group: ExpertGroupId; kind: TagKind; name: LocalizedText },
): Promise<Result<{ tag: TagId }>> =>
  inVocabulary<{ tag: TagId }>(db, actor, input.group, async ({ tx, record }, at) => {
    if (Object.keys(input.name).length === 0) return refuse('invalid')
    if (isTaken(await listTags(tx, input.group), input)) return refuse('name-taken')
    const id = ulid() as TagId
    await insertTag(tx, { id, ...input })
    const { group, kind, name } = input
    await record({
      type: 'vocabulary.tag-added',
      subject: id,
      group,
      detail: { kind, name },
      at,
    })
    return { ok: true, tag: id }
  })
