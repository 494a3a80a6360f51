import type { Logger } from 'pino'
import type { Db } from '#db/client'
import {
  claimImportFile,
  deleteStrayBytes,
  findImportBytes,
  finishImportReading,
  listStaleImportFiles,
  moveImportFile,
  refuseImportFile,
  setImportProgress,
} from '#db/queries/import-files'
import { deleteImportRows, insertImportRows } from '#db/queries/import-rows'
import { findMeeting } from '#db/queries/meetings'
import type { ImportId } from '#domain/ids'
import type { FileFacts, ImportFile, UsedNames } from '#domain/imports/import-file'
import type { JudgedRow } from '#domain/imports/judge-rows'
import { proposerKey } from '#domain/imports/proposers'
import { fold } from '#domain/text/folding'
import { readingContext } from '#server/commands/imports/reading-context'
import type { ImportLimits } from '#server/formats/in/limits'
import type { SheetCells } from '#server/formats/in/table-file'
import { UnreadableFile } from '#server/formats/in/unreadable-file'
import { readCellsInChild } from './child/read-cells-in-child'
import { readInChild } from './child/read-in-child'

/** Another server process may have left a file behind, or taken one in. */
const lookEveryMs = 5_000
/** What no one touched for so long is given up. */
const staleAfterMs = 14 * 24 * 60 * 60 * 1_000
/** More names than that are no list of delegations. */
const mostNames = 2_000

export type ImportReader = {
  /** Looks for files that wait. */
  wake: () => void
  /** Ends the reading of a file that is not wanted any more. */
  cancel: (file: ImportId) => void
  /** The cells of a spreadsheet, of no more rows than asked for. The sender waits for it: one is read at a time. */
  readCells: (bytes: Uint8Array, mostRows: number) => Promise<SheetCells>
  close: () => Promise<void>
}

type Parts = {
  db: Db
  limits: ImportLimits
  logger: Pick<Logger, 'error' | 'warn'>
}

/** Reads the files that people send in, one after the other, each in a process of its own. */
export function openImportReader({ db, limits, logger }: Parts): ImportReader {
  const running = new Map<ImportId, AbortController>()
  const working = new Set<Promise<void>>()
  let isClosed = false
  let cells: Promise<unknown> = Promise.resolve()
  const look = async (): Promise<void> => {
    while (!isClosed && running.size < limits.processes) {
      const now = new Date()
      const file = await claimImportFile(db, now, untilOf(now))
      if (!file) return
      const controller = new AbortController()
      running.get(file.id)?.abort()
      running.set(file.id, controller)
      const work = readFile(file, controller.signal).finally(() => {
        if (running.get(file.id) === controller) running.delete(file.id)
        working.delete(work)
        wake()
      })
      working.add(work)
    }
  }
  let looking: Promise<void> = Promise.resolve()
  const wake = () => {
    if (isClosed) return
    looking = looking
      .then(look)
      .catch((error: unknown) => logger.error({ err: error }, 'Failed to look for imports'))
  }
  const timer = setInterval(wake, lookEveryMs)
  timer.unref()
  void discardStale().catch((error: unknown) => logger.error({ err: error }, 'Failed to discard old imports'))
  wake()
  return {
    wake,
    cancel: (file) => running.get(file)?.abort(),
    readCells: (bytes, mostRows) => {
      const reading = cells.then(() => readCellsInChild({ limits, mostRows }, bytes))
      cells = reading.catch(() => undefined)
      return reading
    },
    close: async () => {
      isClosed = true
      clearInterval(timer)
      for (const controller of running.values()) controller.abort()
      await looking
      await Promise.allSettled(working)
    },
  }

  function untilOf(now: Date): Date {
    return new Date(now.getTime() + (limits.seconds + 30) * 1_000)
  }

  async function readFile(file: ImportFile, signal: AbortSignal): Promise<void> {
    try {
      await keepWhatItSays(file, signal)
    } catch (error) {
      if (!(error instanceof UnreadableFile))
        logger.error({ err: error, import: file.id }, 'Failed to read an import')
      else if (error.code === 'ended')
        logger.warn({ err: error, import: file.id }, 'The reading of an import ended')
      // A server that stops leaves the file to the next one.
      if (isClosed) return
      const code = error instanceof UnreadableFile ? error.code : 'ended'
      const table = error instanceof UnreadableFile ? error.table : undefined
      await refuseImportFile(db, file, { code, table, at: new Date() })
    }
  }

  async function keepWhatItSays(file: ImportFile, signal: AbortSignal): Promise<void> {
    const [bytes, meeting] = [await findImportBytes(db, file.id), await findMeeting(db, file.meeting)]
    if (!bytes || !meeting) throw new UnreadableFile('ended')
    await deleteImportRows(db, file.id)
    let facts: FileFacts | undefined
    let count = 0
    const names = countNames()
    const isWanted = async (progress: number) => {
      if (!(await setImportProgress(db, file, { progress, until: untilOf(new Date()) }))) {
        throw new UnreadableFile('cancelled')
      }
    }
    await readInChild({
      job: { name: file.name, options: file.options, limits, ...(await readingContext(db, meeting)) },
      bytes,
      signal,
      onProgress: isWanted,
      onFile: (found) => void (facts = found),
      onRows: async (rows) => {
        await isWanted(0.95)
        await insertImportRows(db, file.id, rows, count)
        count += rows.length
        names.add(rows)
      },
    })
    if (!facts) throw new UnreadableFile('ended')
    await finishImportReading(db, file, { facts, names: names.all, at: new Date() })
  }

  async function discardStale(): Promise<void> {
    await deleteStrayBytes(db, new Date(Date.now() - staleAfterMs))
    for (const file of await listStaleImportFiles(db, new Date(Date.now() - staleAfterMs))) {
      await db.transaction().execute(async (tx) => {
        if (await moveImportFile(tx, file, 'discarded', new Date())) await deleteImportRows(tx, file.id)
      })
    }
  }
}

/** Counts the rows in which each name, term and heading is. */
function countNames() {
  const all: UsedNames = { proposers: {}, tags: {}, topics: {} }
  const spellings = new Map<string, string>()
  const count = (of: keyof UsedNames, name: string, key: string) => {
    // Two spellings of one name are one name, to be mapped once: the first is shown.
    const known = spellings.get(`${of} ${key}`)
    if (known === undefined && Object.keys(all[of]).length >= mostNames) return
    spellings.set(`${of} ${key}`, known ?? name)
    all[of][known ?? name] = (all[of][known ?? name] ?? 0) + 1
  }
  return {
    all,
    add: (rows: readonly JudgedRow[]) => {
      for (const { row, state } of rows) {
        if (state === 'duplicate') continue
        for (const name of row.proposers) count('proposers', name, proposerKey(name))
        for (const name of row.tags) count('tags', name, fold(name))
        if (row.topic !== undefined && state !== 'refused') count('topics', row.topic, fold(row.topic))
      }
    },
  }
}
