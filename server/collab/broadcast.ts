import * as Y from 'yjs'
import { updateFrame } from './frames'
import type { Room } from './room'
import type { SlowReaders } from './slow-readers'

/** While edits keep coming, frames of one room are at most this far apart. */
const longestSpacingMs = 25
/** From so many updates in one frame on, it pays to let the next frame gather. */
const gatherFrom = 3

const mergeUpdates = (updates: Uint8Array[]): Uint8Array => {
  const [only] = updates
  return only && updates.length === 1 ? only : Y.mergeUpdates(updates)
}

/**
 * Sends durable updates to everyone in their rooms. The first edit after silence leaves at once; while edits keep
 * coming, those of one room are merged into one frame, spaced by what sending costs. One timer serves all rooms.
 */
export function createBroadcaster(slowReaders: SlowReaders, onFailure: (room: Room, error: unknown) => void) {
  const waiting = new Set<Room>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const sendOutgoing = (room: Room): void => {
    const startedMs = performance.now()
    const batch = room.outgoing
    const [first] = batch
    if (!first) return
    const frame = updateFrame(mergeUpdates(batch.map(({ update }) => update)))
    const onlySender = batch.every(({ sender }) => sender === first.sender) ? first.sender : undefined
    for (const connection of room.connections) {
      if (connection === onlySender || slowReaders.isHeldBack(connection, room)) continue
      connection.send(frame)
    }
    room.outgoing = []
    for (const sender of new Set(batch.map((one) => one.sender))) sender?.acknowledge()
    const costMs = performance.now() - startedMs
    const spacingMs = batch.length >= gatherFrom ? Math.min(longestSpacingMs, costMs * batch.length) : 0
    room.nextFrameAtMs = startedMs + costMs + spacingMs
  }

  /** Sends what is due now, and comes back for the rest. */
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const nowMs = performance.now()
    let nextMs = Infinity
    for (const room of waiting) {
      if (room.nextFrameAtMs > nowMs) {
        nextMs = Math.min(nextMs, room.nextFrameAtMs)
        continue
      }
      waiting.delete(room)
      try {
        sendOutgoing(room)
      } catch (error) {
        onFailure(room, error)
      }
    }
    if (nextMs < Infinity) timer = setTimeout(flush, Math.max(1, nextMs - nowMs))
  }

  return {
    /** Marks a room that has outgoing updates; {@link flush} follows in the same turn of the event loop. */
    add(room: Room): void {
      waiting.add(room)
    },
    flush,
    /** Sends everything of one room now. */
    flushRoom(room: Room): void {
      waiting.delete(room)
      sendOutgoing(room)
    },
    close(): void {
      clearTimeout(timer)
    },
  }
}

export type Broadcaster = ReturnType<typeof createBroadcaster>
