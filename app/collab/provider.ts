import { clone, readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { IndexeddbPersistence, clearDocument } from 'y-indexeddb'
import { encodeAwarenessUpdate } from 'y-protocols/awareness'
import { messageYjsSyncStep1 } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { closeEventOf, type FinalReason } from './close-events'
import {
  messageAcknowledged,
  messageAwareness,
  messagePermission,
  messageQueryAwareness,
  messageRefused,
  messageSync,
  readAcknowledged,
  readPermission,
  readRefused,
  type ReadOnlyReason,
  type RefusedReason,
} from './messages'
import { watchReachability } from './reachability'

/** The state of a live text in one word; outside checks rely on these. */
export const liveStates = ['saved', 'saving', 'offline', 'read-only', 'refused'] as const
export type LiveState = (typeof liveStates)[number]

export function liveStateOf({ connection, saved, readOnly, refused }: DocumentState): LiveState {
  if (refused) return 'refused'
  if (connection === 'offline') return 'offline'
  if (connection === 'connected' && readOnly !== undefined && readOnly !== 'none') return 'read-only'
  return connection === 'connected' && saved ? 'saved' : 'saving'
}

/** What the status line shows of a document that is open. */
export type DocumentState = {
  connection: 'connecting' | 'connected' | 'offline'
  /** Whether everything that was written here is durable on the server. */
  saved: boolean
  /** Undefined until the server said. */
  readOnly: ReadOnlyReason | undefined
  refused: RefusedReason | undefined
  /** Why the server ended the connection for good. */
  ended: FinalReason | undefined
}

export type DocumentConnection = {
  provider: WebsocketProvider
  state: () => DocumentState
  subscribe: (listener: () => void) => () => void
  /** Whether something was written in this browser, is not deleted by its writer, and is not on the server. */
  isUnkept: (client: number, clock: number) => boolean
  /** Connects again after the server ended the connection for good. */
  retry: () => void
  destroy: () => void
}

type Options = {
  documentId: string
  doc: Y.Doc
  account: string
  serverUrl: string
  /** Version of the shape of texts that this page knows. */
  shape: number
}

/** Answered at once, whatever the database does. */
const queryFrame = Uint8Array.of(messageQueryAwareness)

/** Copies of another shape are not read: what is in them was offered for copying before the page was loaded again. */
const storageName = (account: string, shape: number, documentId: string) =>
  `rapporteur:${account}:${String(shape)}:${documentId}`

/**
 * Connects a document with the server: y-websocket's provider, the acknowledgements that make *saved* true, and
 * a copy in this browser so that what is written offline, or while the session ran out, is sent later.
 */
export function connectDocument({ documentId, doc, account, serverUrl, shape }: Options): DocumentConnection {
  let state: DocumentState = {
    connection: 'connecting',
    saved: true,
    readOnly: undefined,
    refused: undefined,
    ended: undefined,
  }
  const listeners = new Set<() => void>()
  const change = (next: Partial<DocumentState>) => {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }
  const persistence = new IndexeddbPersistence(storageName(account, shape, documentId), doc)
  const provider = new WebsocketProvider(serverUrl, documentId, doc, {
    connect: false,
    disableBc: true,
    params: { shape: String(shape) },
  })
  sendOwnCaretOnly(provider)
  const reachability = watchReachability({
    probe: () => provider.ws?.send(queryFrame),
    disconnect: () => {
      provider.disconnect()
      change({ connection: 'offline' })
    },
    connect: () => provider.connect(),
    network: window,
  })

  // Updates of ours that left on this connection, and how many of them the server has kept.
  let sent = 0
  let offlineEdits = false
  const acknowledge = (count: number) => {
    if (count < sent) return
    offlineEdits = false
    for (const client of doc.store.clients.keys())
      if (isOwn(client)) onServer.set(client, Y.getState(doc.store, client))
    change({ saved: true })
  }
  /** A session writes under several client ids, which differ by multiples of 2^32. */
  const isOwn = (client: number) => client % 2 ** 32 === doc.clientID % 2 ** 32
  /** How much of each client id the server has, as far as it said. */
  let onServer = new Map<number, number>()
  /** What earlier pages left in this browser. */
  let inBrowser = new Map<number, number>()
  /** What was deleted here, by the hand that wrote it or by another's. */
  let deletedHere = Y.createDeleteSet()
  const onTransaction = ({ origin, deleteSet }: Y.Transaction) => {
    if (origin === provider || origin === persistence || deleteSet.clients.size === 0) return
    deletedHere = Y.mergeDeleteSets([deletedHere, deleteSet])
  }
  doc.on('afterTransaction', onTransaction)
  const onUpdate = (_update: Uint8Array, origin: unknown) => {
    if (origin === provider || origin === persistence) return
    if (provider.wsconnected) {
      sent += 1
      reachability.sent()
    } else offlineEdits = true
    change({ saved: false })
  }
  doc.on('update', onUpdate)

  const syncHandler = provider.messageHandlers[messageSync]
  provider.messageHandlers[messageSync] = (encoder, decoder, ...rest) => {
    const ahead = clone(decoder)
    if (readVarUint(ahead) === messageYjsSyncStep1) onServer = Y.decodeStateVector(readVarUint8Array(ahead))
    syncHandler?.(encoder, decoder, ...rest)
  }
  provider.messageHandlers[messageAcknowledged] = (_encoder: unknown, decoder: Decoder) =>
    acknowledge(readAcknowledged(decoder))
  provider.messageHandlers[messageRefused] = (_encoder: unknown, decoder: Decoder) =>
    change({ refused: readRefused(decoder), saved: false })
  provider.messageHandlers[messagePermission] = (_encoder: unknown, decoder: Decoder) =>
    change({ readOnly: readPermission(decoder) })
  provider.messageHandlers.forEach((handle, code) => {
    provider.messageHandlers[code] = (...message) => {
      handle(...message)
      reachability.received(state.saved || state.refused !== undefined)
    }
  })

  provider.on('status', ({ status }) => {
    if (status === 'connected') {
      // The second step of the handshake carries everything the server lacks; it is acknowledged like an update.
      sent = 1
      reachability.connected()
      reachability.sent()
      change({ connection: 'connected', saved: !offlineEdits && state.saved, ended: undefined })
    } else if (status === 'disconnected') {
      reachability.disconnected()
      change({ connection: 'offline' })
    } else {
      reachability.connecting()
      change({ connection: state.connection === 'offline' ? 'offline' : 'connecting' })
    }
  })
  provider.on('connection-close', (event) => {
    const known = event && closeEventOf(event.code)
    if (!known?.final) return
    // y-websocket would go on reconnecting.
    provider.shouldConnect = false
    reachability.ended()
    change({ connection: 'offline', ended: known.reason })
  })
  void persistence.whenSynced.then(() => {
    inBrowser = Y.decodeStateVector(Y.encodeStateVector(doc))
    provider.connect()
  })

  return {
    provider,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    isUnkept: (client, clock) =>
      clock >= (onServer.get(client) ?? 0) &&
      (isOwn(client) || clock < (inBrowser.get(client) ?? 0)) &&
      !Y.isDeleted(deletedHere, Y.createID(client, clock)),
    retry: () => {
      reachability.retried()
      provider.connect()
    },
    destroy: () => {
      reachability.destroy()
      doc.off('update', onUpdate)
      doc.off('afterTransaction', onTransaction)
      provider.destroy()
      void persistence.destroy()
    },
  }
}

/** y-websocket sends the carets of the others back to the server with each of their moves. */
function sendOwnCaretOnly(provider: WebsocketProvider): void {
  const { awareness } = provider
  awareness.off('update', provider._awarenessUpdateHandler)
  awareness.on('update', (changes: Record<'added' | 'updated' | 'removed', number[]>) => {
    const isOwn = Object.values(changes).some((clients) => clients.includes(awareness.clientID))
    if (!isOwn || !provider.wsconnected) return
    const encoder = createEncoder()
    writeVarUint(encoder, messageAwareness)
    writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]))
    provider.ws?.send(toUint8Array(encoder))
  })
}

/** Forgets the copy of one document in this browser: it could not be sent, and its author chose to let it go. */
export const forgetDocument = (account: string, shape: number, documentId: string): Promise<void> =>
  clearDocument(storageName(account, shape, documentId))

/** Removes from this browser whatever was kept of other accounts' documents. */
export async function forgetOtherAccounts(account: string): Promise<void> {
  if (!('databases' in indexedDB)) return
  const databases = await indexedDB.databases()
  for (const { name } of databases) {
    if (name?.startsWith('rapporteur:') && !name.startsWith(`rapporteur:${account}:`))
      indexedDB.deleteDatabase(name)
  }
}
