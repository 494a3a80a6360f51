/** What one connection, one account and one process may ask of the live texts. */
export type Limits = {
  /** Of a single update, in bytes. */
  updateBytes: number
  /** Of a whole document with its history, in bytes. */
  documentBytes: number
  /** Updates of one connection in a second, on average; a person typing sends five. */
  updatesPerSecond: number
  /** The same of all connections of one account together. */
  accountUpdatesPerSecond: number
  /** Connections of this process. */
  connections: number
}

export const defaultLimits: Limits = {
  updateBytes: 1_000_000,
  documentBytes: 4_000_000,
  updatesPerSecond: 200,
  accountUpdatesPerSecond: 400,
  connections: 10_000,
}
