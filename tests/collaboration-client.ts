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
import { clientOf, newBase, type ItemId } from '#editor/shape'
import { editText, type TextEdit } from '#editor/writing'

export type CollaborationClient = {
  doc: Y.Doc
  /** The base id under which it writes. */
  base: number
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
  /** Inserts words at the end of the first paragraph. */
  type: (words: string) => void
  /** Edits the text as an editor would. */
  edit: (work: (edit: TextEdit) => void) => void
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

/** Gives a document a base id of its own, under which letters are written. @returns it. */
export function writeUnderOwnBase(doc: Y.Doc): number {
  const base = newBase(Math.random())
  doc.clientID = clientOf(base, 'letters')
  return base
}

/** Inserts words at the end of the first paragraph, as an editor would. */
export const typeInto = (doc: Y.Doc, base: number, words: string): void =>
  editText(
    doc,
    { base, origin: undefined },
    (edit) => void edit.insertLetters({ left: lastLetterOf(edit), brackets: [] }, words),
  )

/** The text of the first paragraph. */
export function textOf(doc: Y.Doc): string {
  const [first] = readText(doc).blocks
  return first ? blockText(first) : ''
}

/** The last letter of the first paragraph; undefined where it has none. */
export function lastLetterOf(edit: TextEdit): ItemId | undefined {
  const last = edit.reading.blocks[0]?.runs.findLast((run) => run.text !== '')
  return last && { client: last.client, clock: last.clock + last.text.length - 1 }
}

/** Whether the handshake is over: both sides have answered, or the server has ended it. */
export const isGreeted = ({ said }: CollaborationClient): boolean =>
  said.closed !== undefined || (said.synced && (said.acknowledged > 0 || said.refused !== undefined))

/** Speaks the protocol as a browser does, without one: for tests and benchmarks. */
export function connectClient(
  url: string,
  headers: Record<string, string> = {},
  doc = new Y.Doc({ gc: false }),
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
  const base = writeUnderOwnBase(doc)
  const client: CollaborationClient = {
    doc,
    base,
    socket,
    said,
    send,
    edit: (work) => editText(doc, { base: client.base, origin: client }, work),
    type: (words) => typeInto(doc, client.base, words),
    text: () => textOf(doc),
    close: () => socket.terminate(),
  }
  return client
}
