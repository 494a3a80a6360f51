import type { Db } from '#db/client'
import { setImportTopic } from '#db/queries/import-files'
import { listTopics } from '#db/queries/meetings'
import type { ImportId, TopicId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { importIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { onImport } from './on-import'

/** Chooses the topic under which rows come whose own heading is none of the meeting's. */
export const chooseImportTopic = (
  db: Db,
  actor: Actor,
  input: { import: ImportId; topic: TopicId },
): Promise<Result> =>
  onImport<object>(db, actor, { import: input.import, in: importIs.ready }, async (tx, file) => {
    const topics = await listTopics(tx, file.meeting)
    if (!topics.some(({ id }) => id === input.topic)) return refuse('not-found')
    await setImportTopic(tx, file.id, input.topic, new Date())
    return { ok: true }
  })
