import type { Db } from '#db/client'
import { moveImportFile } from '#db/queries/import-files'
import { deleteImportRows } from '#db/queries/import-rows'
import type { ImportId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { importIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { onImport } from './on-import'

/** Gives a file up: nothing of it is kept. A reading that is going on is ended. */
export const discardImport = (db: Db, actor: Actor, input: { import: ImportId }): Promise<Result> =>
  onImport<object>(db, actor, { import: input.import, in: importIs.pending }, async (tx, file) => {
    if (!(await moveImportFile(tx, file, 'discarded', new Date()))) return refuse('changed-meanwhile')
    await deleteImportRows(tx, file.id)
    return { ok: true }
  })
