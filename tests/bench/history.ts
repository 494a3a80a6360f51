import { readFileSync, writeFileSync } from 'node:fs'
import { createDecoder, hasContent, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarUint8Array } from 'lib0/encoding'
import * as Y from 'yjs'
import { buildDocumentUpdate } from '#editor/authored'
import { clientOf, textOf } from '#editor/shape'

/** Numbers that look random and are the same in every run. */
function numbersFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/**
 * The log of a text that was edited all over.
 * @param edits how many; each inserts a few letters somewhere.
 * @param kept above so many letters, each edit also deletes some elsewhere.
 */
export function makeHistory(edits: number, kept: number): Uint8Array[] {
  const doc = new Y.Doc({ gc: false })
  const random = numbersFrom(edits)
  const log = [buildDocumentUpdate({ blocks: [{ type: 'paragraph', children: [] }] }, 1)]
  Y.applyUpdate(doc, log[0] ?? new Uint8Array())
  doc.clientID = clientOf(2, 'letters')
  doc.on('update', (update: Uint8Array) => log.push(update))
  const text = textOf(doc)
  for (let edit = 1; edit < edits; edit++) {
    doc.transact(() => {
      text.insert(random(text.length), 'abcdef '.slice(0, 1 + random(6)))
      if (text.length > kept) text.delete(random(text.length - 8), 4)
    })
  }
  doc.destroy()
  return log
}

/** The file beside a log that has only what it comes to, as one update. */
export const stateFileOf = (file: string): string => `${file}.state`

/** One log in one file, for every server that is measured, and beside it what it comes to. */
export function writeHistory(file: string, log: readonly Uint8Array[]): void {
  const encoder = createEncoder()
  for (const update of log) writeVarUint8Array(encoder, update)
  writeFileSync(file, toUint8Array(encoder))
  const doc = new Y.Doc({ gc: false })
  doc.transact(() => {
    for (const update of log) Y.applyUpdate(doc, update)
  })
  writeFileSync(stateFileOf(file), Y.encodeStateAsUpdate(doc))
  doc.destroy()
}

export function readHistoryFile(file: string): Uint8Array[] {
  const decoder = createDecoder(readFileSync(file))
  const log: Uint8Array[] = []
  while (hasContent(decoder)) log.push(readVarUint8Array(decoder))
  return log
}
