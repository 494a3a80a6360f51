import { UnreadableFile } from '#server/formats/in/unreadable-file'
import { cellsMessageSchema, type CellsJob } from './cells-messages'
import { ChildFailed, runChild } from './run-child'

/**
 * Reads the cells of a spreadsheet in a process of its own.
 * @throws UnreadableFile with the reason, also where the process was too slow, too large, or ended.
 */
export async function readCellsInChild(job: CellsJob, bytes: Uint8Array): Promise<string[][]> {
  if (bytes.byteLength > job.limits.bytes) throw new UnreadableFile('too-large')
  let rows: string[][] | undefined
  let refused: UnreadableFile | undefined
  try {
    await runChild({
      module: new URL('cells-task.ts', import.meta.url),
      job,
      bytes,
      limits: job.limits,
      onMessage: (given) => {
        const message = cellsMessageSchema.parse(given)
        if (message.type === 'cells') rows = message.rows
        else refused = new UnreadableFile(message.code)
      },
    })
  } catch (error) {
    if (error instanceof ChildFailed) throw new UnreadableFile(error.code, undefined, { cause: error })
    throw error
  }
  if (refused) throw refused
  if (!rows) throw new UnreadableFile('ended')
  return rows
}
