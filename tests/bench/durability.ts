import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { textOf, typeInto, writeUnderOwnBase } from '../collaboration-client'
import { startBenchServer, type BenchServer, type ServerName } from './servers'
import { openSocket, wireOf } from './wire'

export type DurabilityFigures = {
  /** Words that the observer had seen when the server was killed, and how many of them were gone afterwards. */
  seen: number
  lost: number
  ok: boolean
}

const typists = 4
/** Milliseconds between two words of one typist. */
const pace = 80

/** Kills a server at random moments of continuous typing and counts what an observer had seen and is gone. */
export async function runDurability(name: ServerName, rounds: number): Promise<DurabilityFigures> {
  let seen = 0
  let lost = 0
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'rapporteur-durability-'))
    const server = await startBenchServer(name, { folder })
    const writers = Array.from({ length: typists }, (_, index) => connect(server, index, server.writers))
    const observer = connect(server, 0, server.readers)
    await Promise.all([...writers, observer].map((client) => client.synced))
    const typing = writers.map((writer, index) => {
      let word = 0
      return setInterval(() => {
        word += 1
        writer.type(`${'abcd'.charAt(index)}${String(word)} `)
      }, pace)
    })
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 4_000))
    await server.kill()
    for (const timer of typing) clearInterval(timer)
    const shown = observer.words()
    for (const client of [...writers, observer]) client.socket.terminate()
    const again = await startBenchServer(name, { folder })
    const reader = connect(again, 0, again.readers)
    await reader.synced
    await new Promise((resolve) => setTimeout(resolve, 200))
    const kept = new Set(reader.words())
    seen += shown.length
    lost += shown.filter((word) => !kept.has(word)).length
    reader.socket.terminate()
    await again.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { seen, lost, ok: seen > 0 && lost === 0 }
}

function connect(server: BenchServer, index: number, cookies: readonly string[]) {
  const wire = wireOf({ name: server.nameOf(0) })
  const [url = ''] = server.urlsOf(0)
  const doc = new Y.Doc({ gc: false })
  const socket = openSocket(url, cookies[index % cookies.length])
  const synced = new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => {
      for (const frame of wire.greeting()) socket.send(frame)
      socket.send(wire.step1(Y.encodeStateVector(doc)))
    })
    socket.on('message', (data: Buffer) => {
      const message = wire.read(data)
      if (!message) return
      if (message.step === 0) return socket.send(wire.step2(Y.encodeStateAsUpdate(doc, message.payload)))
      Y.applyUpdate(doc, message.payload, socket)
      if (message.step === 1) resolve()
    })
  })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== socket && socket.readyState === socket.OPEN) socket.send(wire.update(update))
  })
  const base = writeUnderOwnBase(doc)
  return {
    socket,
    synced,
    type: (words: string) => typeInto(doc, base, words),
    words: () => textOf(doc).match(/[abcd]\d+(?= )/g) ?? [],
  }
}
