import { readVarUint, type Decoder } from 'lib0/decoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import {
  MalformedMessage,
  messageAwareness,
  messageQueryAwareness,
  messageSync,
  openFrame,
} from '#collab/messages'
import type { Limits } from '#server/collab/limits'

/** What a client may send. */
export type FrameKind = 'state-request' | 'state-answer' | 'update' | 'caret' | 'caret-query'

/**
 * Reads what a frame is; its payload is not looked at yet.
 * @throws MalformedMessage when no version of ours sends it.
 */
export function readKind(frame: Uint8Array): { kind: FrameKind; decoder: Decoder } {
  const { code, decoder } = openFrame(frame)
  if (code === messageAwareness) return { kind: 'caret', decoder }
  if (code === messageQueryAwareness) return { kind: 'caret-query', decoder }
  if (code !== messageSync) throw new MalformedMessage(`no message has the code ${String(code)}`)
  const step = readVarUint(decoder)
  if (step === messageYjsSyncStep1) return { kind: 'state-request', decoder }
  if (step === messageYjsSyncStep2) return { kind: 'state-answer', decoder }
  if (step === messageYjsUpdate) return { kind: 'update', decoder }
  throw new MalformedMessage(`sync: no step ${String(step)}`)
}

/** Codes and lengths in front of a payload, in bytes. */
const headerBytes = 20

/** The gate of sizes: how large a frame of each kind may be, in bytes, before anything of it is parsed. */
const largestFrame: Record<FrameKind, (limits: Limits) => number> = {
  // A state vector has some ten bytes for each session that ever wrote here.
  'state-request': () => 256_000,
  'state-answer': ({ updateBytes }) => updateBytes + headerBytes,
  update: ({ updateBytes }) => updateBytes + headerBytes,
  caret: () => 10_000,
  'caret-query': () => headerBytes,
}

export const isTooLarge = (kind: FrameKind, frame: Uint8Array, limits: Limits): boolean =>
  frame.byteLength > largestFrame[kind](limits)
