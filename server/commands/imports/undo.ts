import type { Db } from '#db/client'
import { recordEvent, recordEvents } from '#db/queries/events'
import { closeImportedTexts, countBuiltOn, listImportedItems, withdrawImported } from '#db/queries/imports'
import { moveImportFile } from '#db/queries/import-files'
import type { ImportId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { importIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { throughImport } from './on-import'

/** Takes back everything that an import brought, as long as no one has built on any of it. */
export const undoImport = (
  db: Db,
  actor: Actor,
  input: { import: ImportId },
): Promise<Result<{ items: number }>> =>
  throughImport<{ items: number }>(
    db,
    actor,
    { import: input.import, in: importIs.written },
    async (tx, file, meeting) => {
      // First of all: from here on no edit slips in between what is counted and what is withdrawn.
      await closeImportedTexts(tx, file.id)
      if ((await countBuiltOn(tx, file.id)) > 0) return refuse('import-built-on')
      const at = new Date()
      if (!(await moveImportFile(tx, file, 'undone', at))) return refuse('changed-meanwhile')
      const items = await listImportedItems(tx, file.id)
      await withdrawImported(tx, file.id, at)
      await recordEvents(
        tx,
        items.map((subject) => ({
          type: 'recommendation.import-undone',
          subject,
          meeting: meeting.id,
          actor,
          detail: {},
          at,
        })),
      )
      await recordEvent(tx, {
        type: 'import.undone',
        subject: file.id,
        meeting: meeting.id,
        actor,
        detail: { source: file.name, items: items.length },
        at,
      })
      return { ok: true, items: items.length }
    },
  )
