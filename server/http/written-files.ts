import { createFairQueue } from '#server/auth/fair-queue'
import { exporters } from '#server/formats/out/exporters'
import type { ExportFormat } from '#server/formats/out/formats'
import { PoolRefusal, type Pool } from '#server/pool/pool'
import type { ExportedList } from '#server/publications/exported-list'

export type FileBody = Uint8Array | string

/** Too many files wait to be written. */
export class TooManyFiles extends Error {}

export type FileWriter = {
  /**
   * @param asked `sender`: those who wait take turns by it. `isGone`: no one waits for the file any more.
   * @throws TooManyFiles
   */
  write: (
    list: ExportedList,
    format: ExportFormat,
    asked: { sender: string; isGone: () => boolean },
  ) => Promise<FileBody>
  /** The same for a file that is the same for everybody: those who ask while it is written get the same one. */
  once: (key: string, write: () => Promise<Uint8Array>) => Promise<Uint8Array>
  /** PDFs that wait. */
  waiting: () => number
}

/**
 * Writes lists as files, off the event loop where that takes long: Word files in a thread of the pool, PDFs in a
 * process of their own, one at a time. Both queues are bounded.
 */
export function createFileWriter(pool: Pool, limits: { waiting: number }): FileWriter {
  const pdfs = createFairQueue({ concurrency: 1, waiting: limits.waiting })
  const beingWritten = new Map<string, Promise<Uint8Array>>()

  const writeByFormat: Record<'docx' | 'pdf', FileWriter['write']> = {
    docx: async (list) => {
      try {
        return await pool.run('write-docx', list)
      } catch (error) {
        if (error instanceof PoolRefusal) throw new TooManyFiles(error.message, { cause: error })
        throw error
      }
    },
    pdf: async (list, _format, { sender, isGone }) => {
      const written = await pdfs.run(sender, async () =>
        isGone() ? undefined : await exporters.pdf.write(list),
      )
      if (written === undefined) throw new TooManyFiles('Too many PDFs wait.')
      return written
    },
  }

  return {
    write: async (list, format, asked) =>
      format === 'docx' || format === 'pdf'
        ? writeByFormat[format](list, format, asked)
        : exporters[format].write(list),
    once: (key, write) => {
      const known = beingWritten.get(key)
      if (known) return known
      const writing = write().finally(() => beingWritten.delete(key))
      beingWritten.set(key, writing)
      return writing
    },
    waiting: pdfs.waiting,
  }
}
