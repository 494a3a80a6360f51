import type { FileFacts } from '#domain/imports/import-file'
import type { JudgedRow } from '#domain/imports/judge-rows'
import { UnreadableFile } from '#server/formats/in/unreadable-file'
import { importMessageSchema, type ImportJob } from './import-messages'
import { ChildFailed, runChild } from './run-child'

export type Reading = {
  job: ImportJob
  bytes: Uint8Array
  signal?: AbortSignal | undefined
  onProgress?: ((share: number) => Promise<void> | void) | undefined
  /** The file's own facts, before its rows. */
  onFile: (file: FileFacts) => Promise<void> | void
  /** Some of its rows, in their order; the reading waits for it. */
  onRows: (rows: JudgedRow[]) => Promise<void> | void
}

/**
 * Reads a file of recommendations in a process of its own.
 * @throws UnreadableFile with the reason, also where the process was too slow, too large, or ended.
 */
export async function readInChild({
  job,
  bytes,
  signal,
  onProgress,
  onFile,
  onRows,
}: Reading): Promise<void> {
  if (bytes.byteLength > job.limits.bytes) throw new UnreadableFile('too-large')
  let refused: UnreadableFile | undefined
  try {
    await runChild({
      module: new URL('import-task.ts', import.meta.url),
      job,
      bytes,
      limits: job.limits,
      signal,
      onMessage: async (given) => {
        const message = importMessageSchema.parse(given)
        switch (message.type) {
          case 'progress':
            await onProgress?.(message.share)
            break
          case 'file':
            await onFile(message.file)
            break
          case 'rows':
            await onRows(message.rows)
            break
          case 'refused':
            refused = new UnreadableFile(message.code, message.table)
            break
          default:
            message satisfies never
        }
      },
    })
  } catch (error) {
    if (error instanceof ChildFailed) throw new UnreadableFile(error.code, undefined, { cause: error })
    throw error
  }
  if (refused) throw refused
}
