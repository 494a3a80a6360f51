import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import { capabilitiesOf, isPostgresAddress, type Db, type Tx } from './client'

/** PostgreSQL refuses a notice of 8,000 bytes and more. */
export const largestNotice = 7_500
export const channel = 'rapporteur'
/** This process among all that share a database. */
export const processId = randomUUID()
/** After a lost line to PostgreSQL the next attempt waits this long, in milliseconds. */
const retryPause = 500

const noticeSchema = z.object({
  from: z.string(),
  /** Documents whose logs have grown. */
  documents: z.array(z.string()).optional(),
  /** The same, where the entries are short enough to be sent along: updates in base64. */
  entries: z.array(z.object({ document: z.string(), id: z.number(), update: z.string() })).optional(),
  /** Anything else that was committed: events, permissions, sessions. */
  changed: z.boolean().optional(),
  /** Carets of a document, as an awareness frame in base64; never stored. */
  carets: z.object({ document: z.string(), frame: z.string() }).optional(),
  /** Meetings in whose texts words were typed that all may see; no event of the log tells of it. */
  edited: z.array(z.string()).optional(),
  /** People who have notices to read; an empty list means that everybody may have. */
  noticesFor: z.array(z.string()).optional(),
  /** A process opened this document and does not know whose carets are in it. */
  asks: z.string().optional(),
  /** People who opened, still have open, or closed the last page of a meeting; never stored. */
  present: z.object({ meeting: z.string(), here: z.array(z.string()), gone: z.array(z.string()) }).optional(),
  /** A process began and does not know who is in which meeting. */
  asksPresence: z.boolean().optional(),
})

/** What one process tells the others. It only wakes: what is true is in the tables, except for carets. */
export type Notice = z.infer<typeof noticeSchema>

/**
 * Tells the other processes on this database, when the transaction commits if it is one. Where only one process
 * can be serving (SQLite) nothing is sent.
 */
export async function notifyProcesses(db: Db | Tx, notice: Omit<Notice, 'from'>): Promise<void> {
  if (!capabilitiesOf(db).concurrentWriters) return
  const text = JSON.stringify({ from: processId, ...notice })
  // Too long for one notice: look at everything.
  const fits = text.length <= largestNotice
  await sql`select pg_notify(${channel}, ${fits ? text : JSON.stringify({ from: processId, changed: true })})`.execute(
    db,
  )
}

/**
 * Listens to what other processes on the database at `url` commit. A line that breaks is opened again; whatever
 * was missed meanwhile is made good by one notice that something changed.
 */
export function listenToProcesses(
  url: string,
  onNotice: (notice: Notice) => void,
): { close: () => Promise<void> } {
  if (!isPostgresAddress(url)) return { close: () => Promise.resolve() }
  let client: pg.Client | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const again = () => {
    client = undefined
    if (!closed) timer ??= setTimeout(connect, retryPause)
  }
  const connect = () => {
    timer = undefined
    const own = new pg.Client({ connectionString: url, keepAlive: true })
    client = own
    let gone = false
    const lost = () => {
      if (gone) return
      gone = true
      own.end().catch(() => undefined)
      again()
    }
    own.on('error', lost)
    own.on('end', lost)
    own.on('notification', ({ payload }) => {
      const notice = parseNotice(payload)
      if (notice && notice.from !== processId) onNotice(notice)
    })
    own
      .connect()
      .then(() => own.query(`listen ${channel}`))
      .then(() => onNotice({ from: '', changed: true }))
      .catch(lost)
  }
  connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}

function parseNotice(text: string | undefined): Notice | undefined {
  try {
    return noticeSchema.parse(JSON.parse(text ?? ''))
  } catch {
    // Another version of ours, or somebody else on the channel.
    return undefined
  }
}
