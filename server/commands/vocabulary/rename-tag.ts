import type { Db } from '#db/client'
import { listTags, setTagName } from '#db/queries/tags'
import type { TagId, ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { isTaken, inVocabulary } from './in-vocabulary'

/** A term is called otherwise, everywhere that it stands; issued lists keep what they were issued with. */
export const renameTag = (
  db: Db,
  actor: Actor,
  input: { group: ExpertGroupId; tag: TagId; name: LocalizedText },
): Promise<Result> =>
  inVocabulary<object>(db, actor, input.group, async ({ tx, record }, at) => {
    const tags = await listTags(tx, input.group)
    const tag = tags.find((candidate) => candidate.id === input.tag)
    if (!tag) return refuse('not-found')
    if (Object.keys(input.name).length === 0) return refuse('invalid')
    const others = tags.filter((candidate) => candidate.id !== tag.id)
    if (isTaken(others, { kind: tag.kind, name: input.name })) return refuse('name-taken')
    await setTagName(tx, tag.id, input.name)
    const detail = { from: tag.name, to: input.name }
    await record({
      type: 'vocabulary.tag-renamed',
      subject: tag.id,
      group: input.group,
      detail,
      at,
    })
    return { ok: true }
  })
