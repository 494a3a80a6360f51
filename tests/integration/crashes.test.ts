import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { openDatabase } from '#db/client'
import { connectClient, isGreeted, textOf, type CollaborationClient } from '../collaboration-client'
import { makePostgresDatabase } from '../engines'
import { startPostgres } from '../postgres'
import { headersOf, liveAddress, signInAs, startServer } from '../sample-server'
import { aSampleServer, aSharedDraft, cleanUps, open, patient, storedText, until } from '../live-server'

/** Somebody who types numbered words, wherever the line leads at the moment. */
function aTypist(name: string, doc = new Y.Doc({ gc: false })) {
  let typed = 0
  return {
    doc,
    typed: () => typed,
    type: (client: CollaborationClient) => {
      typed += 1
      client.type(`${name}${String(typed)} `)
    },
    /** The words as the texts must have them, each once. */
    words: () => Array.from({ length: typed }, (_, index) => `${name}${String(index + 1)}`),
  }
}

const wordsIn = (text: string) => text.replace('Begin.', '').split(' ').filter(Boolean)

/** Kills one server over and over while two people type and a third one watches. */
async function survive(kills: number) {
  const { server: first, db, environment } = await aSampleServer()
  const { document, brazil, kenya } = await aSharedDraft(db)
  const cookies = [await signInAs(first, brazil.participant), await signInAs(first, kenya.participant)]
  const typists = [aTypist('a'), aTypist('b')]
  const moments = fc.sample(fc.integer({ min: 5, max: 160 }), { numRuns: kills })
  const shown = new Set<string>()
  let server = first
  for (const moment of moments) {
    const connect = (who: number, doc?: Y.Doc) =>
      connectClient(liveAddress(server, document), headersOf(server, cookies[who] ?? ''), doc)
    const writers = typists.map((typist, who) => connect(who, typist.doc))
    const observer = connect(0)
    const clients = [...writers, observer]
    await until(() => clients.every(isGreeted))
    expect(clients.map(({ said }) => said.refused ?? said.closed)).toEqual([undefined, undefined, undefined])
    const typing = setInterval(() => writers.forEach((client, who) => typists[who]?.type(client)), 4)
    await new Promise((resolve) => setTimeout(resolve, moment))
    await server.kill()
    clearInterval(typing)
    const stored = new Set(wordsIn(await storedText(db, document)))
    const seen = wordsIn(observer.text())
    expect(seen.filter((word) => !stored.has(word))).toEqual([])
    for (const word of seen) shown.add(word)
    clients.forEach((client) => client.close())
    server = await startServer(environment)
    cleanUps.push(() => server.stop())
  }
  const last = await Promise.all(
    typists.map((typist, who) =>
      connectClient(liveAddress(server, document), headersOf(server, cookies[who] ?? ''), typist.doc),
    ),
  )
  const everything = typists.flatMap((typist) => typist.words()).sort()
  await until(() => last.every(isGreeted))
  await vi.waitUntil(async () => wordsIn(await storedText(db, document)).length >= everything.length, patient)
  // Nothing is lost, and nothing is there twice.
  expect(wordsIn(await storedText(db, document)).sort()).toEqual(everything)
  await until(() => last.every((client) => wordsIn(client.text()).length === everything.length))
  last.forEach((client) => client.close())
  return { shown: shown.size, typed: everything.length }
}

test('a server that is killed a hundred times loses nothing that anybody saw or typed', async () => {
  const { shown, typed } = await survive(100)
  // It was a busy room, not an empty one.
  expect(shown).toBeGreaterThan(500)
  expect(typed).toBeGreaterThanOrEqual(shown)
}, 900_000)

test('a PostgreSQL that is killed and comes back costs time and no word', async () => {
  const postgres = await startPostgres()
  cleanUps.push(() => postgres.stop())
  const { url } = await makePostgresDatabase(postgres.url)
  const { server, db } = await aSampleServer(url)
  const { document, brazil, kenya } = await aSharedDraft(db)
  const writers = [await open(server, brazil, document), await open(server, kenya, document)]
  const typists = [aTypist('a'), aTypist('b')]
  const observer = await open(server, brazil, document)
  for (let round = 0; round < 5; round++) {
    const typing = setInterval(() => writers.forEach((client, who) => typists[who]?.type(client)), 8)
    const before = typists[0]?.typed() ?? 0
    await until(() => observer.text().includes(`a${String(before + 20)} `))
    await postgres.kill()
    // Nobody is told that what is typed meanwhile is kept.
    const acknowledged = writers.map(({ said }) => said.acknowledged)
    await until(() => (typists[0]?.typed() ?? 0) > before + 60)
    expect(writers.map(({ said }) => said.acknowledged)).toEqual(acknowledged)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(503)
    clearInterval(typing)
    await postgres.start()
    await until(() =>
      writers.every(
        ({ said }, who) => said.acknowledged > (typists[who]?.typed() ?? Number.POSITIVE_INFINITY),
      ),
    )
  }
  const everything = typists.flatMap((typist) => typist.words()).sort()
  await until(() => wordsIn(observer.text()).length === everything.length)
  const fresh = openDatabase(url)
  cleanUps.push(() => fresh.destroy())
  expect(wordsIn(await storedText(fresh, document)).sort()).toEqual(everything)
  expect(writers.map(({ said }) => said.refused)).toEqual([undefined, undefined])
  expect(textOf(observer.doc)).toBe(textOf(writers[0]?.doc ?? new Y.Doc()))
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
}, 120_000)
