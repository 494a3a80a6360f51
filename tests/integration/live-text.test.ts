import fc from 'fast-check'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { closeEvents } from '#collab/close-events'
import { messageAwareness } from '#collab/messages'
import { findDocumentSnapshot, listDocumentAuthors, listDocumentUpdates } from '#db/queries/documents'
import type { RecommendationId } from '#domain/ids'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { takeThePen } from '#server/commands/recommendations/take-pen'
import {
  connectClient,
  typeInto,
  updateFrame,
  writeUnderOwnBase,
  type CollaborationClient,
} from '../collaboration-client'
import { onEachEngine } from '../engines'
import {
  aSampleServer,
  aSharedDraft,
  cleanUps,
  documentOf,
  open,
  patient,
  person,
  storedText,
  until,
} from '../live-server'
import { headersOf, liveAddress, signInAs, startServer } from '../sample-server'

onEachEngine('durability', (_newDatabase, engine, newDatabaseUrl) => {
  test('nothing that anyone saw, or that was acknowledged, is lost when the server is killed', async () => {
    const { server, db } = await aSampleServer(await newDatabaseUrl())
    expect(engine).toBeTruthy()
    const { document, brazil, kenya } = await aSharedDraft(db)
    const [one, two, observer] = [
      await open(server, brazil, document),
      await open(server, kenya, document),
      await open(server, brazil, document),
    ]
    let typed = 0
    const typing = setInterval(() => {
      typed += 1
      one.type(`one${String(typed)} `)
      two.type(`two${String(typed)} `)
    }, 4)
    cleanUps.push(() => clearInterval(typing))
    await until(() => observer.text().includes('two40 '))
    const killed = server.kill()
    await killed
    clearInterval(typing)
    const seen = observer.text().match(/(one|two)\d+/g) ?? []
    expect(seen.length).toBeGreaterThan(40)
    const stored = await storedText(db, document)
    expect(seen.filter((word) => !stored.includes(`${word} `))).toEqual([])
    for (const [client, name] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      // The first acknowledgement is of the handshake; each further one is of a word.
      for (let word = 1; word < client.said.acknowledged; word++) {
        expect(stored).toContain(`${name}${String(word)} `)
      }
    }
  })

  test('edits that were made while the server was down are merged when it is back', async () => {
    const { server, db, environment } = await aSampleServer(await newDatabaseUrl())
    const { document, brazil, kenya } = await aSharedDraft(db)
    const before = await open(server, brazil, document)
    await server.kill()
    before.type('Offline. ')
    const again = await startServer(environment)
    cleanUps.push(() => again.stop())
    const writer = await open(again, brazil, document, before.doc)
    const reader = await open(again, kenya, document)
    await until(() => reader.text().includes('Offline. ') && writer.said.acknowledged > 0)
    expect(await storedText(db, document)).toContain('Begin.Offline. ')
  })
})

test('a long history is kept whole and opened from a snapshot, also while somebody writes on', async () => {
  const { server, db, environment } = await aSampleServer()
  const { document, brazil } = await aSharedDraft(db)
  const writer = await open(server, brazil, document)
  let typed = 0
  let stored = 0
  // Slower than the limit of what one connection may send in a second.
  const typing = setInterval(() => {
    if (typed < 620) writer.type(`${String((typed += 1))} `)
  }, 6)
  cleanUps.push(() => clearInterval(typing))
  await vi.waitUntil(async () => {
    stored = (await findDocumentSnapshot(db, document))?.updateId ?? 0
    return typed === 620 && stored > 0 && writer.said.acknowledged > 620
  }, patient)
  expect(writer.said.refused).toBeUndefined()
  const log = await listDocumentUpdates(db, document)
  expect(log.length).toBeGreaterThanOrEqual(620)
  expect(log.filter((entry) => entry.id > stored).length).toBeLessThan(620)
  await server.kill()
  const again = await startServer(environment)
  cleanUps.push(() => again.stop())
  const reader = await open(again, brazil, document)
  await until(() => reader.text().includes(' 620 '))
  expect(reader.text()).toBe(writer.text())
})

test('nobody writes in somebody else’s name', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil, kenya } = await aSharedDraft(db)
  const victim = await open(server, brazil, document)
  victim.type('Mine. ')
  await until(() => victim.said.acknowledged > 0)
  const forger = await open(server, kenya, document)
  await until(() => forger.text().includes('Mine. '))
  forger.base = victim.base
  forger.type('Forged. ')
  await until(() => forger.said.refused !== undefined)
  expect(forger.said.refused).toBe('foreign-author')
  expect(await storedText(db, document)).not.toContain('Forged')
  const author = (await listDocumentAuthors(db, document)).find((candidate) => candidate.base === victim.base)
  expect(author?.participant).toBe(brazil.participant)
})

test('a caret carries the name that the server knows, whatever the client claims', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil, kenya } = await aSharedDraft(db)
  const observer = await open(server, brazil, document)
  const frames: string[] = []
  observer.socket.on('message', (data: Buffer) => {
    if (data[0] === messageAwareness) frames.push(data.toString('utf8'))
  })
  const forger = await open(server, kenya, document)
  const send = (clock: number, state: Record<string, unknown>) => {
    const inner = createEncoder()
    writeVarUint(inner, 1)
    writeVarUint(inner, forger.doc.clientID)
    writeVarUint(inner, clock)
    writeVarString(inner, JSON.stringify(state))
    const frame = createEncoder()
    writeVarUint(frame, messageAwareness)
    writeVarUint8Array(frame, toUint8Array(inner))
    forger.send(toUint8Array(frame))
  }
  send(1, { anchor: null, focus: null, focused: true })
  await until(() => frames.some((frame) => frame.includes('Wanjiru Otieno')))
  send(2, { anchor: null, focus: null, focused: true, name: 'Paulo Azevedo' })
  await until(() => forger.said.closed !== undefined)
  expect(forger.said.closed).toBe(closeEvents.malformed.code)
  expect(frames.join('')).not.toContain('"name":"Paulo Azevedo"')
})

test('the right to write is decided on the wire, and anew when it changes', async () => {
  const { server, db } = await aSampleServer()
  const { id, document, brazil, kenya } = await aSharedDraft(db)
  const [owner, stranger] = [
    await open(server, brazil, document),
    await open(server, await person(db, 'JPN'), document),
  ]
  // What may not be seen does not exist.
  expect(stranger.said.closed).toBe(closeEvents.notAvailable.code)
  expect(owner.said.readOnly).toBe('none')
  await tableRecommendation(db, brazil, { recommendation: id })
  // What is tabled is a document of its own; the draft stays with those who wrote it, and takes nothing more.
  await until(() => owner.said.readOnly === 'frozen')
  owner.type('After tabling. ')
  await until(() => owner.said.refused === 'not-permitted')
  expect(await storedText(db, document)).toBe('Begin.')
  const tabled = await documentOf(db, id)
  const outsider = await open(server, await person(db, 'JPN'), document)
  expect(outsider.said.closed).toBe(closeEvents.notAvailable.code)
  expect((await open(server, brazil, tabled)).said.readOnly).toBe('no-pen')

  const rapporteur = await person(db, 'rapporteur')
  const { delegation } = kenya
  if (!delegation) throw new Error('Kenya is a delegation.')
  await giveThePen(db, rapporteur, { recommendation: id, delegation })
  const holder = await open(server, kenya, tabled)
  holder.type('With the pen. ')
  // The first acknowledgement is of the handshake.
  await until(() => holder.said.acknowledged > 1)
  await takeThePen(db, rapporteur, { recommendation: id, delegation })
  holder.type('Without it. ')
  await until(() => holder.said.refused === 'not-permitted' || holder.said.readOnly === 'no-pen')
  await until(() => holder.said.refused === 'not-permitted')
  expect(await storedText(db, tabled)).toContain('With the pen')
  expect(await storedText(db, tabled)).not.toContain('Without it')
})

test('an agreed paragraph takes no edit from anyone', async () => {
  const { server, db } = await aSampleServer()
  const rapporteur = await person(db, 'rapporteur')
  const { id } = await db
    .selectFrom('recommendation')
    .select('id')
    .where('status', '=', 'proposed')
    .limit(1)
    .executeTakeFirstOrThrow()
  const document = await documentOf(db, id as RecommendationId)
  const client = await open(server, rapporteur, document)
  const before = await storedText(db, document)
  await agreeParagraph(db, await person(db, 'chair'), { recommendation: id as RecommendationId })
  await until(() => client.said.readOnly === 'frozen')
  client.type('Too late. ')
  await until(() => client.said.refused === 'not-permitted')
  expect(await storedText(db, document)).toBe(before)
})

test('whoever signs out is out of the text at once, and a stranger’s site cannot connect', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil } = await aSharedDraft(db)
  const cookie = await signInAs(server, brazil.participant)
  const client = connectClient(liveAddress(server, document), headersOf(server, cookie))
  cleanUps.push(() => client.close())
  await until(() => client.said.synced)
  await fetch(`${server.url}/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: server.url },
    redirect: 'manual',
  })
  await until(() => client.said.closed !== undefined)
  expect(client.said.closed).toBe(closeEvents.sessionExpired.code)
  const other = connectClient(liveAddress(server, document), {
    cookie: await signInAs(server, brazil.participant),
    origin: 'https://elsewhere.example',
  })
  cleanUps.push(() => other.close())
  await until(() => other.said.closed !== undefined)
  expect(other.said.synced).toBe(false)
})

test('an update that is too large, or builds on nothing, is refused with its reason', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil } = await aSharedDraft(db)
  const large = await open(server, brazil, document)
  large.type('x'.repeat(5_000_000))
  await until(() => large.said.refused !== undefined)
  expect(large.said.refused).toBe('too-large')
  const gap = await open(server, brazil, document)
  const elsewhere = new Y.Doc({ gc: false })
  const base = writeUnderOwnBase(elsewhere)
  typeInto(elsewhere, base, 'first ')
  const vector = Y.encodeStateVector(elsewhere)
  typeInto(elsewhere, base, 'second ')
  gap.send(updateFrame(Y.encodeStateAsUpdate(elsewhere, vector)))
  await until(() => gap.said.refused !== undefined)
  expect(gap.said.refused).toBe('incomplete')
  expect(await storedText(db, document)).toBe('Begin.')
})

test('more connections, and more edits, than an account may have are refused with their reason', async () => {
  const { server, db } = await aSampleServer(undefined, {
    MAX_ACCOUNT_CONNECTIONS: '3',
    MAX_CONNECTIONS: '5',
    MAX_UPDATES_PER_SECOND: '2',
    MAX_UPDATE_BYTES: '2000',
    MAX_DOCUMENT_BYTES: '9000',
  })
  const { document, brazil, kenya } = await aSharedDraft(db)
  const tabs = [
    await open(server, brazil, document),
    await open(server, brazil, document),
    await open(server, brazil, document),
  ]
  expect((await open(server, brazil, document)).said.closed).toBe(closeEvents.tooManyConnections.code)
  // Others are not locked out by one account, until the server has as many as it may have.
  const others = [await open(server, kenya, document), await open(server, kenya, document)]
  expect(others.map(({ said }) => said.closed)).toEqual([undefined, undefined])
  expect((await open(server, kenya, document)).said.closed).toBe(closeEvents.tooManyConnections.code)
  const [hasty, large, filling] = tabs
  for (let word = 1; word <= 40; word++) hasty?.type('word ')
  await until(() => hasty?.said.refused === 'too-fast')
  large?.type('x'.repeat(3_000))
  await until(() => large?.said.refused === 'too-large')
  for (let part = 1; part <= 8; part++) filling?.type('y'.repeat(1_500))
  await expect.poll(() => filling?.said.refused, patient).toBe('too-large')
  // Whatever came before the refusal is kept, as soon as it is durable; a refusal waits for nothing.
  await expect.poll(() => storedText(db, document), patient).toContain('yyy')
  const stored = await storedText(db, document)
  expect(stored).toContain('word word')
  expect(stored).not.toContain('xxx')
})

test('frames that no version of ours writes close their connection and harm nobody', async () => {
  const { server, db } = await aSampleServer(undefined, { MAX_ACCOUNT_UPDATES_PER_SECOND: '10000' })
  const { document, brazil, kenya } = await aSharedDraft(db)
  const bystander = await open(server, kenya, document)
  const cookie = await signInAs(server, brazil.participant)
  const valid = updateFrame(Y.encodeStateAsUpdate(bystander.doc))
  const mutated = fc
    .tuple(fc.nat({ max: valid.length - 1 }), fc.integer({ min: 0, max: 255 }))
    .map(([at, byte]) => Uint8Array.from(valid, (value, index) => (index === at ? byte : value)))
  const awareness = fc
    .uint8Array({ maxLength: 40 })
    .map((bytes) => Uint8Array.from([messageAwareness, ...bytes]))
  const hostile: CollaborationClient[] = []
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated, awareness), {
        minLength: 1,
        maxLength: 6,
      }),
      async (frames) => {
        const client = connectClient(liveAddress(server, document), headersOf(server, cookie))
        hostile.push(client)
        await until(() => client.said.synced || client.said.closed !== undefined)
        for (const frame of frames) client.send(frame)
        client.close()
      },
    ),
    { numRuns: 1_200 },
  )
  expect(hostile).toHaveLength(1_200)
  bystander.type('Still here. ')
  const before = bystander.said.acknowledged
  await until(() => bystander.said.acknowledged > before || bystander.said.refused !== undefined)
  expect(bystander.said.refused).toBeUndefined()
  expect(await storedText(db, document)).toContain('Still here. ')
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
}, 120_000)
