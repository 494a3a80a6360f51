import type { Db } from '#db/client'
import { listDocumentUpdates } from '#db/queries/documents'
import type { Broadcaster } from './broadcast'
import { decodeUpdate } from './decoded-update'
import { isComplete } from './gates/completeness'
import type { Room } from './room'

type Options = {
  db: Db
  broadcaster: Broadcaster
  onDamaged: (room: Room, error: unknown) => void
}

/** Takes in what commands and other processes write to the log of an open document. */
export function createLogFollower({ db, broadcaster, onDamaged }: Options) {
  const show = (room: Room) => {
    broadcaster.add(room)
    broadcaster.flush()
  }

  const takeEntry = (room: Room, id: number, update: Uint8Array): boolean => {
    try {
      return room.takeEntry(id, update)
    } catch (error) {
      onDamaged(room, error)
      return false
    }
  }

  /** Reads all entries that are later than the last one read. */
  const readLog = (room: Room): Promise<void> =>
    room.read(async () => {
      const entries = await listDocumentUpdates(db, room.id, { after: room.lastReadId })
      for (const { id, payload } of entries) {
        if (room.isClosed) return
        takeEntry(room, id, payload)
        room.noteRead(id)
      }
      show(room)
    })

  return {
    readLog,
    /** Takes an entry that came with a notice, if everything that it builds on is here. */
    async takeFromNotice(room: Room, id: number, update: Uint8Array): Promise<void> {
      if (room.knownIds.has(id) || id <= room.lastReadId) return
      if (!isComplete(decodeUpdate(update), room.document.store)) return readLog(room)
      if (takeEntry(room, id, update)) show(room)
    },
  }
}

export type LogFollower = ReturnType<typeof createLogFollower>
