import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { appendDocumentUpdate } from '#db/queries/documents'
import { closeEvents } from '#collab/close-events'
import { messageAwareness, messageSync } from '#collab/messages'
import type { DocumentId } from '#domain/ids'
import { clientOf, shapeVersion, textOf } from '#editor/shape'
import { connectClient, updateFrame } from '../collaboration-client'
import { aSampleServer, aSharedDraft, cleanUps, open, patient, until } from '../live-server'
import { headersOf, liveAddress, signInAs } from '../sample-server'
import type { ServerProcess } from '../server-process'

/** The process still answers others; how soon is what `npm run bench` measures. */
async function expectAnswer(server: ServerProcess) {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
}

const memoryMb = ({ processId }: ServerProcess) =>
  Number(/VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${String(processId)}/status`, 'utf8'))?.[1]) / 1024

/** A raw connection to the server's port. */
async function rawSocket(server: ServerProcess): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  cleanUps.push(() => void socket.destroy())
  return socket
}

const upgradeRequest = (server: ServerProcess, address: string, key = 'dGhlIHNhbXBsZSBub25jZQ==') =>
  `GET ${address} HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nOrigin: ${server.url}\r\nUpgrade: websocket\r\n` +
  `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`

/** The status line that answers a request for an upgrade. */
async function statusOf(server: ServerProcess, address: string): Promise<string> {
  const socket = await rawSocket(server)
  socket.write(upgradeRequest(server, address))
  return new Promise((resolve) => {
    socket.once('data', (data: Buffer) => resolve(data.toString().split('\r\n')[0] ?? ''))
    socket.once('close', () => resolve('closed'))
  })
}

test('an upgrade with a broken address is not found, and ends nothing', async () => {
  const { server } = await aSampleServer()
  for (const address of [
    '/collaboration/%E0%A4%A',
    '/collaboration/%',
    '/collaboration/',
    '/collaboration/a/b',
    '/collaboration/%00',
    '/collaboration/..%2f..%2fetc',
    `/collaboration/${'x'.repeat(5_000)}`,
  ])
    expect(await statusOf(server, address)).toBe('HTTP/1.1 404 Not Found')
  await expectAnswer(server)
})

test('hundreds of upgrades that are cut off, half closed or reset end nothing', async () => {
  const { server } = await aSampleServer()
  const request = upgradeRequest(server, '/collaboration/01ARZ3NDEKTSV4RRFFQ69G5FAV')
  for (let round = 0; round < 300; round += 1) {
    const socket = await rawSocket(server)
    const length = (round * 37) % (request.length + 40)
    // What is behind the request is the beginning of a broken frame.
    socket.write(Buffer.concat([Buffer.from(request), Buffer.alloc(40, round)]).subarray(0, length))
    if (round % 3 === 0) socket.resetAndDestroy()
    else if (round % 3 === 1) socket.end()
    else socket.destroy()
  }
  await expectAnswer(server)
})

test('people who are not signed in never connect to a live document', async () => {
  const { server, db } = await aSampleServer()
  const public_ = await db
    .selectFrom('recommendation')
    .select('document_id')
    .where('status', '=', 'listed')
    .executeTakeFirstOrThrow()
  const stranger = connectClient(liveAddress(server, public_.document_id), { origin: server.url })
  await until(() => stranger.said.closed !== undefined)
  expect(stranger.said.closed).toBe(closeEvents.notAvailable.code)
  expect(stranger.said.synced).toBe(false)
})

test('a page that knows another shape of texts is told to load again', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil } = await aSharedDraft(db)
  const headers = headersOf(server, await signInAs(server, brazil.participant))
  const address = liveAddress(server, document)
  const old = connectClient(`${address}?shape=${String(shapeVersion + 1)}`, headers)
  await until(() => old.said.closed !== undefined)
  expect(old.said.closed).toBe(closeEvents.oldShape.code)
  const current = connectClient(`${address}?shape=${String(shapeVersion)}`, headers)
  await until(() => current.said.synced)
  expect(current.said.closed).toBeUndefined()
})

/** Bytes that look random and are the same in every run. */
function bytesOf(seed: number, length: number): Uint8Array {
  let state = seed
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  })
}

test('thousands of broken frames close their own connections and nothing else', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil, kenya } = await aSharedDraft(db)
  const witness = await open(server, brazil, document)
  const headers = headersOf(server, await signInAs(server, kenya.participant))
  const attacker = async () => {
    const socket = new WebSocket(liveAddress(server, document), { headers, perMessageDeflate: false })
    socket.on('error', () => undefined)
    await new Promise((resolve) => socket.once('open', resolve))
    return socket
  }
  for (let round = 0; round < 40; round += 1) {
    const socket = await attacker()
    for (let frame = 0; frame < 100; frame += 1) {
      const seed = round * 100 + frame
      const bytes = bytesOf(seed, seed % 120)
      // Most of them begin as a frame that is read further.
      if (seed % 3 > 0) bytes.set([messageSync, seed % 3].slice(0, bytes.length))
      else if (seed % 2 > 0) bytes.set([messageAwareness].slice(0, bytes.length))
      if (socket.readyState === socket.OPEN) socket.send(bytes)
    }
    if (round % 2 === 0) socket.terminate()
    else socket.close()
  }
  const large = await attacker()
  large.send(new Uint8Array(9_000_000))
  await new Promise((resolve) => large.once('close', resolve))
  await expectAnswer(server)
  witness.type('Still here. ')
  await until(() => witness.said.acknowledged > 1)
  expect(witness.said.refused ?? witness.said.closed).toBeUndefined()
})

/** An update of so many letters, as an import could have written it. */
function longUpdate(letters: number): Uint8Array {
  const doc = new Y.Doc({ gc: false })
  doc.clientID = clientOf(9, 'letters')
  textOf(doc).insert(0, 'abcdefghi '.repeat(letters / 10))
  return Y.encodeStateAsUpdate(doc)
}

test('three hundred requests for a large text cost one text at a time', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil, kenya } = await aSharedDraft(db)
  await db.transaction().execute((tx) =>
    appendDocumentUpdate(tx, {
      document,
      payload: longUpdate(3_600_000),
      participant: undefined,
      at: new Date(),
    }),
  )
  const witness = await open(server, brazil, document)
  const before = memoryMb(server)
  const headers = headersOf(server, await signInAs(server, kenya.participant))
  const attacker = connectClient(liveAddress(server, document), headers)
  await until(() => attacker.said.synced)
  attacker.socket.pause()
  const encoder = createEncoder()
  writeVarUint(encoder, messageSync)
  writeVarUint(encoder, 0)
  writeVarUint8Array(encoder, Uint8Array.from([0]))
  for (let request = 0; request < 300; request += 1) attacker.send(toUint8Array(encoder))
  const least = witness.said.acknowledged
  let most = 0
  const watch = async () => {
    await expectAnswer(server)
    most = Math.max(most, memoryMb(server) - before)
  }
  await watch()
  // What the attacker sends last is read last: when others see it, all its requests have been dealt with.
  attacker.type('After all requests. ')
  await vi.waitUntil(async () => {
    await watch()
    return witness.text().includes('After all requests.')
  }, patient)
  expect(most).toBeLessThan(150)
  witness.type('Still here. ')
  await until(() => witness.said.acknowledged > least)
})

test('a document whose stored bytes are broken is closed, and others go on', async () => {
  const { server, db } = await aSampleServer()
  const [broken, sound] = [await aSharedDraft(db), await aSharedDraft(db)]
  await db
    .updateTable('document_update')
    .set({ payload: Buffer.from([9, 255, 255, 255, 1, 2, 3]) })
    .where('document_id', '=', broken.document)
    .execute()
  const headers = headersOf(server, await signInAs(server, broken.brazil.participant))
  const socket = new WebSocket(liveAddress(server, broken.document), { headers, perMessageDeflate: false })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  // The first step of the handshake, of a document that has nothing.
  socket.once('open', () => socket.send(Uint8Array.from([messageSync, 0, 1, 0])))
  expect(await closed).toBe(closeEvents.damaged.code)
  const writer = await open(server, sound.brazil, sound.document)
  writer.type('Sound. ')
  await until(() => writer.said.acknowledged > 1)
  await vi.waitUntil(async () => {
    const row = await db
      .selectFrom('recommendation')
      .select('text')
      .where('document_id', '=', sound.document as DocumentId)
      .executeTakeFirst()
    return row?.text.includes('Sound.')
  }, patient)
  await expectAnswer(server)
})

test('a flood of frames closes the connection that sends it', async () => {
  const { server, db } = await aSampleServer(undefined, { MAX_UPDATES_PER_SECOND: '20' })
  const { document, kenya } = await aSharedDraft(db)
  const flooder = await open(server, kenya, document)
  for (let frame = 0; frame < 3_000; frame += 1) flooder.send(Uint8Array.of(3))
  await until(() => flooder.said.closed !== undefined)
  expect(flooder.said.closed).toBe(closeEvents.tooFast.code)
  const typist = await open(server, kenya, document)
  for (let update = 0; update < 300; update += 1) typist.send(updateFrame(Uint8Array.from([0, 0])))
  await until(() => typist.said.refused !== undefined)
  expect(typist.said.refused).toBe('too-fast')
  await expectAnswer(server)
})
