import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Db } from '#db/client'
import { appendDocumentUpdate } from '#db/queries/documents'
import { closeEvents } from '#collab/close-events'
import type { DocumentId } from '#domain/ids'
import { clientOf, newBase, textOf } from '#editor/shape'
import { aSampleServer, aSharedDraft, open, patient, until } from '../live-server'

/** Bytes that no update begins with, and a whole update that is cut off. */
const poisons = {
  'bytes that are no update': () => Uint8Array.from([9, 255, 255, 255, 1, 2, 3]),
  'an update that is cut off': () => {
    const doc = new Y.Doc({ gc: false })
    doc.clientID = clientOf(newBase(0.5), 'letters')
    textOf(doc).insert(0, 'Words that nobody can read.')
    return Y.encodeStateAsUpdate(doc).slice(0, -12)
  },
}

const append = (db: Db, document: DocumentId, payload: Uint8Array) =>
  db
    .transaction()
    .execute((tx) => appendDocumentUpdate(tx, { document, payload, participant: undefined, at: new Date() }))

/** What another process would have written. */
function wordsAtTheBeginning(doc: Y.Doc, words: string): Uint8Array {
  const copy = new Y.Doc({ gc: false })
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(copy)
  copy.clientID = clientOf(newBase(0.25), 'letters')
  textOf(copy).insert(0, words)
  return Y.encodeStateAsUpdate(copy, before)
}

/** More words than it takes for a snapshot while a document is open. */
const wordsForSnapshot = 520

test.each(Object.entries(poisons))(
  '%s in the log of an open document stop nothing for the others',
  async (_, poison) => {
    const { server, db } = await aSampleServer()
    const [poisoned, sound] = [await aSharedDraft(db), await aSharedDraft(db)]
    const victim = await open(server, poisoned.brazil, poisoned.document)
    const writer = await open(server, sound.brazil, sound.document)
    const observer = await open(server, sound.kenya, sound.document)
    // Both have something that every background task will want to look at.
    victim.type('Soon poisoned. ')
    await until(() => victim.said.acknowledged > 0)
    await append(db, poisoned.document as DocumentId, poison())
    await until(() => victim.said.closed !== undefined)
    expect(victim.said.closed).toBe(closeEvents.damaged.code)

    // What is written here is shown, and what others write is followed.
    writer.type('Sound. ')
    await until(() => observer.text().includes('Sound.'))
    await append(db, sound.document as DocumentId, wordsAtTheBeginning(writer.doc, 'Elsewhere. '))
    await until(() => observer.text().includes('Elsewhere.'))

    // Lists and snapshots are kept for it.
    for (let word = 0; word < wordsForSnapshot; word += 1) writer.type(`w${String(word)} `)
    const find = (table: 'recommendation' | 'document_snapshot') =>
      db.selectFrom(table).selectAll().where('document_id', '=', sound.document).executeTakeFirst()
    await vi.waitUntil(async () => {
      const item = await find('recommendation')
      return item && 'text' in item && item.text.includes(`w${String(wordsForSnapshot - 1)}`)
    }, patient)
    await vi.waitUntil(async () => (await find('document_snapshot')) !== undefined, patient)
    expect(writer.said.closed ?? writer.said.refused).toBeUndefined()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  },
)
