import type { Logger } from 'pino'
import type { DocumentId } from '#domain/ids'
import { plainText, type DocumentContent } from '#domain/text/content'
import { readContent } from '#editor/authored'
import type { Room } from './room'

/** The text in lists follows after a pause in the typing, and at the latest after this long. */
const pauseMs = 1_000
const longestDelayMs = 10_000
const checkIntervalMs = 250
/** After a failure the database may be back soon. */
const retryMs = 2_000

export type ListText = { document: DocumentId; content: DocumentContent }

type Waiting = { sinceMs: number; dueMs: number }

/** Keeps the texts that lists and searches show in step with the documents, away from the path of an edit. */
export function createListTexts(
  write: (texts: readonly ListText[]) => Promise<void>,
  logger: Pick<Logger, 'error'>,
) {
  const waiting = new Map<Room, Waiting>()
  const written = new WeakMap<Room, string>()
  let timer: ReturnType<typeof setInterval> | undefined
  let running: Promise<void> = Promise.resolve()

  const wait = (room: Room, delayMs: number) => {
    const nowMs = Date.now()
    const sinceMs = waiting.get(room)?.sinceMs ?? nowMs
    waiting.set(room, { sinceMs, dueMs: Math.min(nowMs + delayMs, sinceMs + longestDelayMs) })
    timer ??= setInterval(writeDue, checkIntervalMs)
  }

  const writeDue = () => {
    const nowMs = Date.now()
    const due = [...waiting].filter(([, { dueMs }]) => dueMs <= nowMs).map(([room]) => room)
    for (const room of due) waiting.delete(room)
    if (waiting.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
    if (due.length > 0) running = running.then(() => writeTexts(due))
  }

  const read = (room: Room): Promise<ListText | undefined> =>
    new Promise((resolve, reject) => {
      // What is not durable yet is not shown in lists either.
      room.whenDurable(() => {
        try {
          const content = readContent(room.document.doc, room.document.reading)
          const hasChanged = !room.isClosed && written.get(room) !== plainText(content)
          resolve(hasChanged ? { document: room.id, content } : undefined)
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      }, 'read')
    })

  /** All in one transaction; if that fails, one by one, so that one text costs no other. */
  const writeTexts = async (rooms: readonly Room[]): Promise<void> => {
    const texts = new Map<Room, ListText>()
    for (const room of rooms) {
      try {
        const text = await read(room)
        if (text) texts.set(room, text)
      } catch (error) {
        logger.error({ err: error, document: room.id }, 'Failed to read a text for lists')
      }
    }
    if (texts.size === 0) return
    try {
      await write([...texts.values()])
      for (const [room, { content }] of texts) written.set(room, plainText(content))
    } catch {
      for (const [room, text] of texts) await writeText(room, text)
    }
  }

  const writeText = async (room: Room, text: ListText): Promise<void> => {
    try {
      await write([text])
      written.set(room, plainText(text.content))
    } catch (error) {
      logger.error({ err: error, document: room.id }, 'Failed to update a text in lists')
      if (!room.isClosed) wait(room, retryMs)
    }
  }

  return {
    /** A document has changed. */
    note: (room: Room): void => wait(room, pauseMs),
    /** Its last connection has left. */
    hurry: (room: Room): void => {
      if (waiting.has(room)) wait(room, 0)
    },
    /** Writes everything that waits. */
    close: async (): Promise<void> => {
      clearInterval(timer)
      timer = undefined
      const rooms = [...waiting.keys()]
      waiting.clear()
      await running
      await writeTexts(rooms)
    },
  }
}

export type ListTexts = ReturnType<typeof createListTexts>
