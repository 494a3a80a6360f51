import { createDecoder, readVarString, readVarUint } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { z } from 'zod'
import { caretSchema, type Caret } from '#collab/carets'
import { MalformedMessage, messageAwareness, openFrame, readLastBytes } from '#collab/messages'

/** Who is behind a caret, as the server knows it. */
export type Person = { name: string; color: string; participant: string; delegation: string }

type State = {
  clock: number
  state: Record<string, unknown> | null
  /** When another process last mentioned it; absent for connections of this process. */
  heardAtMs?: number
}

const stateSchema = z.record(z.string(), z.unknown()).nullable()

/** How many states of ordinary length fit into one notice between processes. */
const statesPerNotice = 8
const longestState = 4_000
/** A browser speaks of its own caret only. */
const mostEntries = 10
/** Far beyond what a session reaches; what is higher could never be superseded. */
const highestClock = 2 ** 31

/** The carets of one room; never stored. */
export function createPresence() {
  const states = new Map<number, State>()
  const changed = new Set<number>()

  const isOwn = (client: number) => states.get(client)?.heardAtMs === undefined

  const encode = (clients: Iterable<number>): Uint8Array =>
    awarenessFrame(
      [...clients].flatMap((client) => {
        const known = states.get(client)
        return known ? [{ client, clock: known.clock, state: known.state }] : []
      }),
    )

  const encodeOwn = (clients: Iterable<number>): Uint8Array[] => {
    const own = [...clients].filter(isOwn)
    const parts: Uint8Array[] = []
    for (let start = 0; start < own.length; start += statesPerNotice)
      parts.push(encode(own.slice(start, start + statesPerNotice)))
    return parts
  }

  return {
    /**
     * Takes a client's message about its own caret; entries about others are left out.
     * @param ownClient the client id that this connection is known by, if any yet.
     * @param mayUse whether a client id is free, and the sender's to use.
     * @returns the client id that it is known by from now on.
     * @throws MalformedMessage
     */
    take(
      message: Uint8Array,
      ownClient: number | undefined,
      mayUse: (client: number) => boolean,
      person: Person,
    ): number | undefined {
      let own = ownClient
      for (const { client, clock, text } of readEntries(message, mostEntries)) {
        if (own === undefined && mayUse(client)) own = client
        if (client !== own) continue
        const caret = parseCaret(text)
        if (clock <= (states.get(client)?.clock ?? -1)) continue
        states.set(client, { clock, state: withPerson(caret, person) })
        changed.add(client)
      }
      return own
    },
    /** A connection ended: remove its caret. */
    leave(client: number): void {
      const last = states.get(client)
      if (!last) return
      states.set(client, { clock: last.clock + 1, state: null })
      changed.add(client)
    },
    /** One frame for everything that changed since the last call, if anything did; `own` is for other processes. */
    takeChanges(): { frame: Uint8Array | undefined; own: Uint8Array[] } {
      if (changed.size === 0) return { frame: undefined, own: [] }
      const frame = encode(changed)
      const own = encodeOwn(changed)
      for (const client of changed) if (states.get(client)?.state === null) states.delete(client)
      changed.clear()
      return { frame, own }
    },
    /** Frames with the carets of this process, each short enough for a notice. */
    own: (): Uint8Array[] => encodeOwn(states.keys()),
    /**
     * Takes another process's message about its carets. @returns whether anything changed.
     * @throws when the bytes are no frame of ours.
     */
    adopt(frame: Uint8Array, nowMs: number): boolean {
      const { decoder } = openFrame(frame)
      let hasChanged = false
      for (const { client, clock, text } of readEntries(readLastBytes(decoder), statesPerNotice)) {
        const state = stateSchema.parse(JSON.parse(text))
        const known = states.get(client)
        if (known ? isOwn(client) : state === null) continue
        const isNew = !known || clock > known.clock
        states.set(client, isNew ? { clock, state, heardAtMs: nowMs } : { ...known, heardAtMs: nowMs })
        if (!isNew) continue
        changed.add(client)
        hasChanged = true
      }
      return hasChanged
    },
    /** Removes the carets of processes that were last heard of before a time. @returns whether there were any. */
    forget(beforeMs: number): boolean {
      let hasForgotten = false
      for (const [client, { clock, heardAtMs }] of states) {
        if (heardAtMs === undefined || heardAtMs >= beforeMs) continue
        states.set(client, { clock: clock + 1, state: null, heardAtMs: beforeMs })
        changed.add(client)
        hasForgotten = true
      }
      return hasForgotten
    },
    everyone: (): Uint8Array => encode(states.keys()),
  }
}

/** An awareness frame about no one: it only shows that the connection is alive. */
export const emptyAwarenessFrame = awarenessFrame([])

function awarenessFrame(entries: readonly { client: number; clock: number; state: unknown }[]): Uint8Array {
  const inner = createEncoder()
  writeVarUint(inner, entries.length)
  for (const { client, clock, state } of entries) {
    writeVarUint(inner, client)
    writeVarUint(inner, clock)
    writeVarString(inner, JSON.stringify(state))
  }
  const frame = createEncoder()
  writeVarUint(frame, messageAwareness)
  writeVarUint8Array(frame, toUint8Array(inner))
  return toUint8Array(frame)
}

function readEntries(message: Uint8Array, most: number) {
  const decoder = createDecoder(message)
  const count = readVarUint(decoder)
  if (count > most) throw new MalformedMessage('awareness: too many entries')
  return Array.from({ length: count }, () => {
    const entry = { client: readVarUint(decoder), clock: readVarUint(decoder), text: readVarString(decoder) }
    if (entry.text.length > longestState) throw new MalformedMessage('awareness: state too long')
    if (entry.clock > highestClock) throw new MalformedMessage('awareness: clock out of range')
    return entry
  })
}

function parseCaret(text: string): Caret {
  try {
    return caretSchema.parse(JSON.parse(text))
  } catch {
    throw new MalformedMessage('awareness: state is not a caret')
  }
}

const withPerson = (caret: Caret, person: Person) =>
  caret && {
    anchor: caret.anchor ?? null,
    focus: caret.focus ?? null,
    focused: caret.focused ?? false,
    ...person,
  }
