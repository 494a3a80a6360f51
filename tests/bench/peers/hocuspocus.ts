import { createServer } from 'node:http'
import { Hocuspocus } from '@hocuspocus/server'
import { WebSocketServer } from 'ws'

/** Hocuspocus as it comes, without an extension: everything in memory, nothing stored. */
const hocuspocus = new Hocuspocus({ quiet: true })
const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket, request) => hocuspocus.handleConnection(socket, request))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.stdout.write(`port ${String(address.port)}\n`)
})
