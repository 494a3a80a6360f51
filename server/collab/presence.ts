import { createDecoder, readVarString, readVarUint, type Decoder, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { z } from 'zod'
import { MalformedMessage, messageAwareness } from '#collab/messages'

/** What a client may say of itself: where its caret is. Everything else in a room is the server's word. */
const caretSchema = z
  .object({
    anchorPos: z.unknown(),
    focusPos: z.unknown(),
    focusing: z.boolean().catch(false),
  })
  .nullable()

type Caret = z.infer<typeof caretSchema>

/** Who sits behind a caret, as the server knows it. */
export type Person = { name: string; color: string; participant: string; delegation: string }

type State = { clock: number; state: Record<string, unknown> | null }
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
    changes(): Uint8Array | undefined {
      if (dirty.size === 0) return undefined
      const frame = encode(dirty)
      for (const client of dirty) if (states.get(client)?.state === null) states.delete(client)
      dirty.clear()
      return frame
    },
    everyone: (): Uint8Array => encode(states.keys()),
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
