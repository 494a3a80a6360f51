import type { Connection } from './connection'
import { stateRequestFrame } from './frames'
import type { Room } from './room'
import * as Y from 'yjs'

/** While more than this waits to be sent to a connection, in bytes, it gets no further state. */
const longestQueueBytes = 100_000
const retryIntervalMs = 50

type Options = {
  /** The document of a room cannot be read. */
  onDamaged: (room: Room, error: unknown) => void
}

/**
 * Answers state requests, the first step of the handshake. A request has seven bytes and its answer may have
 * millions: each connection has at most one that waits and one that is being sent, and of several requests the newest
 * counts. A state holds only what is durable, so it also waits until nothing is in flight.
 */
export function createStateAnswers({ onDamaged }: Options) {
  /** Requests that wait for their turn, with their state vectors. */
  const waiting = new Map<Connection, { room: Room; stateVector: Uint8Array }>()
  let timer: ReturnType<typeof setInterval> | undefined

  const hasItsTurn = ({ socket, account, stateRequests }: Connection, nowMs: number) =>
    socket.bufferedAmount < longestQueueBytes &&
    account.hasRoomForState() &&
    stateRequests.take(nowMs) &&
    account.stateRequests.take(nowMs)

  const admit = () => {
    const nowMs = Date.now()
    const rooms = new Set<Room>()
    for (const [connection, { room, stateVector }] of waiting) {
      if (connection.isOpen && !hasItsTurn(connection, nowMs)) continue
      waiting.delete(connection)
      if (!connection.isOpen) continue
      room.stateRequests.set(connection, stateVector)
      rooms.add(room)
    }
    for (const room of rooms) answer(room)
    if (waiting.size > 0) timer ??= setInterval(admit, retryIntervalMs)
    else {
      clearInterval(timer)
      timer = undefined
    }
  }

  /** Answers those who have their turn; called again whenever the log has nothing of this room in flight. */
  const answer = (room: Room): void => {
    if (room.stateRequests.size === 0 || room.inFlight.size > 0 || room.isStale) return
    const requests = [...room.stateRequests]
    room.stateRequests.clear()
    try {
      for (const [connection, stateVector] of requests) sendState(room, connection, stateVector)
    } catch (error) {
      onDamaged(room, error)
    }
  }

  const sendState = (room: Room, connection: Connection, stateVector: Uint8Array) => {
    const frames = room.document.framesFor(stateVector)
    frames.forEach((frame, index) => {
      if (index < frames.length - 1 || connection.askedForState) connection.send(frame)
      // The bytes have left before a document is made of them, which the state vector needs.
      else connection.socket.send(frame, () => askForState(room, connection))
    })
  }

  const askForState = (room: Room, connection: Connection) => {
    if (!connection.isOpen || room.isClosed || connection.askedForState) return
    connection.askedForState = true
    try {
      connection.send(stateRequestFrame(Y.encodeStateVector(room.document.doc)))
    } catch (error) {
      onDamaged(room, error)
    }
  }

  return {
    request(room: Room, connection: Connection, stateVector: Uint8Array): void {
      waiting.set(connection, { room, stateVector })
      if (!timer) admit()
    },
    answer,
    close: () => clearInterval(timer),
  }
}

export type StateAnswers = ReturnType<typeof createStateAnswers>
