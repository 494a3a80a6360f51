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
  /** Connections of one account to this process. */
  accountConnections: number
}

export const defaultLimits: Limits = {
  updateBytes: 1_000_000,
  documentBytes: 4_000_000,
  updatesPerSecond: 200,
  accountUpdatesPerSecond: 400,
  connections: 10_000,
  accountConnections: 64,
}

/** So many seconds' worth may come at once: a line that stalled delivers all it held back when it is free again. */
const burst = 10

/** What may still come before it is too much: it fills up with time, and every update takes one from it. */
export class Allowance {
  #left: number
  #at: number

  /** @param now in milliseconds. */
  constructor(
    readonly perSecond: number,
    now: number,
  ) {
    this.#left = perSecond * burst
    this.#at = now
  }

  /** @returns false when there was nothing left to take. */
  take(now: number): boolean {
    const most = this.perSecond * burst
    this.#left = Math.min(most, this.#left + (Math.max(0, now - this.#at) / 1000) * this.perSecond)
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}

/** What the connections of one account use together. */
export type Account = { connections: number; allowance: Allowance }

/** The accounts that are connected to this process now. */
export function createAccounts(limits: Limits) {
  const accounts = new Map<string, Account>()
  return {
    /** One more connection of an account. @returns undefined when it has as many as it may have. */
    enter(account: string): Account | undefined {
      const known = accounts.get(account) ?? {
        connections: 0,
        allowance: new Allowance(limits.accountUpdatesPerSecond, Date.now()),
      }
      if (known.connections >= limits.accountConnections) return undefined
      known.connections += 1
      accounts.set(account, known)
      return known
    },
    leave(account: string): void {
      const known = accounts.get(account)
      if (!known) return
      known.connections -= 1
      if (known.connections === 0) accounts.delete(account)
    },
  }
}
