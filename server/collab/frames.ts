import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array, type Encoder } from 'lib0/encoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import {
  messageSync,
  writeAcknowledged,
  writePermission,
  writeRefused,
  type ReadOnlyReason,
  type RefusedReason,
} from '#collab/messages'

function frameOf(write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder()
  write(encoder)
  return toUint8Array(encoder)
}

const syncFrame = (step: number, payload: Uint8Array): Uint8Array =>
  frameOf((encoder) => {
    writeVarUint(encoder, messageSync)
    writeVarUint(encoder, step)
    writeVarUint8Array(encoder, payload)
  })

/** Asks the client for whatever a document with this state vector lacks. */
export const stateRequestFrame = (stateVector: Uint8Array) => syncFrame(messageYjsSyncStep1, stateVector)
/** The answer to a client's state request. */
export const stateFrame = (update: Uint8Array) => syncFrame(messageYjsSyncStep2, update)
export const updateFrame = (update: Uint8Array) => syncFrame(messageYjsUpdate, update)

export const acknowledgedFrame = (count: number) => frameOf((encoder) => writeAcknowledged(encoder, count))
export const refusedFrame = (reason: RefusedReason) => frameOf((encoder) => writeRefused(encoder, reason))
export const permissionFrame = (reason: ReadOnlyReason) =>
  frameOf((encoder) => writePermission(encoder, reason))
