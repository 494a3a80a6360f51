import type { ParticipantId } from '#domain/ids'
import { Allowance } from './allowance'
import type { Connection } from './connection'
import type { Limits } from './limits'

/** State requests that one account may have answered in a second, on average. */
const stateRequestsPerSecond = 20
/** Bytes that may wait to be sent on all connections of one account before it gets more whole states. */
const queuedBytesForStates = 8_000_000

/** What the connections of one account use together. */
export class Account {
  readonly connections = new Set<Connection>()
  readonly updates: Allowance
  readonly stateRequests: Allowance

  constructor(limits: Limits, nowMs: number) {
    this.updates = new Allowance(limits.accountUpdatesPerSecond, nowMs)
    this.stateRequests = new Allowance(stateRequestsPerSecond, nowMs)
  }

  /** Whether a whole state may be queued for this account now, or its readers have to catch up first. */
  hasRoomForState(): boolean {
    let queued = 0
    for (const { socket } of this.connections) queued += socket.bufferedAmount
    return queued < queuedBytesForStates
  }
}

/** The accounts that are connected to this process now. */
export function createAccounts(limits: Limits) {
  const accounts = new Map<ParticipantId, Account>()
  return {
    get(participant: ParticipantId): Account {
      const account = accounts.get(participant) ?? new Account(limits, Date.now())
      accounts.set(participant, account)
      return account
    },
    leave(connection: Connection): void {
      const { account, participant } = connection
      account.connections.delete(connection)
      if (account.connections.size === 0 && accounts.get(participant) === account)
        accounts.delete(participant)
    },
  }
}
