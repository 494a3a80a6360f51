import { knownNames } from '#domain/imports/proposers'
import { readImport } from '#server/formats/in/read-import'
import { UnreadableFile } from '#server/formats/in/unreadable-file'
import { importJobSchema, type ImportMessage } from './import-messages'
import { serveTask } from './serve-task'

/** Rows that travel at once: few enough that neither side is busy with them for long. */
const rowsAtOnce = 100

serveTask(async (given, bytes, send) => {
  const job = importJobSchema.parse(given)
  const tell = (message: ImportMessage) => send(message)
  let told: Promise<void> = Promise.resolve()
  let last = 0
  try {
    const { rows, ...file } = await readImport(bytes, job.name, job.options, {
      limits: job.limits,
      isKnown: knownNames(job.names),
      present: new Map(job.present),
      onProgress: (share) => {
        if (share < last + 0.05) return
        last = share
        told = told.then(() => tell({ type: 'progress', share }))
      },
    })
    await told
    await tell({ type: 'file', file })
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      await tell({ type: 'rows', rows: rows.slice(start, start + rowsAtOnce) })
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    await told
    await tell({ type: 'refused', code: error.code, ...(error.table && { table: error.table }) })
  }
})
