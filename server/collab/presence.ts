import { createDecoder, readVarString, readVarUint, type Decoder, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { z } from 'zod'
import { MalformedMessage, messageAwareness, openFrame } from '#collab/messages'

/** What a client may say of itself: where its caret is. Everything else in a room is the server's word. */
const caretSchema = z
  .object({
    // A client that shows no caret says nothing of it.
    anchorPos: z.unknown().optional(),
    focusPos: z.unknown().optional(),
    focusing: z.boolean().catch(false),
  })
  .nullable()

const stateSchema = z.record(z.string(), z.unknown()).nullable()

type Caret = z.infer<typeof caretSchema>

/** Who sits behind a caret, as the server knows it. */
export type Person = { name: string; color: string; participant: string; delegation: string }

/** `heard`: when another process last said so, in milliseconds; absent for connections of this one. */
type State = { clock: number; state: Record<string, unknown> | null; heard?: number }
/** So many states of ordinary length fit into one notice between processes. */
const statesPerNotice = 8
const largestState = 4_000

/** The carets of one room; never stored. */
export function createPresence() {
  const states = new Map<number, State>()
  const dirty = new Set<number>()

  const encode = (clients: Iterable<number>) => {
    const known = [...clients].flatMap((client) => {
      const state = states.get(client)
      return state ? [{ client, ...state }] : []
    })
    const inner = createEncoder()
    writeVarUint(inner, known.length)
    for (const { client, clock, state } of known) {
      writeVarUint(inner, client)
      writeVarUint(inner, clock)
      writeVarString(inner, JSON.stringify(state))
    }
    const frame = createEncoder()
    writeVarUint(frame, messageAwareness)
    writeVarUint8Array(frame, toUint8Array(inner))
    return toUint8Array(frame)
  }

  const isOwn = (client: number) => states.get(client)?.heard === undefined
  const encodeParts = (clients: readonly number[]) => {
    const parts: Uint8Array[] = []
    for (let start = 0; start < clients.length; start += statesPerNotice)
      parts.push(encode(clients.slice(start, start + statesPerNotice)))
    return parts
  }

  return {
    /**
     * Takes a client's message about its own caret; entries about others are left out.
     * @param own the client id that this connection is known by, if any yet.
     * @returns the client id that it is known by from now on.
     * @throws MalformedMessage
     */
    take(decoder: Decoder, own: number | undefined, isFree: (client: number) => boolean, person: Person) {
      const inner = createDecoder(readVarUint8Array(decoder))
      let known = own
      const count = readVarUint(inner)
      for (let index = 0; index < count; index += 1) {
        const client = readVarUint(inner)
        const clock = readVarUint(inner)
        const text = readVarString(inner)
        if (text.length > largestState) throw new MalformedMessage('awareness: state too large')
        if (known === undefined && isFree(client)) known = client
        if (client !== known) continue
        states.set(client, { clock, state: withPerson(parseCaret(text), person) })
        dirty.add(client)
      }
      return known
    },
    /** A connection ended: its caret goes. */
    leave(client: number): void {
      const last = states.get(client)
      if (!last) return
      states.set(client, { clock: last.clock + 1, state: null })
      dirty.add(client)
    },
    /** One frame for whatever changed since the last call, or nothing. */
    changes(): { frame: Uint8Array | undefined; own: Uint8Array[] } {
      if (dirty.size === 0) return { frame: undefined, own: [] }
      const frame = encode(dirty)
      const own = encodeParts([...dirty].filter(isOwn))
      for (const client of dirty) if (states.get(client)?.state === null) states.delete(client)
      dirty.clear()
      return { frame, own }
    },
    /** Frames with the carets of this process, each short enough for a notice. */
    own: (): Uint8Array[] => encodeParts([...states.keys()].filter(isOwn)),
    /**
     * Takes another process's word about its carets. @returns whether anything changed.
     * @throws when the bytes are no frame of ours.
     */
    adopt(frame: Uint8Array, now: number): boolean {
      const { decoder } = openFrame(frame)
      const inner = createDecoder(readVarUint8Array(decoder))
      const count = readVarUint(inner)
      let changed = false
      for (let index = 0; index < count; index += 1) {
        const client = readVarUint(inner)
        const clock = readVarUint(inner)
        const state = stateSchema.parse(JSON.parse(readVarString(inner)))
        const known = states.get(client)
        if (known && known.heard === undefined) continue
        const isNew = !known || clock > known.clock
        if (!known && state === null) continue
        states.set(client, isNew ? { clock, state, heard: now } : { ...known, heard: now })
        if (!isNew) continue
        dirty.add(client)
        changed = true
      }
      return changed
    },
    /** Lets go of other processes' carets that were last heard of before a time. @returns whether there were any. */
    forget(before: number): boolean {
      const silent = [...states].filter(([, { heard }]) => heard !== undefined && heard < before)
      for (const [client, { clock }] of silent) {
        states.set(client, { clock: clock + 1, state: null, heard: before })
        dirty.add(client)
      }
      return silent.length > 0
    },
    everyone: (): Uint8Array => encode(states.keys()),
    /** A frame that says nothing of anybody. */
    nobody: encode([]),
  }
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
    anchorPos: caret.anchorPos ?? null,
    focusPos: caret.focusPos ?? null,
    focusing: caret.focusing,
    name: person.name,
    color: person.color,
    awarenessData: { participant: person.participant, delegation: person.delegation },
  }
