import { readSheetCells } from '#server/formats/in/spreadsheet'
import { UnreadableFile } from '#server/formats/in/unreadable-file'
import { cellsJobSchema, type CellsMessage } from './cells-messages'
import { serveTask } from './serve-task'

serveTask(async (given, bytes, send) => {
  const { limits, mostRows } = cellsJobSchema.parse(given)
  const tell = (message: CellsMessage) => send(message)
  try {
    await tell({ type: 'cells', rows: await readSheetCells(bytes, limits, mostRows) })
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    await tell({ type: 'refused', code: error.code })
  }
})
