import * as Y from 'yjs'
import { updateFrame } from './frames'
import type { Room } from './room'
import type { SlowReaders } from './slow-readers'
import { websocketMessage } from './websocket-message'

/** While edits keep coming, frames of one room are at most this far apart. */
const longestSpacingMs = 25
/** From so many updates in one frame on, it pays to let the next frame gather. */
const gatherFrom = 3

/**
 * Time that this process has used a processor for. What sending costs is measured by it: on a busy machine a clock
 * would also count the time that others use, and frames would be held back for nothing.
 */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

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
    const batch = room.outgoing
    const [first] = batch
    if (!first) return
    const isGathered = batch.length >= gatherFrom
    const usedBefore = isGathered ? processorMs() : 0
    const message = websocketMessage(updateFrame(mergeUpdates(batch.map(({ update }) => update))))
    const senders = new Set(batch.map(({ sender }) => sender))
    const onlySender = senders.size === 1 ? first.sender : undefined
    for (const connection of room.connections) {
      if (connection === onlySender || slowReaders.isHeldBack(connection, room)) continue
      connection.sendMessage(message)
    }
    room.outgoing = []
    for (const sender of senders) sender?.acknowledge()
    room.nextFrameAtMs = isGathered
      ? performance.now() + Math.min(longestSpacingMs, (processorMs() - usedBefore) * batch.length)
      : 0
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
