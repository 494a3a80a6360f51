import * as Y from 'yjs'
import { closeEvents } from '#collab/close-events'
import type { Connection } from './connection'
import { stateRequestFrame } from './frames'
import type { Room } from './room'

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
    for (const [connection, { room, stateVector }] of waiting) {
      if (connection.isOpen && !hasItsTurn(connection, nowMs)) continue
      waiting.delete(connection)
      if (connection.isOpen) room.whenDurable(() => sendState(room, connection, stateVector), 'read')
    }
    if (waiting.size > 0) timer ??= setInterval(admit, retryIntervalMs)
    else {
      clearInterval(timer)
      timer = undefined
    }
  }

  const sendState = (room: Room, connection: Connection, stateVector: Uint8Array) => {
    if (!connection.isOpen || room.isClosed) return
    const frames = framesFor(room, connection, stateVector)
    frames.forEach((frame, index) => {
      if (index < frames.length - 1 || connection.askedForState) connection.send(frame)
      // The bytes have left before a document is made of them, which the state vector needs.
      else connection.socket.send(frame, () => askForState(room, connection))
    })
  }

  const framesFor = (room: Room, connection: Connection, stateVector: Uint8Array) => {
    try {
      Y.decodeStateVector(stateVector)
    } catch {
      connection.close(closeEvents.malformed)
      return []
    }
    try {
      return room.document.framesFor(stateVector)
    } catch (error) {
      onDamaged(room, error)
      return []
    }
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
    close: () => clearInterval(timer),
  }
}

export type StateAnswers = ReturnType<typeof createStateAnswers>
