import type { Db } from '#db/client'
import { actorOf } from '#db/queries/participants'
import { listSessionParticipants } from '#db/queries/sessions'
import { changedRights, personOf, subjectKind, type RecordedEvent } from '#domain/events/events'
import type { ParticipantId, SessionId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/people/participants'

/** Sessions also end by themselves, and a notice may be missed: everything is read again this often. */
const pollIntervalMs = 10_000
/** SQLite takes 32,766 values in one query; PostgreSQL 65,535. */
const sessionsPerQuery = 5_000

/** Limits of the connections that are open at the same time in one process. */
export type ConnectionLimits = {
  /** All of them. */
  connections: number
  /** Of one account. */
  accountConnections: number
  /** Of people who are not signed in, from one network address. */
  addressConnections: number
}

/** A connection that acts for somebody for as long as it is open. */
export type OpenConnection = {
  kind: 'socket' | 'stream'
  actor: Actor
  /** Absent for visitors: nothing ends their connections from outside. */
  session: SessionId | undefined
  networkAddress: string
  /** The session is over: it was ended, it expired, or its account is gone. Close the connection. */
  onSessionEnd: () => void
  /** The same person has another role, membership or delegation now: decide everything again. */
  onActorChange: (actor: Actor) => void
}

export type EnterResult =
  | { ok: true; leave: () => void }
  | { ok: false; refusal: 'too-many-connections' | 'too-many-of-account' | 'too-many-of-address' }

export type OpenConnections = {
  /**
   * Registers a connection before anything is sent on it. `leave` has to be called when it closes, no matter who closed it;
   * calling it again does nothing.
   */
  enter: (connection: OpenConnection) => EnterResult
  /** Takes in events of the audit log: re-reads the actors that they are about. */
  onEvents: (events: readonly Pick<RecordedEvent, 'type' | 'subject' | 'detail'>[]) => void
  /** How many are open, by kind. */
  counts: () => Record<OpenConnection['kind'], number>
  close: () => void
}

/**
 * The one registry of connections that outlive a request. Every change of a session, role, membership, password or
 * delegation is an event of the audit log; each process follows that log and re-reads the people it concerns, so that no
 * right outlives its end on an open connection.
 */
export function openConnections(
  db: Db,
  limits: ConnectionLimits,
  onError: (error: unknown) => void,
): OpenConnections {
  const open = new Set<OpenConnection>()
  const perAccount = new Map<ParticipantId, number>()
  const perAddress = new Map<string, number>()
  const counts = { socket: 0, stream: 0 }
  /** Who has to be read again. */
  const waiting = new Set<OpenConnection>()
  let reading: Promise<void> | undefined
  let closed = false

  const read = async () => {
    while (waiting.size > 0 && !closed) {
      const batch = [...waiting].slice(0, sessionsPerQuery)
      // What cannot be read now is read at the next poll.
      for (const connection of batch) waiting.delete(connection)
      const sessions = new Set(batch.flatMap((connection) => connection.session ?? []))
      const participants = await listSessionParticipants(db, [...sessions], new Date())
      for (const connection of batch) {
        if (!open.has(connection) || connection.session === undefined) continue
        const participant = participants.get(connection.session)
        if (participant) update(connection, actorOf(participant))
        else end(connection)
      }
    }
  }

  const readAgain = (connections: Iterable<OpenConnection>) => {
    for (const connection of connections) if (connection.session !== undefined) waiting.add(connection)
    if (waiting.size === 0 || closed) return
    reading ??= read()
      .catch(onError)
      .finally(() => {
        reading = undefined
        // A connection may have been added between the last look and this line.
        if (waiting.size > 0) readAgain([])
      })
  }

  const update = (connection: OpenConnection, actor: Actor) => {
    if (JSON.stringify(actor) === JSON.stringify(connection.actor)) return
    connection.actor = actor
    guarded(() => connection.onActorChange(actor))
  }

  const end = (connection: OpenConnection) => {
    remove(connection)
    guarded(connection.onSessionEnd)
  }

  /** One connection that fails to close must not keep the others open. */
  const guarded = (act: () => void) => {
    try {
      act()
    } catch (error) {
      onError(error)
    }
  }

  const remove = (connection: OpenConnection) => {
    if (!open.delete(connection)) return
    waiting.delete(connection)
    counts[connection.kind] -= 1
    if (isSignedIn(connection.actor)) decrement(perAccount, connection.actor.participant)
    else decrement(perAddress, connection.networkAddress)
  }

  const poll = setInterval(() => readAgain(open), pollIntervalMs)

  return {
    enter: (connection) => {
      const { actor, networkAddress } = connection
      if (open.size >= limits.connections) return { ok: false, refusal: 'too-many-connections' }
      if (isSignedIn(actor)) {
        if ((perAccount.get(actor.participant) ?? 0) >= limits.accountConnections)
          return { ok: false, refusal: 'too-many-of-account' }
        increment(perAccount, actor.participant)
      } else {
        if ((perAddress.get(networkAddress) ?? 0) >= limits.addressConnections)
          return { ok: false, refusal: 'too-many-of-address' }
        increment(perAddress, networkAddress)
      }
      // A copy: its actor changes, and anyone who registered it keeps theirs.
      const entry = { ...connection }
      open.add(entry)
      counts[entry.kind] += 1
      // The session may have ended between its reading and this line.
      readAgain([entry])
      return { ok: true, leave: () => remove(entry) }
    },
    onEvents: (events) => {
      const relevant = events.filter((event) => changedRights(event.type) !== undefined)
      if (relevant.length === 0) return
      const isAbout = (connection: OpenConnection) =>
        relevant.some((event) => {
          const { type, subject } = event
          if (changedRights(type) === 'everyone') return true
          if (subjectKind(type) === 'session') return connection.session === subject
          const person = changedRights(type) === 'its-person' ? personOf(event) : subject
          return isSignedIn(connection.actor) && connection.actor.participant === person
        })
      readAgain([...open].filter(isAbout))
    },
    counts: () => ({ ...counts }),
    close: () => {
      closed = true
      clearInterval(poll)
      waiting.clear()
    },
  }
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function decrement<Key>(counts: Map<Key, number>, key: Key): void {
  const left = (counts.get(key) ?? 1) - 1
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
}
