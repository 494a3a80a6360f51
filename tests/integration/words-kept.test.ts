import { expect, inject, test } from 'vitest'
import * as Y from 'yjs'
import type { Db } from '#db/client'
import { appendDocumentUpdate, loadDocument } from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import { plainText } from '#domain/text/content'
import { lostWords } from '#editor/lost-words'
import { readContent, rootOf } from '#editor/text-document'
import { updateFrame, type CollaborationClient } from '../collaboration-client'
import { makePostgresDatabase, onEachEngine } from '../engines'
import { aSampleServer, aSharedDraft, cleanUps, open, until } from '../live-server'
import { startServer } from '../sample-server'
import type { ServerProcess } from '../server-process'

const three = 'First stays.\nSecond goes.\nThird stays.'
const shown = (client: CollaborationClient) => plainText(readContent(client.doc))

async function stored(db: Db, document: DocumentId) {
  const { doc } = await loadDocument(db, document)
  const text = plainText(readContent(doc))
  doc.destroy()
  return text
}

/** A copy of a text that hears nothing more of it. */
function deaf(client: CollaborationClient) {
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(client.doc))
  return doc
}

/** The place where a paragraph that reads like this is in the text; -1 where it is not. */
const placeOf = (doc: Y.Doc, words: string) =>
  readContent(doc).blocks.findIndex((block) => plainText({ blocks: [block] }).includes(words))

function textAt(doc: Y.Doc, place: number): Y.XmlText {
  const paragraph = rootOf(doc).get(place)
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('There is no such text.')
  return text
}

const typeInto = (doc: Y.Doc, beside: string, words: string) => {
  const text = textAt(doc, placeOf(doc, beside))
  text.insert(text.length, words)
}

const remove = (doc: Y.Doc, words: string) => rootOf(doc).delete(placeOf(doc, words))

/** What somebody does without having heard of what others do. */
function unheard(client: CollaborationClient, work: (doc: Y.Doc) => void): Uint8Array {
  const doc = deaf(client)
  const before = Y.encodeStateVector(doc)
  work(doc)
  const update = Y.encodeStateAsUpdate(doc, before)
  doc.destroy()
  return update
}

/** Whether the server has answered everything that a client sent after its handshake. */
const isAnswered = (client: CollaborationClient, sent: number) =>
  client.said.refused !== undefined || client.said.acknowledged > sent

async function twoWriters(server: ServerProcess, db: Db) {
  const { document, brazil, kenya } = await aSharedDraft(db, three)
  const [remover, writer] = [await open(server, brazil, document), await open(server, kenya, document)]
  return { document, brazil, kenya, remover, writer }
}

onEachEngine('words that are typed into what is removed at that moment', (_new, _engine, newDatabaseUrl) => {
  test('are refused with the reason, whoever of the two is faster, and never vanish unsaid', async () => {
    const { server, db } = await aSampleServer(await newDatabaseUrl())
    const { document, brazil, remover, writer } = await twoWriters(server, db)
    const late = unheard(writer, (doc) => typeInto(doc, 'Second', ' Mine.'))
    remove(remover.doc, 'Second')
    await until(() => isAnswered(remover, 1) && !shown(writer).includes('Second'))
    writer.send(updateFrame(late))
    await until(() => isAnswered(writer, 1))
    expect(writer.said.refused).toBe('text-gone')
    expect(remover.said.refused).toBeUndefined()
    expect(await stored(db, document)).toBe('First stays.\nThird stays.')

    // The other way round: what nobody has seen is not removed.
    const [again, blind] = [await open(server, brazil, document), await open(server, brazil, document)]
    const removal = unheard(blind, (doc) => remove(doc, 'Third'))
    typeInto(again.doc, 'Third', ' Ours.')
    await until(() => isAnswered(again, 1))
    blind.send(updateFrame(removal))
    await until(() => isAnswered(blind, 1))
    expect(blind.said.refused).toBe('words-unseen')
    expect(await stored(db, document)).toBe('First stays.\nThird stays. Ours.')
    // Whoever has seen it removes it.
    await until(() => shown(again) === shown(remover))
    remove(again.doc, 'Third')
    await until(() => isAnswered(again, 2))
    expect(again.said.refused).toBeUndefined()
    expect(await stored(db, document)).toBe('First stays.')
  })

  test('at the very same moment, again and again: one of the two is told, and all views are one', async () => {
    const { server, db } = await aSampleServer(await newDatabaseUrl())
    const { document, brazil, kenya } = await aSharedDraft(
      db,
      Array.from({ length: 8 }, (_, index) => `Paragraph ${String(index)}.`).join('\n'),
    )
    for (let round = 0; round < 8; round += 1) {
      const [remover, writer] = [await open(server, brazil, document), await open(server, kenya, document)]
      const place = `Paragraph ${String(round)}.`
      const first = round % 2 === 0
      if (first) remove(remover.doc, place)
      typeInto(writer.doc, place, ' Mine.')
      if (!first) remove(remover.doc, place)
      await until(() => isAnswered(remover, 1) && isAnswered(writer, 1))
      const reader = await open(server, brazil, document)
      const reasons = [remover.said.refused, writer.said.refused]
      expect([
        ['words-unseen', undefined],
        [undefined, 'text-gone'],
      ]).toContainEqual(reasons)
      expect(shown(reader).includes(`${place} Mine.`)).toBe(writer.said.refused === undefined)
      expect(await stored(db, document)).toBe(shown(reader))
      for (const client of [remover, writer, reader]) client.close()
    }
  })

  test('offline, with others that have a place: none is taken, all of them are kept where they were typed', async () => {
    const { server, db } = await aSampleServer(await newDatabaseUrl())
    const { document, kenya, remover, writer } = await twoWriters(server, db)
    writer.close()
    const known = Y.getState(writer.doc.store, writer.doc.clientID)
    typeInto(writer.doc, 'First', ' Good.')
    typeInto(writer.doc, 'Second', ' Mine.')
    remove(remover.doc, 'Second')
    await until(() => isAnswered(remover, 1))
    const back = await open(server, kenya, document, writer.doc)
    await until(() => back.said.refused !== undefined)
    expect(back.said.refused).toBe('text-gone')
    expect(await stored(db, document)).toBe('First stays.\nThird stays.')
    const isOwn = (client: number, clock: number) => client === writer.doc.clientID && clock >= known
    expect(lostWords(writer.doc, isOwn)).toEqual([{ words: 'Mine.', after: 1 }])
    expect(shown(back)).toBe('First stays. Good.\nThird stays.')
  })

  test('are refused as well where a decision of the server removed it', async () => {
    const { server, db } = await aSampleServer(await newDatabaseUrl())
    const { document, brazil, remover, writer } = await twoWriters(server, db)
    remover.close()
    const payload = unheard(writer, (doc) => remove(doc, 'Second'))
    const late = unheard(writer, (doc) => typeInto(doc, 'Second', ' Mine.'))
    const { participant } = brazil
    await db
      .transaction()
      .execute((tx) => appendDocumentUpdate(tx, { document, payload, participant, at: new Date() }))
    // Nobody has told the server yet.
    writer.send(updateFrame(late))
    await until(() => isAnswered(writer, 1))
    expect(writer.said.refused).toBe('text-gone')
    expect(await stored(db, document)).toBe('First stays.\nThird stays.')
    await until(() => shown(writer) === 'First stays.\nThird stays.')
  })
})

test('what one typed and removed oneself is taken, and so is undoing it', async () => {
  const { server, db } = await aSampleServer()
  const { document, remover, writer } = await twoWriters(server, db)
  const undo = new Y.UndoManager(rootOf(writer.doc), { captureTimeout: 0 })
  writer.doc.transact(() => {
    typeInto(writer.doc, 'Second', ' Mine.')
    remove(writer.doc, 'Second')
  })
  await until(() => isAnswered(writer, 1))
  undo.undo()
  await until(() => isAnswered(writer, 2))
  typeInto(writer.doc, 'Second', ' Again.')
  await until(() => isAnswered(writer, 3))
  expect(writer.said.refused).toBeUndefined()
  expect(await stored(db, document)).toBe('First stays.\nSecond goes. Again.\nThird stays.')
  await until(() => shown(remover) === shown(writer))
  // Cutting a paragraph in two, and joining it again, moves words that everybody has seen.
  remover.doc.transact(() => {
    const text = textAt(remover.doc, 1)
    const made = new Y.XmlElement('paragraph')
    rootOf(remover.doc).insert(2, [made])
    made.insert(0, [new Y.XmlText(text.toJSON().slice(7))])
    text.delete(7, text.length - 7)
  })
  await until(() => isAnswered(remover, 1))
  remover.doc.transact(() => {
    typeInto(remover.doc, 'Second', 'goes.')
    rootOf(remover.doc).delete(2)
  })
  await until(() => isAnswered(remover, 2))
  expect(remover.said.refused).toBeUndefined()
  expect(await stored(db, document)).toBe('First stays.\nSecond goes.\nThird stays.')
})

test('in two processes that share a database it is the same', async () => {
  const { url, remove: drop } = await makePostgresDatabase(inject('postgresUrl'))
  cleanUps.push(drop)
  const { server, db, environment } = await aSampleServer(url, { SESSION_SECRET: 'the-same-secret-on-each' })
  const other = await startServer(environment)
  cleanUps.push(() => other.stop())
  const { document, brazil, kenya } = await aSharedDraft(
    db,
    Array.from({ length: 8 }, (_, index) => `Paragraph ${String(index)}.`).join('\n'),
  )
  for (let round = 0; round < 8; round += 1) {
    const [remover, writer] = [await open(server, brazil, document), await open(other, kenya, document)]
    const place = `Paragraph ${String(round)}.`
    remove(remover.doc, place)
    typeInto(writer.doc, place, ' Mine.')
    await until(() => isAnswered(remover, 1) && isAnswered(writer, 1))
    const reasons = [remover.said.refused, writer.said.refused]
    expect([
      ['words-unseen', undefined],
      [undefined, 'text-gone'],
    ]).toContainEqual(reasons)
    expect((await stored(db, document)).includes(`${place} Mine.`)).toBe(writer.said.refused === undefined)
    for (const client of [remover, writer]) client.close()
  }
})
