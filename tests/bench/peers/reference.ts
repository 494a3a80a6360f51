import { createServer } from 'node:http'
import { setPersistence, setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'
import type * as Y from 'yjs'
import { fill } from './stored'

/** The reference server of y-websocket, as it comes: everything in memory, nothing stored. */
setPersistence({
  provider: undefined,
  bindState: (name: string, doc: Y.Doc) => fill(name, doc),
  writeState: () => Promise.resolve(),
})
const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket, request) => setupWSConnection(socket, request))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.stdout.write(`port ${String(address.port)}\n`)
})
