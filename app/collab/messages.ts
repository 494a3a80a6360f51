import { createDecoder, readVarUint, type Decoder } from 'lib0/decoding'
import { writeVarUint, type Encoder } from 'lib0/encoding'

/** Bytes that no version of ours writes: the connection is closed, nothing of the frame is used. */
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
] as const
export type RefusedReason = (typeof refusedReasons)[number]

export function writeRefused(encoder: Encoder, reason: RefusedReason): void {
  writeVarUint(encoder, messageRefused)
  writeVarUint(encoder, refusedReasons.indexOf(reason))
}

/** The code is already read: whoever dispatches has looked at it. */
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

/** What a participant shows of itself in a room; everything but the caret is the server's word. */
export type Presence = {
  participant: string
  name: string
  /** JSON: LocalizedText of the delegation or empty. */
  delegation: string
  color: string
}

/** The code at the beginning of a frame, and a decoder behind it. */
export function openFrame(frame: Uint8Array): { code: number; decoder: Decoder } {
  const decoder = createDecoder(frame)
  return { code: readVarUint(decoder), decoder }
}
