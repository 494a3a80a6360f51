import { closeEvents } from '#collab/close-events'
import { baseOf } from '#editor/shape'
import type { Connection } from './connection'
import { emptyAwarenessFrame } from './presence'
import { websocketMessage } from './websocket-message'
import type { Room } from './room'

/** Carets move at most this often. */
const spacingMs = 50
/** The carets of a process that has not been heard of for so long are gone with it. */
export const caretLifeMs = 30_000

/**
 * Shows carets in their rooms, never stored. A connection's messages replace one another until the next round, so
 * that however many it sends only one is read. One timer serves all rooms.
 */
export function createCaretRounds(notifyOthers: (room: Room, frames: readonly Uint8Array[]) => void) {
  const waiting = new Set<Room>()
  const queries = new Map<Connection, Room>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const plan = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      const rooms = [...waiting]
      waiting.clear()
      for (const room of rooms) showCarets(room)
      for (const [connection, room] of queries) connection.send(room.presence.everyone())
      queries.clear()
    }, spacingMs)
  }

  const showCarets = (room: Room) => {
    for (const connection of room.connections) readCaret(room, connection)
    const { frame, own } = room.presence.takeChanges()
    if (frame) {
      const message = websocketMessage(frame)
      for (const connection of room.connections) if (!connection.behind) connection.sendMessage(message)
    }
    notifyOthers(room, own)
  }

  const readCaret = (room: Room, connection: Connection) => {
    const message = connection.unreadCaret
    if (!message) return
    connection.unreadCaret = undefined
    const mayUse = (client: number) =>
      (room.authors.get(baseOf(client)) ?? connection.writer) === connection.writer &&
      ![...room.connections].some((other) => other.caretClient === client)
    try {
      const { caretClient, person } = connection
      connection.caretClient = room.presence.take(message, caretClient, mayUse, person)
    } catch {
      connection.close(closeEvents.malformed)
    }
  }

  const changed = (room: Room) => {
    waiting.add(room)
    plan()
  }

  return {
    take(room: Room, connection: Connection, message: Uint8Array): void {
      connection.unreadCaret = message
      changed(room)
    },
    answerQuery(room: Room, connection: Connection): void {
      queries.set(connection, room)
      plan()
    },
    leave(room: Room, connection: Connection): void {
      if (connection.caretClient === undefined) return
      room.presence.leave(connection.caretClient)
      changed(room)
    },
    /** Takes the carets of another process. @throws when it is no frame of ours. */
    adopt(room: Room, frame: Uint8Array): void {
      if (room.presence.adopt(frame, Date.now())) changed(room)
    },
    /** Removes the carets of processes that have gone silent. */
    forgetSilent(room: Room): void {
      if (room.presence.forget(Date.now() - caretLifeMs)) changed(room)
    },
    close: () => clearTimeout(timer),
  }
}

export type CaretRounds = ReturnType<typeof createCaretRounds>

/** Shorter than half of what y-websocket's client waits for: it gives up on a server silent for 30 seconds. */
export const heartbeatIntervalMs = 12_000
const emptyAwareness = websocketMessage(emptyAwarenessFrame)

/**
 * Keeps idle connections open: proxies cut them, and clients give up on a silent server. Where something was sent or
 * has arrived since the last heartbeat, that was enough. A client that sent nothing after a ping is gone.
 */
export function sendHeartbeat(connection: Connection): void {
  if (!connection.hasSent) connection.sendMessage(emptyAwareness)
  connection.hasSent = false
  // While reading is held, its pong waits as well.
  if (connection.hasReceived || connection.isHeld) connection.isPinged = false
  else if (connection.isPinged) return connection.socket.terminate()
  else {
    connection.isPinged = true
    connection.socket.ping()
  }
  connection.hasReceived = false
}
