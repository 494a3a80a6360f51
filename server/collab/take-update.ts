import * as Y from 'yjs'
import type { Db } from '#db/client'
import type { BindAuthor } from './bind-authors'
import type { Connection } from './connection'
import { decodeUpdate, isNothing, newPartsOf, type NewParts } from './decoded-update'
import { isComplete } from './gates/completeness'
import { judgeUpdateBy, type Verdict } from './gates/judge-update'
import { areInOrder } from './gates/order'
import { areOriginsTrue } from './gates/origins'
import type { Limits } from './limits'
import type { Pending } from './log'
import { withRetry } from './retry'
import type { Outgoing, Room } from './room'
import { writerOf } from './writer'

/** How many updates may arrive before the client has answered the server's state request. */
const mostBeforeHandshake = 500

type UpdateFrame = { frame: Uint8Array; kind: 'update' | 'state-answer'; payload: Uint8Array }

type Options = {
  db: Db
  limits: Limits
  log: { add: (pending: Pending) => void }
  bindAuthor: BindAuthor
  /** Takes in what other processes have stored meanwhile. */
  readLog: (room: Room) => Promise<void>
  /** An update became durable. */
  onDurable: (room: Room, outgoing: Outgoing) => void
  /** The document holds what will never be durable: read it again. */
  onStale: (room: Room) => void
  /** Takes up a frame again that had to wait. */
  takeFrame: (room: Room, connection: Connection, frame: Uint8Array) => void
  onFailure: (error: unknown) => void
}

export type TakeUpdate = (room: Room, connection: Connection, update: UpdateFrame) => void

/** Takes updates into the document, and on their way into the log, when all gates let them pass. */
export function createUpdateTaker(options: Options): TakeUpdate {
  const { db, limits, log, bindAuthor, readLog, onDurable, onStale, takeFrame, onFailure } = options
  /** Frames for which the log was read, or whose origins were compared: done once for each. */
  const logReadFor = new WeakSet<Uint8Array>()
  const comparedOrigins = new WeakSet<Uint8Array>()

  /** Reads nothing more from a connection until `work` is done, and then goes on with this frame. */
  const waitFor = (room: Room, connection: Connection, frame: Uint8Array, work: () => Promise<void>) => {
    connection.hold(frame)
    withRetry(work, onFailure)
      .catch(() => connection.refuse('failed'))
      .finally(() => connection.release((held) => takeFrame(room, connection, held)))
  }

  const waitUntilDurable = (room: Room, connection: Connection, frame: Uint8Array) => {
    connection.hold(frame)
    room.whenDurable(() => connection.release((held) => takeFrame(room, connection, held)), 'write')
  }

  const finishHandshake = (room: Room, connection: Connection) => {
    if (connection.handshaken) return
    connection.handshaken = true
    for (const frame of connection.beforeHandshake.splice(0)) takeFrame(room, connection, frame)
  }

  const take: TakeUpdate = (room, connection, { frame, kind, payload }) => {
    if (connection.refused) return
    if (room.isWaitingForLog) return waitUntilDurable(room, connection, frame)
    const decoded = decodeUpdate(payload)
    const { store } = room.document
    if (!isComplete(decoded, store)) {
      const { handshaken, beforeHandshake } = connection
      // Who types on while reconnecting is ahead of what they typed offline.
      if (!handshaken && kind === 'update' && beforeHandshake.length < mostBeforeHandshake)
        return void beforeHandshake.push(frame)
      if (logReadFor.has(frame)) return connection.refuse('incomplete')
      // A client that comes from another process has seen what that one stored, perhaps before we read it.
      logReadFor.add(frame)
      return waitFor(room, connection, frame, () => readLog(room))
    }
    const parts = newPartsOf(decoded, store)
    if (isNothing(parts)) {
      // It was sent before, and may still be on its way into the log: it is saved only when that is.
      if (!room.isDurable) return waitUntilDurable(room, connection, frame)
      connection.countDurable()
      connection.acknowledge()
      return kind === 'state-answer' ? finishHandshake(room, connection) : undefined
    }
    const verdict = judgeUpdateBy({ payload, parts, room, connection, limits, nowMs: Date.now() })
    if ('refused' in verdict) return connection.refuse(verdict.refused)
    if (!verdict.unbound.every(() => connection.takeBinding())) return connection.refuse('too-fast')
    const preparation = preparationFor(room, connection, frame, verdict)
    if (preparation) return waitFor(room, connection, frame, preparation)
    accept(room, connection, payload, parts, verdict)
    if (kind === 'state-answer') finishHandshake(room, connection)
  }

  /** What has to be asked of the database before an update can be taken; undefined for almost every update. */
  const preparationFor = (
    room: Room,
    connection: Connection,
    frame: Uint8Array,
    { unbound, copies }: Exclude<Verdict, { refused: unknown }>,
  ): (() => Promise<void>) | undefined => {
    if (unbound.length > 0) {
      return async () => {
        const { participant, delegation } = connection
        await Promise.all(
          unbound.map(async (base) => {
            const boundTo = await bindAuthor({ document: room.id, base, participant, delegation })
            room.authors.set(base, boundTo && writerOf(boundTo.participant, boundTo.delegations))
          }),
        )
      }
    }
    if (copies.length === 0 || comparedOrigins.has(frame)) return undefined
    return async () => {
      if (await areOriginsTrue(db, copies, connection.actor)) comparedOrigins.add(frame)
      else connection.refuse('false-origin')
    }
  }

  const accept = (
    room: Room,
    connection: Connection,
    payload: Uint8Array,
    { structs, starts }: NewParts,
    { isOrderUnknown, touchesBrackets }: Exclude<Verdict, { refused: unknown }>,
  ) => {
    const { document } = room
    document.apply(payload)
    if (touchesBrackets) document.noteBracket()
    const items = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item)
    if (isOrderUnknown && !areInOrder(items, document.store)) {
      connection.refuse('incomplete')
      return onStale(room)
    }
    const outgoing: Outgoing = { update: payload, starts, sender: connection }
    room.inFlight.add(outgoing)
    log.add({
      room,
      payload,
      sender: connection,
      settle: (outcome) => {
        room.inFlight.delete(outgoing)
        if ('refused' in outcome) {
          connection.refuse(outcome.refused)
          return onStale(room)
        }
        room.noteOwnEntry(outcome.id)
        onDurable(room, outgoing)
      },
    })
  }

  return take
}
