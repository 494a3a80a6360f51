import { createEncoder, toUint8Array, writeVarUint, type Encoder } from 'lib0/encoding'
import { WebSocket } from 'ws'
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import {
  messageAcknowledged,
  messageAwareness,
  messagePermission,
  messageRefused,
  messageSync,
  openFrame,
  readAcknowledged,
  readPermission,
  readRefused,
} from '#collab/messages'
import { blockText, readText } from '#editor/reading'
import { baseOf, clientOf, newBase, textOf } from '#editor/shape'
import { editText, type TextEdit } from '#editor/writing'

export type CollaborationClient = {
  doc: Y.Doc
  socket: WebSocket
  /** What the server said so far. */
  said: {
    synced: boolean
    acknowledged: number
    refused: string | undefined
    readOnly: string | undefined
    closed: number | undefined
    awareness: number
  }
  /** Writes words at the end of the text. */
  type: (words: string) => void
  /** Sends any bytes as one frame. */
  send: (frame: Uint8Array) => void
  text: () => string
  close: () => void
}

export const frameOf = (write: (encoder: Encoder) => void): Uint8Array => {
  const encoder = createEncoder()
  write(encoder)
  return toUint8Array(encoder)
}

export const updateFrame = (update: Uint8Array): Uint8Array =>
  frameOf((encoder) => {
    writeVarUint(encoder, messageSync)
    writeUpdate(encoder, update)
  })

/** A document as a browser makes it: its session writes letters under this client id. */
export function aLiveDoc(): Y.Doc {
  const doc = new Y.Doc({ gc: false })
  doc.clientID = clientOf(newBase(Math.random()), 'letters')
  return doc
}

/** The plain letters of the whole text, a line for each block. */
export const lettersOf = (doc: Y.Doc): string => readText(doc).blocks.map(blockText).join('\n')

/** Edits a document as its editor does: one transaction, under the client ids of its session. */
export const edit = (doc: Y.Doc, work: (edit: TextEdit) => void): void =>
  editText(doc, { base: baseOf(doc.clientID), origin: undefined }, work)

/** Writes letters at the end of the last block, in front of its marker. */
export function typeInto(doc: Y.Doc, words: string): void {
  const text = textOf(doc)
  text.insert(Math.max(0, text.length - 1), words)
}

/** Whether the handshake is over: both sides have answered, or the server has ended it. */
export const isGreeted = ({ said }: CollaborationClient): boolean =>
  said.closed !== undefined || (said.synced && (said.acknowledged > 0 || said.refused !== undefined))

/** Speaks the protocol as a browser does, without one: for tests and benchmarks. */
export function connectClient(
  url: string,
  headers: Record<string, string> = {},
  doc = aLiveDoc(),
): CollaborationClient {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false })
  socket.binaryType = 'nodebuffer'
  const said: CollaborationClient['said'] = {
    synced: false,
    acknowledged: 0,
    refused: undefined,
    readOnly: undefined,
    closed: undefined,
    awareness: 0,
  }
  const send = (frame: Uint8Array) => {
    if (socket.readyState === socket.OPEN) socket.send(frame)
  }
  socket.on('open', () =>
    send(
      frameOf((encoder) => {
        writeVarUint(encoder, messageSync)
        writeSyncStep1(encoder, doc)
      }),
    ),
  )
  socket.on('error', () => undefined)
  socket.on('close', (code) => {
    said.closed = code
  })
  socket.on('message', (data: Buffer) => {
    const { code, decoder } = openFrame(data)
    if (code === messageSync) {
      const answer = frameOf((encoder) => {
        writeVarUint(encoder, messageSync)
        const step = readSyncMessage(decoder, encoder, doc, socket)
        if (step === 1) said.synced = true
      })
      if (answer.byteLength > 1) send(answer)
    } else if (code === messageAcknowledged) said.acknowledged = readAcknowledged(decoder)
    else if (code === messageRefused) said.refused = readRefused(decoder)
    else if (code === messagePermission) said.readOnly = readPermission(decoder)
    else if (code === messageAwareness) said.awareness += 1
  })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== socket) send(updateFrame(update))
  })
  return {
    doc,
    socket,
    said,
    send,
    type: (words) => typeInto(doc, words),
    text: () => lettersOf(doc),
    close: () => socket.terminate(),
  }
}
