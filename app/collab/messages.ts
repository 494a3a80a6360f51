import { createDecoder, readVarUint, type Decoder } from 'lib0/decoding'
import { writeVarUint, type Encoder } from 'lib0/encoding'

/** Bytes that no version of ours writes: close the connection and use nothing of the frame. */
export class MalformedMessage extends Error {}

/** The messages of y-websocket that we speak; the numbers are its own. */
export const messageSync = 0
export const messageAwareness = 1
/** Client to server: who is here? */
export const messageQueryAwareness = 3

/** Server to client: how many of this connection's updates are durable, counted from its beginning. */
export const messageAcknowledged = 100

export function writeAcknowledged(encoder: Encoder, count: number): void {
  writeVarUint(encoder, messageAcknowledged)
  writeVarUint(encoder, count)
}

export const readAcknowledged = (decoder: Decoder): number => readVarUint(decoder)

/** Server to client: your update was not taken; the reason is shown, the edit stays local. */
export const messageRefused = 101

/** Append only: the position in this list is what travels. */
export const refusedReasons = [
  'not-permitted',
  'foreign-author',
  'too-large',
  'incomplete',
  'too-fast',
  'failed',
  'not-text',
  'bracket-not-yours',
  'text-gone',
  'words-unseen',
  'forbidden-character',
  'false-origin',
  'false-revival',
  'foreign-mark',
  'too-many-marks',
  'too-many-blocks',
] as const
export type RefusedReason = (typeof refusedReasons)[number]

export function writeRefused(encoder: Encoder, reason: RefusedReason): void {
  writeVarUint(encoder, messageRefused)
  writeVarUint(encoder, refusedReasons.indexOf(reason))
}

/** The dispatcher has already read the message code. */
export function readRefused(decoder: Decoder): RefusedReason {
  const reason = refusedReasons[readVarUint(decoder)]
  if (!reason) throw new MalformedMessage('refused: unknown reason')
  return reason
}

/** Server to client: what you may do with this document now; sent on connecting and whenever it changes. */
export const messagePermission = 102

/** Append only. Why a document may only be read; `none` where it may be edited. */
export const readOnlyReasons = ['none', 'no-pen', 'frozen', 'signed-out'] as const
export type ReadOnlyReason = (typeof readOnlyReasons)[number]

export function writePermission(encoder: Encoder, reason: ReadOnlyReason): void {
  writeVarUint(encoder, messagePermission)
  writeVarUint(encoder, readOnlyReasons.indexOf(reason))
}

export function readPermission(decoder: Decoder): ReadOnlyReason {
  const reason = readOnlyReasons[readVarUint(decoder)]
  if (!reason) throw new MalformedMessage('permission: unknown reason')
  return reason
}

/** Reads the message code; the decoder stands behind it. */
export function openFrame(frame: Uint8Array): { code: number; decoder: Decoder } {
  const decoder = createDecoder(frame)
  return { code: readVarUint(decoder), decoder }
}

/**
 * Reads a byte array that must fill the rest of the frame, and copies it. lib0 checks lengths against the underlying
 * buffer only, which frames share: a false length would read the bytes of another frame.
 */
export function readLastBytes({ arr, pos }: Decoder): Uint8Array {
  const decoder = createDecoder(arr)
  decoder.pos = pos
  const length = readVarUint(decoder)
  if (decoder.pos + length !== arr.byteLength) throw new MalformedMessage('false length')
  // Not `slice`: of a Buffer that is a view.
  return new Uint8Array(arr.subarray(decoder.pos))
}
