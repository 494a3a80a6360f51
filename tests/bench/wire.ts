import { WebSocket } from 'ws'
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'

/** How a server frames the sync protocol: plainly, or behind the document's name as Hocuspocus does. */
export type Dialect = { name: string | undefined }

const messageSync = 0
const hocuspocusAuthentication = 2

/** Frames of one dialect. */
export function wireOf({ name }: Dialect) {
  const frame = (step: number, payload: Uint8Array) => {
    const encoder = createEncoder()
    if (name !== undefined) writeVarString(encoder, name)
    writeVarUint(encoder, messageSync)
    writeVarUint(encoder, step)
    writeVarUint8Array(encoder, payload)
    return toUint8Array(encoder)
  }
  return {
    /** What must be sent before anything else. */
    greeting: (): Uint8Array[] => {
      if (name === undefined) return []
      const encoder = createEncoder()
      writeVarString(encoder, name)
      writeVarUint(encoder, hocuspocusAuthentication)
      writeVarUint(encoder, 0)
      writeVarString(encoder, 'any')
      return [toUint8Array(encoder)]
    },
    step1: (stateVector: Uint8Array) => frame(0, stateVector),
    step2: (update: Uint8Array) => frame(1, update),
    update: (update: Uint8Array) => frame(2, update),
    /** The step and payload of a sync frame; undefined for frames of any other kind. */
    read: (data: Uint8Array): { step: number; payload: Uint8Array } | undefined => {
      const decoder = createDecoder(data)
      if (name !== undefined) readVarString(decoder)
      if (readVarUint(decoder) !== messageSync) return undefined
      return { step: readVarUint(decoder), payload: readVarUint8Array(decoder) }
    },
  }
}

/** Connects as a browser would that stands on the site. */
export const openSocket = (url: string, cookie: string | undefined): WebSocket =>
  new WebSocket(url, {
    headers: { origin: new URL(url.replace(/^ws/, 'http')).origin, ...(cookie && { cookie }) },
    perMessageDeflate: false,
  })
