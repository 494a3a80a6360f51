import type { Db } from '#db/client'
import { listAccessVersions, listDocumentAuthors, readStoredDocument } from '#db/queries/documents'
import { closeEvents } from '#collab/close-events'
import type { DocumentId } from '#domain/ids'
import { withRetry } from './retry'
import { Room } from './room'
import { writerOf } from './writer'

/** A room without connections is closed after this long. */
const idleMs = 30_000

type Options = {
  db: Db
  onOpened: (room: Room) => void
  /** A document cannot be read, now or at all. */
  onFailure: (error: unknown, room: Room) => void
}

/** The open documents of this process. */
export function createRooms({ db, onOpened, onFailure }: Options) {
  const opening = new Map<DocumentId, Promise<Room>>()
  const open = new Map<DocumentId, Room>()

  const load = async (id: DocumentId): Promise<Room> => {
    const versions = await listAccessVersions(db, [id])
    const authors = await listDocumentAuthors(db, id)
    const room = new Room(id, await readStoredDocument(db, id), {
      accessVersion: versions.get(id) ?? 0,
      authors: new Map(
        authors.map(({ base, participant, delegations }) => [
          base,
          participant && writerOf(participant, delegations),
        ]),
      ),
    })
    open.set(id, room)
    onOpened(room)
    return room
  }

  const remove = (room: Room) => {
    if (open.get(room.id) !== room) return
    open.delete(room.id)
    opening.delete(room.id)
    room.destroy()
  }

  /** The document cannot be read: its connections end, and nothing else does. */
  const closeDamaged = (room: Room, error: unknown) => {
    if (room.isClosed) return
    onFailure(error, room)
    for (const connection of room.connections) connection.close(closeEvents.damaged)
    remove(room)
  }

  const reload = async (room: Room): Promise<void> => {
    try {
      const stored = await withRetry(
        () => readStoredDocument(db, room.id),
        (error) => onFailure(error, room),
      )
      if (room.isClosed) return
      room.replaceDocument(stored)
      room.runWaiting()
    } catch (error) {
      closeDamaged(room, error)
    }
  }

  return {
    get: (id: DocumentId): Promise<Room> => {
      const known = opening.get(id)
      if (known) return known
      const loading = load(id)
      opening.set(id, loading)
      loading.catch(() => opening.delete(id))
      return loading
    },
    find: (id: string): Room | undefined => open.get(id as DocumentId),
    all: (): Room[] => [...open.values()],
    count: (): number => open.size,
    isIdle: ({ connections, lastUsedMs, inFlight, outgoing }: Room): boolean =>
      connections.size === 0 &&
      inFlight.size === 0 &&
      outgoing.length === 0 &&
      Date.now() - lastUsedMs > idleMs,
    remove,
    closeDamaged,
    /** The document holds an update that the log refused: reads it again once nothing is in flight. */
    replaceStale(room: Room): void {
      room.isStale = true
      if (room.inFlight.size === 0 && !room.isReloading) {
        room.isReloading = true
        void reload(room).finally(() => {
          room.isReloading = false
        })
      }
    },
  }
}

export type Rooms = ReturnType<typeof createRooms>
