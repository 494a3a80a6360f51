import type { Db } from '#db/client'
import { saveDocumentSnapshot } from '#db/queries/documents'
import type { Room } from './room'

/** After so many entries a snapshot is worth its writing: when a room closes, and while it is open. */
const entriesWhenClosing = 100
const entriesWhileOpen = 500

/** Snapshots shorten loading; the log itself stays whole. One document at a time. */
export function createSnapshots(db: Db) {
  const save = async (room: Room): Promise<void> => {
    // The state and the id belong together: both are taken in the same turn of the event loop.
    const { id, lastReadId, entriesSinceSnapshot } = room
    const state = room.document.state()
    room.entriesSinceSnapshot = 0
    try {
      await saveDocumentSnapshot(db, { document: id, updateId: lastReadId, state, at: new Date() })
    } catch (error) {
      room.entriesSinceSnapshot += entriesSinceSnapshot
      throw error
    }
  }

  /**
   * A snapshot holds only what is durable. Entries later than `lastReadId` may be in it already; taken in twice they
   * change nothing.
   */
  const saveWhenDurable = (room: Room): Promise<void> =>
    new Promise((resolve, reject) => {
      room.whenDurable(() => {
        if (room.isClosed) resolve()
        else save(room).then(resolve, reject)
      }, 'read')
    })

  return {
    isDue: (room: Room): boolean => room.entriesSinceSnapshot >= entriesWhileOpen,
    saveWhileOpen: async (room: Room): Promise<void> => {
      if (room.entriesSinceSnapshot >= entriesWhileOpen) await saveWhenDurable(room)
    },
    saveWhenClosing: async (room: Room): Promise<void> => {
      if (room.entriesSinceSnapshot >= entriesWhenClosing) await saveWhenDurable(room)
    },
  }
}

export type Snapshots = ReturnType<typeof createSnapshots>
