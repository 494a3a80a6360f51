import type { Db } from '#db/client'
import { isMember, type LocalActor } from '#domain/people/participants'
import { closeEvents } from '#collab/close-events'
import { decideAccess } from './access'
import type { Connection } from './connection'
import type { Room } from './room'

/** In which role somebody writes, and for whom. */
const speaksFor = ({ as }: { as: LocalActor }) => (isMember(as) ? `${as.role} ${as.delegation ?? ''}` : '')

/**
 * Decides again what a connection may do.
 * @returns whether it may write.
 */
export async function decideAgain(db: Db, room: Room, connection: Connection): Promise<boolean> {
  const access = await decideAccess(db, connection.actor, room.id)
  if (!access) {
    connection.close(closeEvents.notAvailable)
    return false
  }
  if (speaksFor(connection) !== speaksFor(access)) {
    connection.close(closeEvents.roleChanged)
    return false
  }
  if (connection.setAccess(access)) connection.sendPermission()
  return access.readOnly === 'none'
}

const none: readonly Connection[] = []

/** The connections of a room whose decision is older than its document's access version, or limited in time. */
export function outdatedIn({ connections, accessVersion }: Room, nowMs: number): readonly Connection[] {
  let outdated: Connection[] | undefined
  for (const connection of connections)
    if (connection.accessVersion < accessVersion || connection.hasRunOut(nowMs))
      (outdated ??= []).push(connection)
  return outdated ?? none
}

/** Decides again for each of these connections of a room. */
export async function followAccess(db: Db, room: Room, outdated: readonly Connection[]): Promise<void> {
  await Promise.all(outdated.map((connection) => decideAgain(db, room, connection)))
}
