import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, inject, test, vi } from 'vitest'
import { closeEvents } from '#collab/close-events'
import { messageAwareness } from '#collab/messages'
import { openDatabase, type Db } from '#db/client'
import { lastEventSequence } from '#db/queries/events'
import { listAllDelegations } from '#db/queries/delegations'
import { listMembers } from '#db/queries/participants'
import { findRecommendation } from '#db/queries/recommendations'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { connectClient, isGreeted } from '../collaboration-client'
import { makePostgresDatabase } from '../engines'
import { aDraft, personOf, type Person } from '../factories'
import { headersOf, liveAddress, signInAs, startServer } from '../sample-server'
import type { ServerProcess } from '../server-process'

const cleanUps: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 20 })

async function twoProcesses() {
  const { url, remove } = await makePostgresDatabase(inject('postgresUrl'))
  cleanUps.push(remove)
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-processes-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  const environment = { DATA_DIR: folder, DATABASE_URL: url, SESSION_SECRET: 'the-same-secret-on-each' }
  // The first brings the sample; the second finds it.
  const one = await startServer(environment)
  cleanUps.push(() => one.stop())
  const two = await startServer(environment)
  cleanUps.push(() => two.stop())
  const db = openDatabase(url)
  cleanUps.push(() => db.destroy())
  return { one, two, db }
}

async function delegateOf(db: Db, code: string): Promise<Person> {
  const delegation = (await listAllDelegations(db)).find((each) => each.code === code)
  const found = (await listMembers(db)).find(({ membership }) => membership.delegation === delegation?.id)
  if (!found) throw new Error(`The sample has nobody for ${code}.`)
  return personOf(found)
}

async function open(
  server: ServerProcess,
  cookie: string,
  document: string,
  doc?: Parameters<typeof connectClient>[2],
) {
  const client = connectClient(liveAddress(server, document), headersOf(server, cookie), doc)
  cleanUps.push(() => client.close())
  await until(() => isGreeted(client))
  return client
}

/** Brazil's draft, open in both processes. */
async function oneTextInBoth() {
  const { one, two, db } = await twoProcesses()
  const brazil = await delegateOf(db, 'BRA')
  const { id } = await aDraft(db, { by: brazil, text: 'Begin.' })
  const item = await findRecommendation(db, id)
  if (!item) throw new Error('The draft is gone.')
  // A session of one process is a session of the other.
  const cookie = await signInAs(one, brazil.participant)
  const here = await open(one, cookie, item.document)
  const there = await open(two, cookie, item.document)
  return { one, two, db, brazil, id, document: item.document, cookie, here, there }
}

test('a text that is open in two processes is one text, and outlives either of them', async () => {
  const { one, two, document, cookie, here, there } = await oneTextInBoth()
  for (let word = 1; word <= 20; word++) {
    here.type(`here${String(word)} `)
    there.type(`there${String(word)} `)
  }
  await until(() => here.text().includes('there20 ') && there.text().includes(' here20 '))
  await until(() => here.said.acknowledged >= 20)
  expect(there.text()).toBe(here.text())
  await one.kill()
  here.type('Typed while away. ')
  const moved = await open(two, cookie, document, here.doc)
  await until(() => there.text().includes('Typed while away. '))
  // And back to a process that knows an older clock of this person.
  expect(moved.said.refused).toBeUndefined()
  expect(there.text()).toBe(moved.text())
})

test('whoever changes the process in mid-sentence and comes back is understood', async () => {
  const { one, two, document, cookie, here } = await oneTextInBoth()
  here.type('First. ')
  await until(() => here.said.acknowledged > 1)
  here.close()
  const moved = await open(two, cookie, document, here.doc)
  moved.type('Second. ')
  await until(() => moved.said.acknowledged > 1)
  moved.close()
  const back = await open(one, cookie, document, here.doc)
  back.type('Third. ')
  await until(() => back.said.acknowledged > 1 || back.said.refused !== undefined)
  expect(back.said.refused).toBeUndefined()
  const reader = await open(two, cookie, document)
  await until(() => reader.text().includes('First. Second. Third. '))
})

test('permission, sign-out and carets cross from one process to the other', async () => {
  const { one, db, brazil, id, cookie, here, there } = await oneTextInBoth()
  const carets: string[] = []
  there.socket.on('message', (data: Buffer) => {
    if (data[0] === messageAwareness) carets.push(data.toString('utf8'))
  })
  const inner = createEncoder()
  writeVarUint(inner, 1)
  writeVarUint(inner, here.doc.clientID)
  writeVarUint(inner, 1)
  writeVarString(inner, JSON.stringify({ anchor: null, focus: null, focused: true }))
  const frame = createEncoder()
  writeVarUint(frame, messageAwareness)
  writeVarUint8Array(frame, toUint8Array(inner))
  here.send(toUint8Array(frame))
  await until(() => carets.some((each) => each.includes(brazil.name)))

  await tableRecommendation(db, brazil, { recommendation: id })
  await until(() => here.said.readOnly === 'frozen' && there.said.readOnly === 'frozen')
  there.type('Too late. ')
  await until(() => there.said.refused === 'not-permitted')

  await fetch(`${one.url}/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: one.url },
    redirect: 'manual',
  })
  await until(() => there.said.closed !== undefined)
  expect(there.said.closed).toBe(closeEvents.sessionExpired.code)
})

/** What a page that is open on a meeting is told. */
async function listen(server: ServerProcess, meeting: string, cookie: string, after = 0) {
  const ending = new AbortController()
  cleanUps.push(() => ending.abort())
  const address = `${server.url}/meetings/${meeting}/events?after=${String(after)}`
  const answer = await fetch(address, { headers: { cookie }, signal: ending.signal })
  let heard = ''
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  void (async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) heard += part.value
  })().catch(() => undefined)
  return {
    present: () => [...heard.matchAll(/event: presence\ndata: (.*)\n/g)].at(-1)?.[1] ?? '',
    isToldOf: (type: string) => heard.includes(`"type":"${type}"`),
    isOpen: () => heard !== '',
    end: () => ending.abort(),
  }
}

test('words that are typed show in the lists of every process, also to whoever opens one at that moment', async () => {
  const { one, two, db, brazil, id, here } = await oneTextInBoth()
  await tableRecommendation(db, brazil, { recommendation: id })
  const item = await findRecommendation(db, id)
  if (!item) throw new Error('The text is gone.')
  const rapporteur = (await listMembers(db)).find(({ membership }) => membership.role === 'rapporteur')
  if (!rapporteur) throw new Error('The sample has no Rapporteur.')
  const cookie = await signInAs(two, rapporteur.id)
  here.close()
  const writer = await open(one, await signInAs(one, rapporteur.id), item.document)
  const last = await lastEventSequence(db)
  const early = await listen(two, item.meeting, cookie, last)
  await until(early.isOpen)
  expect(early.isToldOf('text.edited')).toBe(false)
  writer.type('More. ')
  await until(() => early.isToldOf('text.edited'))
  // Loaded before the words, subscribed after them.
  for (const server of [one, two]) {
    const late = await listen(server, item.meeting, cookie, last)
    await until(() => late.isToldOf('text.edited'))
  }
  const elsewhere = (
    await db.selectFrom('meeting').select('id').where('id', '!=', item.meeting).execute()
  ).at(0)
  const other = await listen(two, elsewhere?.id ?? '', cookie, last)
  const outside = await listen(two, item.meeting, '', last)
  await until(() => other.isOpen() && outside.isOpen() && outside.present() !== '')
  for (const feed of [other, outside]) expect(feed.isToldOf('text.edited')).toBe(false)
})

test('who is in a meeting is known in every process, by name to those who are signed in', async () => {
  const { one, two, db } = await twoProcesses()
  const [brazil, kenya] = [await delegateOf(db, 'BRA'), await delegateOf(db, 'KEN')]
  const { place } = await aDraft(db, { by: brazil })
  const here = await listen(one, place.meeting, await signInAs(one, brazil.participant))
  const there = await listen(two, place.meeting, await signInAs(two, kenya.participant))
  const outside = await listen(two, place.meeting, '')
  for (const heard of [here, there])
    await until(() => heard.present().includes(brazil.name) && heard.present().includes(kenya.name))
  await until(() => outside.present().includes(String(brazil.delegation)))
  expect(outside.present()).not.toContain(brazil.name)
  here.end()
  await until(() => !there.present().includes(brazil.name))
  expect(there.present()).toContain(kenya.name)
})
