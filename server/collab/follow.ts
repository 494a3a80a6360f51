import type { Logger } from 'pino'
import type { Db } from '#db/client'
import { notifyProcesses, type Notice } from '#db/notifications'
import { listAccessVersions, listNewerEntryIds } from '#db/queries/documents'
import { caretLifeMs, heartbeatIntervalMs, sendHeartbeat, type CaretRounds } from './carets'
import { followAccess, outdatedIn } from './follow-access'
import type { LogFollower } from './follow-log'
import type { Room } from './room'
import type { Rooms } from './rooms'
import type { Snapshots } from './snapshots'

/** How long a change may stay unseen that nothing wakes this process for. */
const pollIntervalMs = 500

type Options = {
  db: Db
  logger: Pick<Logger, 'error'>
  rooms: Rooms
  logFollower: LogFollower
  carets: CaretRounds
  snapshots: Snapshots
  closeIdle: (room: Room) => Promise<void>
}

/** Keeps the open documents in step with the database: log, access and the other processes. */
export function createFollower({ db, logger, rooms, logFollower, carets, snapshots, closeIdle }: Options) {
  let isClosed = false
  let following: Promise<void> | undefined
  let isAskedAgain = false

  /** Every task is for one document: its failure is logged, and the next document is served. */
  const attempt = async (room: Room, work: () => void | Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      logger.error({ err: error, document: room.id }, 'Failed to bring an open document up to date')
    }
  }

  const follow = async (): Promise<void> => {
    const open = rooms.all()
    if (open.length === 0) return
    const versions = await listAccessVersions(
      db,
      open.map((room) => room.id),
    )
    const newer = await listNewerEntryIds(
      db,
      open.map(({ id, lastReadId }) => ({ document: id, after: lastReadId })),
    )
    const nowMs = Date.now()
    for (const room of open) {
      carets.forgetSilent(room)
      const isLogKnown = room.noteKnown(newer.get(room.id) ?? [])
      room.accessVersion = Math.max(versions.get(room.id) ?? 0, room.accessVersion)
      const outdated = outdatedIn(room, nowMs)
      const isIdle = rooms.isIdle(room)
      // Nearly always there is nothing to be done: hundreds of rooms are looked at twice a second.
      if (isLogKnown && outdated.length === 0 && !snapshots.isDue(room) && !isIdle) continue
      await attempt(room, async () => {
        if (!isLogKnown) await logFollower.readLog(room)
        await followAccess(db, room, outdated)
        await snapshots.saveWhileOpen(room)
        if (rooms.isIdle(room)) await closeIdle(room)
      })
    }
  }

  /** Follows now instead of at the next poll. */
  const wake = (): void => {
    if (isClosed) return
    isAskedAgain = true
    following ??= (async () => {
      while (isAskedAgain && !isClosed) {
        isAskedAgain = false
        await follow()
      }
    })()
      .catch((error: unknown) => logger.error({ err: error }, 'Failed to bring open documents up to date'))
      .finally(() => {
        following = undefined
      })
  }

  const notifyOfCarets = (room: Room, frames: readonly Uint8Array[]): void => {
    for (const frame of frames) {
      const notice = { carets: { document: room.id, frame: Buffer.from(frame).toString('base64') } }
      notifyProcesses(db, notice).catch((error: unknown) =>
        logger.error({ err: error }, 'Failed to notify other processes of carets'),
      )
    }
  }

  /** Takes in what another process on the same database says. */
  const takeNotice = ({ changed, documents = [], entries = [], carets: moved, asks }: Notice): void => {
    if (isClosed) return
    if (changed) wake()
    for (const id of documents) {
      const room = rooms.find(id)
      if (room) void attempt(room, () => logFollower.readLog(room))
    }
    for (const { document, id, update } of entries) {
      const room = rooms.find(document)
      if (!room) continue
      void attempt(room, () =>
        logFollower.takeFromNotice(room, id, new Uint8Array(Buffer.from(update, 'base64'))),
      )
    }
    const room = moved && rooms.find(moved.document)
    if (moved && room) void attempt(room, () => carets.adopt(room, Buffer.from(moved.frame, 'base64')))
    const asked = asks === undefined ? undefined : rooms.find(asks)
    if (asked) notifyOfCarets(asked, asked.presence.own())
  }

  const timers = [
    setInterval(wake, pollIntervalMs),
    setInterval(() => {
      for (const room of rooms.all()) for (const connection of room.connections) sendHeartbeat(connection)
    }, heartbeatIntervalMs),
    setInterval(() => {
      for (const room of rooms.all()) notifyOfCarets(room, room.presence.own())
    }, caretLifeMs / 3),
  ]

  return {
    wake,
    takeNotice,
    notifyOfCarets,
    close: async (): Promise<void> => {
      isClosed = true
      for (const timer of timers) clearInterval(timer)
      await following
    },
  }
}
