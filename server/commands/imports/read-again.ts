import type { Db } from '#db/client'
import { deleteImportRows } from '#db/queries/import-rows'
import { readImportFileAgain } from '#db/queries/import-files'
import { listTopics } from '#db/queries/meetings'
import type { ImportId, TopicId } from '#domain/ids'
import type { ReadOptions } from '#domain/imports/import-file'
import type { Actor } from '#domain/people/participants'
import { importIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { onImport } from './on-import'

type Reading = { import: ImportId; options: ReadOptions; topic: TopicId | undefined }

/** Has a file read in another way; what was corrected in its rows by hand is lost. */
export const readImportAgain = (db: Db, actor: Actor, input: Reading): Promise<Result> =>
  onImport<object>(db, actor, { import: input.import, in: importIs.pending }, async (tx, file) => {
    const topics = await listTopics(tx, file.meeting)
    if (input.topic && !topics.some(({ id }) => id === input.topic)) return refuse('not-found')
    const topic = input.topic ?? file.topic
    if (!(await readImportFileAgain(tx, file, { options: input.options, topic, at: new Date() }))) {
      return refuse('changed-meanwhile')
    }
    await deleteImportRows(tx, file.id)
    return { ok: true }
  })
