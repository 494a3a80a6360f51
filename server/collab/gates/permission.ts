import type { Connection } from '#server/collab/connection'

/** The gate of permission: frozen documents, readers, and rights that have run out. */
export const mayWrite = (connection: Pick<Connection, 'readOnly' | 'hasRunOut'>, nowMs: number): boolean =>
  connection.readOnly === 'none' && !connection.hasRunOut(nowMs)
