import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { messageAcknowledged, messagePermission, messageRefused } from '#collab/messages'
import { textOf, typeInto, writeUnderOwnBase } from './collaboration-client'
import { cleanUps } from './live-server'

/** A line between clients and servers that can be cut, and led elsewhere; several servers are taken in turn. */
export async function aLine(...ports: number[]) {
  const sockets = new Set<Socket>()
  let targets = ports
  let turn = 0
  const server = createServer((client) => {
    turn += 1
    const behind = connect(targets[turn % targets.length] ?? 0, '127.0.0.1')
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        behind.destroy()
      })
    }
    client.pipe(behind).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => sockets.forEach((socket) => socket.destroy())
  cleanUps.push(() => {
    cut()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    leadTo: (...others: number[]) => {
      targets = others
    },
  }
}

export const portOf = (url: string) => Number(new URL(url).port)

/** A browser's own provider, with the cookie that a browser would send. */
export function aTab(port: number, document: string, cookie: string) {
  class SignedInSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers: { cookie, origin: `http://127.0.0.1:${port}` } })
    }
  }
  const doc = new Y.Doc({ gc: false })
  // Carets are sent under the id that the document has when its provider is made.
  const base = writeUnderOwnBase(doc)
  const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/collaboration`, document, doc, {
    WebSocketPolyfill: SignedInSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    maxBackoffTime: 300,
  })
  // What the server says besides the text; the screens' provider reads it, here it is only not unknown.
  for (const code of [messageAcknowledged, messageRefused, messagePermission])
    provider.messageHandlers[code] = () => undefined
  cleanUps.push(() => {
    provider.destroy()
    doc.destroy()
  })
  return {
    doc,
    provider,
    type: (words: string) => {
      typeInto(doc, base, words)
    },
    text: () => textOf(doc),
  }
}
