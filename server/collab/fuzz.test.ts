import fc from 'fast-check'
import { createDecoder } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { paragraphsOf } from '#domain/text/content'
import { buildDocumentUpdate, readContent, rootOf } from '#editor/text-document'
import { orderOf, staysTheSame } from './check-order'
import { checkUpdate } from './check-update'
import { createPresence } from './presence'

const largest = 1_000_000
const person = { name: 'Ann', color: '#000', participant: 'ann', delegation: '' }

function aDoc() {
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, buildDocumentUpdate(paragraphsOf('States should share evidence.'), 7))
  return doc
}

/** An honest next edit of a document. */
function anEdit(doc: Y.Doc): Uint8Array {
  const copy = new Y.Doc({ gc: false })
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(copy)
  const paragraph = rootOf(copy).get(0)
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined
  if (text instanceof Y.XmlText) {
    text.insert(3, 'many words, ')
    text.delete(20, 4)
  }
  rootOf(copy).push([new Y.XmlElement('sub-item')])
  const update = Y.encodeStateAsUpdate(copy, before)
  copy.destroy()
  return update
}

/** Some bytes of an update changed, removed, doubled or put behind each other. */
const mutated = (valid: Uint8Array, most = 6) =>
  fc
    .array(
      fc.record({
        at: fc.nat({ max: valid.length - 1 }),
        how: fc.constantFrom('set', 'cut', 'double'),
        byte: fc.integer({ min: 0, max: 255 }),
      }),
      { minLength: 1, maxLength: most },
    )
    .map((changes) =>
      changes.reduce((bytes, { at, how, byte }) => {
        if (how === 'set') return bytes.map((value, index) => (index === at ? byte : value))
        const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)]
        return Uint8Array.from(how === 'cut' ? [...head, ...tail.subarray(1)] : [...head, ...head, ...tail])
      }, valid),
    )

test('whatever update is taken can be applied whole, and leaves a text that can be read', () => {
  const doc = aDoc()
  const valid = anEdit(doc)
  const state = Y.encodeStateAsUpdate(doc)
  let taken = 0
  fc.assert(
    fc.property(fc.oneof(mutated(valid), mutated(valid, 1), fc.uint8Array({ maxLength: 200 })), (update) => {
      const copy = new Y.Doc({ gc: false })
      Y.applyUpdate(copy, state)
      let checked
      try {
        checked = checkUpdate(update, (client) => Y.getState(copy.store, client), largest)
      } catch {
        // The bytes are no update: the connection is closed for it.
        return
      }
      if (!checked.take) return
      const order = orderOf(checked.items, copy.store, new Map())
      if (order === 'unsound' || (order === 'unknown' && !staysTheSame(state, [], update))) return
      taken += 1
      Y.applyUpdate(copy, update)
      // Nothing waits for something that never comes.
      expect(copy.store.pendingStructs).toBeNull()
      expect(copy.store.pendingDs).toBeNull()
      for (const [client, clock] of checked.next) expect(Y.getState(copy.store, client)).toBe(clock)
      readContent(copy)
      // What is stored can be loaded again.
      const again = new Y.Doc({ gc: false })
      Y.applyUpdate(again, Y.encodeStateAsUpdate(copy))
      expect(readContent(again)).toEqual(readContent(copy))
      copy.destroy()
      again.destroy()
    }),
    { numRuns: 5_000 },
  )
  // Enough of them were such that something could be said of them.
  expect(taken).toBeGreaterThan(50)
})

test('items that stand where nobody could have put them are told from honest ones', () => {
  const doc = aDoc()
  const read = (update: Uint8Array) => {
    const checked = checkUpdate(update, (client) => Y.getState(doc.store, client), largest)
    if (!checked.take) throw new Error(checked.reason)
    return orderOf(checked.items, doc.store, new Map())
  }
  const honest = anEdit(doc)
  expect(read(honest)).toBe('sound')
  // Its left neighbour is its right neighbour too: found by changing one byte at random.
  const clock = [...honest].findIndex((byte, at) => byte === 7 && honest[at + 2] === 7)
  const forged = honest.map((byte, at) => (at === clock + 3 ? (honest[clock + 1] ?? byte) : byte))
  expect(read(forged)).toBe('unsound')
})

test('elements that no editor knows, files and other documents are no text', () => {
  const attempt = (work: (root: Y.XmlElement) => void) => {
    const doc = aDoc()
    const before = Y.encodeStateVector(doc)
    const clocks = Y.decodeStateVector(before)
    work(rootOf(doc))
    const update = Y.encodeStateAsUpdate(doc, before)
    return checkUpdate(update, (client) => clocks.get(client) ?? 0, largest)
  }
  const refused = { take: false, reason: 'not-text' }
  expect(attempt((root) => root.push([new Y.XmlElement('script')]))).toEqual(refused)
  expect(attempt((root) => root.setAttribute('x', new Uint8Array(4) as unknown as string))).toEqual(refused)
  expect(attempt((root) => root.setAttribute('x', new Y.Doc() as unknown as string))).toEqual(refused)
  expect(attempt((root) => root.setAttribute('x', new Y.Map() as unknown as string))).toEqual(refused)
  expect(attempt((root) => root.push([new Y.XmlElement('paragraph')]))).toMatchObject({ take: true })
})

test('whatever a client says of its caret, only its own caret moves, under its own name', () => {
  const message = fc
    .array(
      fc.tuple(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.oneof(fc.json(), fc.string(), fc.constant('null')),
      ),
      { maxLength: 6 },
    )
    .map((entries) => {
      const inner = createEncoder()
      writeVarUint(inner, entries.length)
      for (const [client, clock, state] of entries) {
        writeVarUint(inner, client)
        writeVarUint(inner, clock)
        writeVarString(inner, state)
      }
      const outer = createEncoder()
      writeVarUint8Array(outer, toUint8Array(inner))
      return toUint8Array(outer)
    })
  fc.assert(
    fc.property(fc.oneof(message, fc.uint8Array({ maxLength: 60 })), (bytes) => {
      const presence = createPresence()
      try {
        presence.take(createDecoder(bytes), 3, () => true, person)
      } catch {
        return
      }
      const shown = Buffer.from(presence.everyone()).toString('utf8')
      const { frame } = presence.changes()
      // One caret at most, and the server's name on it.
      expect(presence.own().length).toBeLessThanOrEqual(1)
      if (frame && shown.includes('"name"')) expect(shown.split('"participant":"ann"')).toHaveLength(2)
    }),
    { numRuns: 5_000 },
  )
})
