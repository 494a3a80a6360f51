import type { Db } from '#db/client'
import { findImportFile, moveImportFile } from '#db/queries/import-files'
import { listTakenRows, markRepeated } from '#db/queries/import-rows'
import { listTopics } from '#db/queries/meetings'
import type { ImportId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { importIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { throughImport } from './on-import'
import { prepareRows, type RowToWrite } from './prepare-rows'
import { writeRows, type Written } from './writing'

/** So many rows are read at a time. */
const rowsAtOnce = 200

/** Takes the rows of a file into its meeting as tabled items, all of them or none. */
export async function writeImport(
  db: Db,
  actor: Actor,
  input: { import: ImportId },
): Promise<Result<Written>> {
  const before = await findImportFile(db, input.import)
  const prepared = before ? await prepareRows(db, before.meeting, await takenRows(db, input.import)) : []
  return throughImport<Written>(
    db,
    actor,
    { import: input.import, in: importIs.ready },
    async (tx, file, meeting) => {
      // Rows that were corrected while their texts were made are not what was made.
      if (file.updatedAt.getTime() !== before?.updatedAt.getTime()) return refuse('changed-meanwhile')
      const topic = file.topic ?? (await listTopics(tx, meeting.id))[0]?.id
      if (!topic) return refuse('not-found')
      const at = new Date()
      const written = await writeRows(tx, actor, meeting, prepared, {
        import: file.id,
        source: file.name,
        mapping: file.mapping,
        topic,
      })
      if (!written.ok) return written
      if (!(await moveImportFile(tx, file, 'written', at))) return refuse('changed-meanwhile')
      // The file then shows what was written, and not what was chosen.
      const left = written.repeated.flatMap(({ id, joined }) => (id ? [id, ...joined] : joined))
      await markRepeated(tx, [...left, ...prepared.flatMap(({ joined }) => joined)])
      return written
    },
  )
}

async function takenRows(db: Db, file: ImportId): Promise<RowToWrite[]> {
  const rows: RowToWrite[] = []
  let after = Number.NEGATIVE_INFINITY
  for (;;) {
    const some = await listTakenRows(db, file, after, rowsAtOnce)
    rows.push(
      ...some.map(({ id, row, state }) => ({
        row,
        id,
        // Somebody has seen what it repeats, and took it by hand.
        isOwnItem: state === 'duplicate' || row.doubts.includes('in-meeting-from-others'),
      })),
    )
    const last = some.at(-1)
    if (!last || some.length < rowsAtOnce) return rows
    after = last.position
  }
}
