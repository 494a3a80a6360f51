import fc from 'fast-check'
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { MalformedMessage } from '#collab/messages'
import type { ParticipantId } from '#domain/ids'
import { readContent } from '#editor/authored'
import { textOf } from '#editor/shape'
import type { TextEdit } from '#editor/writing'
import { aLiveDocument, anEdit, unitAt } from '#tests/updates'
import { decodeUpdate, isNothing, newPartsOf } from './decoded-update'
import { isComplete } from './gates/completeness'
import { judgeUpdateBy } from './gates/judge-update'
import { areInOrder } from './gates/order'
import { defaultLimits } from './limits'
import { LiveDocument } from './live-document'
import { createPresence } from './presence'
import { writerOf } from './writer'

const person = { name: 'Ann', color: '#000', participant: 'ann', delegation: '' }
const participant = 'ann' as ParticipantId
const connection = {
  as: {
    kind: 'member' as const,
    participant,
    role: 'secretariat' as const,
    delegation: undefined,
    kindOfDelegation: undefined,
  },
  participant,
  writer: writerOf(participant, []),
  inOwnDraft: false,
  readOnly: 'none' as const,
  hasRunOut: () => false,
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

/** Judges an update as the server does, up to where the order is known. @returns whether it is taken. */
function isTaken(document: LiveDocument, payload: Uint8Array): boolean {
  const decoded = decodeUpdate(payload)
  if (!isComplete(decoded, document.store)) return false
  const parts = newPartsOf(decoded, document.store)
  if (isNothing(parts)) return false
  const room = { document, authors: new Map([[7, undefined]]) }
  const verdict = judgeUpdateBy({ payload, parts, room, connection, limits: defaultLimits, nowMs: 0 })
  if ('refused' in verdict) return false
  document.apply(payload)
  const items = parts.structs.filter((struct): struct is Y.Item => struct instanceof Y.Item)
  return !verdict.isOrderUnknown || areInOrder(items, document.store)
}

test('whatever update is taken can be applied whole, and leaves a text that can be read', () => {
  const start = aLiveDocument('States should share evidence.', 'They train police.')
  const state = start.state()
  const works: ((edit: TextEdit) => void)[] = [
    (edit) => void edit.insertLetters({ left: unitAt(start, 5) }, ' many words,'),
    (edit) => edit.delete({ ...unitAt(start, 20), length: 4 }),
    (edit) => void edit.splitBlock({ left: unitAt(start, 10) }),
    (edit) => edit.setEmphasis(unitAt(start, 2), unitAt(start, 8), 'b', true),
    (edit) => void edit.putBracket(unitAt(start, 12), unitAt(start, 15), { r: '', w: 'capital' }),
    (edit) => void edit.insertMoved({ left: unitAt(start, 25) }, unitAt(start, 0), 'States'),
    (edit) => {
      edit.delete({ ...unitAt(start, 20), length: 4 })
      edit.revive({ ...unitAt(start, 20), length: 2 })
    },
  ]
  const all = anEdit(start, (edit) => works.forEach((work) => work(edit)))
  const hostile = [all, ...works.map((work) => anEdit(start, work))].flatMap((valid) => [
    mutated(valid),
    mutated(valid, 1),
  ])
  let taken = 0
  fc.assert(
    fc.property(fc.oneof(...hostile, fc.uint8Array({ maxLength: 200 })), (update) => {
      const document = new LiveDocument([state])
      try {
        if (!isTaken(document, update)) return
      } catch {
        // The bytes are no update: the connection is closed for it.
        return
      }
      taken += 1
      const { doc } = document
      // Nothing waits for something that never comes.
      expect(doc.store.pendingStructs).toBeNull()
      expect(doc.store.pendingDs).toBeNull()
      expect([...doc.share.keys()]).toEqual(['text'])
      // What is stored can be loaded again, and reads the same.
      const again = new Y.Doc({ gc: false })
      Y.applyUpdate(again, Y.encodeStateAsUpdate(doc))
      expect(readContent(again)).toEqual(readContent(doc))
      expect(JSON.stringify(textOf(again).toDelta())).toBe(JSON.stringify(textOf(doc).toDelta()))
      doc.destroy()
      again.destroy()
    }),
    { numRuns: 5_000 },
  )
  // Enough of them were such that something could be said of them.
  expect(taken).toBeGreaterThan(50)
})

const caret = JSON.stringify({ anchor: [5, 3], focus: null, focused: true })

function caretMessage(entries: readonly (readonly [client: number, clock: number, state: string])[]) {
  const encoder = createEncoder()
  writeVarUint(encoder, entries.length)
  for (const [client, clock, state] of entries) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
    writeVarString(encoder, state)
  }
  return toUint8Array(encoder)
}

test('whatever a client says of its caret, only its own caret moves, under its own name', () => {
  const state = fc.oneof(fc.json(), fc.string(), fc.constant('null'), fc.constant(caret))
  const message = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 ** 40 }), state), {
      maxLength: 6,
    })
    .map(caretMessage)
  fc.assert(
    fc.property(fc.oneof(message, fc.uint8Array({ maxLength: 60 })), (bytes) => {
      const presence = createPresence()
      try {
        presence.take(bytes, 3, () => true, person)
      } catch {
        return
      }
      const shown = Buffer.from(presence.everyone()).toString('utf8')
      const { frame } = presence.takeChanges()
      expect(presence.own().length).toBeLessThanOrEqual(1)
      if (frame && shown.includes('"name"')) expect(shown.split('"participant":"ann"')).toHaveLength(2)
    }),
    { numRuns: 5_000 },
  )
})

test.each([
  ['a place of another shape', { anchor: { client: 1, clock: 0 } }],
  ['a place with a number too many', { anchor: [1, 2, 3] }],
  ['a place that is a number', { anchor: 5, focus: 5 }],
  ['a clock below zero', { anchor: [1, -1] }],
  ['a clock that is no number', { anchor: [1, 'x'] }],
  ['a focus that is no truth value', { focused: 'yes' }],
  ['a name of its own choice', { focused: true, name: 'Somebody else' }],
  ['a list', []],
])('a caret of the wrong shape is malformed: %s', (_, state) => {
  const presence = createPresence()
  const message = caretMessage([[3, 1, JSON.stringify(state)]])
  expect(() => presence.take(message, 3, () => true, person)).toThrow(MalformedMessage)
  expect(presence.takeChanges().frame).toBeUndefined()
})

test('no caret takes the place of another, and an old one does not come back', () => {
  const presence = createPresence()
  const isMine = (client: number) => client === 3
  expect(presence.take(caretMessage([[4, 9, caret]]), undefined, isMine, person)).toBeUndefined()
  expect(presence.take(caretMessage([[3, 9, caret]]), undefined, isMine, person)).toBe(3)
  presence.takeChanges()
  presence.take(caretMessage([[3, 8, 'null']]), 3, isMine, person)
  expect(presence.takeChanges().frame).toBeUndefined()
  expect(() => presence.take(caretMessage([[3, 2 ** 33, caret]]), 3, isMine, person)).toThrow(
    MalformedMessage,
  )
})
