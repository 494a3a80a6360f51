import type { SheetCells } from '#server/formats/in/table-file'
import { cellsMessageSchema, type CellsJob } from './cells-messages'
import { ChildFailed, runChild } from './run-child'

/** Reads the cells of a spreadsheet in a process of its own; it is refused where that was too slow, too large, or ended. */
export async function readCellsInChild(job: CellsJob, bytes: Uint8Array): Promise<SheetCells> {
  if (bytes.byteLength > job.limits.bytes) return { refused: 'too-large' }
  let read: SheetCells = { refused: 'ended' }
  try {
    await runChild({
      module: new URL('cells-task.ts', import.meta.url),
      job,
      bytes,
      limits: job.limits,
      onMessage: (given) => {
        const message = cellsMessageSchema.parse(given)
        read = message.type === 'cells' ? { rows: message.rows } : { refused: message.code }
      },
    })
  } catch (error) {
    if (error instanceof ChildFailed) return { refused: error.code }
    throw error
  }
  return read
}
