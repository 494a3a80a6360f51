import type { Db } from '#db/client'
import { touchImportFile } from '#db/queries/import-files'
import { setRowChoices } from '#db/queries/import-rows'
import type { ImportId } from '#domain/ids'
import type { RowChoice } from '#domain/imports/import-file'
import type { Actor } from '#domain/people/participants'
import { importIs } from '#domain/status'
import type { Result } from '#server/frame/refusal'
import { onImport } from './on-import'

/** Takes all doubtful rows as they are, or leaves all of them out. */
export const chooseDoubtfulRows = (
  db: Db,
  actor: Actor,
  input: { import: ImportId; choice: RowChoice },
): Promise<Result> =>
  onImport<object>(db, actor, { import: input.import, in: importIs.ready }, async (tx, file) => {
    await touchImportFile(tx, file.id, new Date())
    await setRowChoices(tx, file.id, 'doubtful', input.choice)
    return { ok: true }
  })
