import type { Connection } from './connection'
import type { Room } from './room'

/** With more than this waiting to be sent, in bytes, a connection gets nothing more until it has caught up. */
const longestQueueBytes = 1_000_000
const checkIntervalMs = 100

/**
 * Keeps a reader that is slower than the writers from filling the memory: it is left out of the frames, and when its
 * queue is empty it gets, as one update, what it lacks.
 */
export function createSlowReaders(catchUp: (room: Room, connection: Connection, from: Uint8Array) => void) {
  const heldBack = new Map<Connection, Room>()
  let timer: ReturnType<typeof setInterval> | undefined

  const check = () => {
    for (const [connection, room] of heldBack) {
      const { behind } = connection
      if (behind && connection.isOpen && connection.socket.bufferedAmount > 0) continue
      heldBack.delete(connection)
      connection.behind = undefined
      if (behind && connection.isOpen) catchUp(room, connection, behind)
    }
    if (heldBack.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    /** Whether the next frame must not be sent to a connection; called before it leaves. */
    isHeldBack(connection: Connection, room: Room): boolean {
      if (connection.behind) return true
      if (connection.socket.bufferedAmount <= longestQueueBytes) return false
      connection.behind = room.sentVector()
      heldBack.set(connection, room)
      timer ??= setInterval(check, checkIntervalMs)
      return true
    },
    close: () => clearInterval(timer),
  }
}

export type SlowReaders = ReturnType<typeof createSlowReaders>
