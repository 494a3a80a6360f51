import { createServer } from 'node:http'
import { Hocuspocus } from '@hocuspocus/server'
import { WebSocketServer } from 'ws'
import { fill, store } from './stored'

/** Hocuspocus as it comes; where a folder is given it stores there, as seldom as its defaults say. */
const hocuspocus = new Hocuspocus({
  quiet: true,
  onLoadDocument: async ({ documentName, document }) => {
    fill(documentName, document)
    return document
  },
  onStoreDocument: async ({ documentName, document }) => store(documentName, document),
})
const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket, request) => hocuspocus.handleConnection(socket, request))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.stdout.write(`port ${String(address.port)}\n`)
})
