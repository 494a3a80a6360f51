import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { paragraphsOf, plainText } from '#domain/text/content'
import { buildDocumentUpdate, readContent, rootOf } from '#editor/text-document'
import { Passage } from './passage'

type Step = { kind: 'type' | 'remove' | 'split' | 'join' | 'erase'; at: number; place: number }

const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('type', 'type', 'remove', 'split', 'join', 'erase'),
  at: fc.nat(20),
  place: fc.nat(20),
})

const textIn = (doc: Y.Doc, at: number) => {
  const block = rootOf(doc).get(at)
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined
  return text instanceof Y.XmlText ? text : undefined
}

/** Words that somebody typed and did not remove again. */
function doSteps(doc: Y.Doc, name: string, steps: readonly Step[]): string[] {
  const typed: string[] = []
  steps.forEach(({ kind, at, place }, index) => {
    const root = rootOf(doc)
    if (root.length === 0) return
    const where = at % root.length
    const text = textIn(doc, where)
    if (!text) return
    const cut = place % (text.length + 1)
    const word = `<${name}${String(index)}>`
    const letters = text.toJSON()
    // Whoever edits leaves others' tokens whole, so that a token is either there or gone.
    const inToken = letters.lastIndexOf('<', cut - 1) > letters.lastIndexOf('>', cut - 1)
    doc.transact(() => {
      if (kind === 'type' && !inToken) {
        text.insert(cut, word)
        typed.push(word)
      } else if (kind === 'remove') root.delete(where)
      else if (kind === 'erase') text.delete(0, text.length)
      else if (kind === 'split' && !inToken) {
        const made = new Y.XmlElement('paragraph')
        root.insert(where + 1, [made])
        made.insert(0, [new Y.XmlText(letters.slice(cut))])
        text.delete(cut, text.length - cut)
      } else if (kind === 'join') {
        const next = textIn(doc, where + 1)
        if (!next) return
        text.insert(text.length, next.toJSON())
        root.delete(where + 1)
      }
    })
  })
  const shown = plainText(readContent(doc))
  return typed.filter((word) => shown.includes(word))
}

function editOf(base: Uint8Array, client: number, name: string, steps: readonly Step[]) {
  const doc = new Y.Doc({ gc: false })
  doc.clientID = client
  Y.applyUpdate(doc, base)
  const before = Y.encodeStateVector(doc)
  const words = doSteps(doc, name, steps)
  const update = Y.encodeStateAsUpdate(doc, before)
  doc.destroy()
  return { words, update }
}

function changesOf(passage: Passage, doc: Y.Doc, update: Uint8Array) {
  const { structs, ds } = Y.decodeUpdate(update)
  const items = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item)
  const isNew = ({ id, length }: Y.Item) => id.clock + length > Y.getState(doc.store, id.client)
  return { items, changes: passage.changesOf({ items, deletes: ds.clients }, doc.store, isNew) }
}

const base = buildDocumentUpdate(paragraphsOf('One one.\nTwo two.\nThree three.'), 7)

test.each(['stored', 'on its way'])(
  'of two who write at once, nobody loses a word unsaid: the first edit is %s',
  (where) => {
    let refused = 0
    let taken = 0
    fc.assert(
      fc.property(
        fc.array(anyStep, { minLength: 1, maxLength: 5 }),
        fc.array(anyStep, { minLength: 1, maxLength: 5 }),
        (ofOne, ofTwo) => {
          const doc = new Y.Doc({ gc: false })
          Y.applyUpdate(doc, base)
          const [one, two] = [editOf(base, 1, 'one', ofOne), editOf(base, 2, 'two', ofTwo)]
          const passage = new Passage()
          if (where === 'stored') Y.applyUpdate(doc, one.update)
          else {
            const { items, changes } = changesOf(passage, doc, one.update)
            expect(passage.lossOf(changes, doc.store)).toBeUndefined()
            passage.add(one.update, items, changes)
          }
          const loss = passage.lossOf(changesOf(passage, doc, two.update).changes, doc.store)
          if (loss) refused += 1
          else taken += 1
          if (where === 'on its way') Y.applyUpdate(doc, one.update)
          if (!loss) Y.applyUpdate(doc, two.update)
          const shown = plainText(readContent(doc))
          const kept = loss ? one.words : [...one.words, ...two.words]
          expect(kept.filter((word) => !shown.includes(word))).toEqual([])
          doc.destroy()
        },
      ),
      { numRuns: 2_000 },
    )
    expect(refused).toBeGreaterThan(100)
    expect(taken).toBeGreaterThan(100)
  },
)
