import { openDatabase, type Db } from '#db/client'
import type { readAmendmentPage } from '#server/views/amendment-page'
import type { readAmendments } from '#server/views/amendment-cards'
import type { readHistory } from '#server/views/history'
import type { readMergeDeskPage } from '#server/views/merge-desk'

/** A reader for a screen as a task: it is asked the same, and reads from a connection of the thread. */
type ViewTask<Reader> = Reader extends (db: Db, ...asked: infer Asked) => Promise<infer Seen>
  ? { input: { database: string; asked: Asked }; output: Seen }
  : never

/** Readers for screens that compare texts: of long ones that takes seconds. */
export type ViewTasks = {
  'amendment-page': ViewTask<typeof readAmendmentPage>
  amendments: ViewTask<typeof readAmendments>
  'merge-desk': ViewTask<typeof readMergeDeskPage>
  history: ViewTask<typeof readHistory>
}

/** The readers are loaded when they are first needed: threads that do other work start sooner. */
export const viewTasks: {
  [Name in keyof ViewTasks]: (input: ViewTasks[Name]['input']) => Promise<ViewTasks[Name]['output']>
} = {
  'amendment-page': async ({ database, asked }) => {
    const { readAmendmentPage } = await import('#server/views/amendment-page')
    return readAmendmentPage(databaseAt(database), ...asked)
  },
  amendments: async ({ database, asked }) => {
    const { readAmendments } = await import('#server/views/amendment-cards')
    return readAmendments(databaseAt(database), ...asked)
  },
  'merge-desk': async ({ database, asked }) => {
    const { readMergeDeskPage } = await import('#server/views/merge-desk')
    return readMergeDeskPage(databaseAt(database), ...asked)
  },
  history: async ({ database, asked }) => {
    const { readHistory } = await import('#server/views/history')
    return readHistory(databaseAt(database), ...asked)
  },
}

const open = new Map<string, Db>()

/** A thread has a connection of its own, which ends with it. */
function databaseAt(url: string): Db {
  const known = open.get(url) ?? openDatabase(url)
  open.set(url, known)
  return known
}
