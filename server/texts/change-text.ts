import type * as Y from 'yjs'
import { editText, type TextEdit } from '#editor/writing'

/** Edits a document under a base id. @returns the update that did it; undefined where nothing changed. */
export function changeText(doc: Y.Doc, base: number, work: (edit: TextEdit) => void): Uint8Array | undefined {
  let update: Uint8Array | undefined
  const keep = (made: Uint8Array) => {
    update = made
  }
  doc.on('update', keep)
  editText(doc, { base, origin: undefined }, work)
  doc.off('update', keep)
  return update
}
