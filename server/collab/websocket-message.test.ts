import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { websocketMessage } from './websocket-message'

/** Lengths around those at which the header grows. */
const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000]
const payloadOf = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251)

let server: WebSocketServer
beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(() => server.close())

test.each(lengths)(
  'a client reads a message of %i bytes, between two that the library wrote',
  async (length) => {
    server.once('connection', (socket, request) => {
      socket.send('before')
      request.socket.write(websocketMessage(payloadOf(length)))
      socket.send('after')
    })
    const { port } = server.address() as AddressInfo
    const client = new WebSocket(`ws://127.0.0.1:${String(port)}`)
    const received: [Buffer, boolean][] = []
    await new Promise<void>((resolve, reject) => {
      client.on('error', reject)
      client.on('message', (data: Buffer, isBinary) => {
        received.push([data, isBinary])
        if (received.length === 3) resolve()
      })
    })
    client.terminate()
    expect(received).toEqual([
      [Buffer.from('before'), false],
      [Buffer.from(payloadOf(length)), true],
      [Buffer.from('after'), false],
    ])
  },
)
