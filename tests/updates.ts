import * as Y from 'yjs'
import { buildDocumentUpdate } from '#editor/authored'
import { clientOf, textOf, type IdClass } from '#editor/shape'
import { editText, type TextEdit } from '#editor/writing'
import { decodeUpdate, newPartsOf } from '#server/collab/decoded-update'
import { LiveDocument } from '#server/collab/live-document'

/** A live document with these paragraphs, written under the base id 7. */
export function aLiveDocument(...paragraphs: string[]): LiveDocument {
  const blocks = (paragraphs.length > 0 ? paragraphs : ['States should share evidence.']).map((text) => ({
    type: 'paragraph' as const,
    children: [{ type: 'text' as const, text }],
  }))
  return new LiveDocument([buildDocumentUpdate({ blocks }, 7)])
}

/** What a client would send that has this document and does `work`, under its own base id. */
export function anUpdate(
  document: LiveDocument,
  work: (doc: Y.Doc, text: Y.Text) => void,
  client = clientOf(101, 'letters'),
): Uint8Array {
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, document.state())
  doc.clientID = client
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.transact(() => work(doc, textOf(doc)))
  doc.destroy()
  return Y.mergeUpdates(updates)
}

/** The same, written as an editor writes. */
export const anEdit = (document: LiveDocument, work: (edit: TextEdit) => void, base = 101): Uint8Array =>
  anUpdate(document, (doc) => void editText(doc, { base, origin: undefined }, work))

/** The same, under one client id of a session. */
export const anUpdateOf = (
  document: LiveDocument,
  idClass: IdClass,
  work: (text: Y.Text, doc: Y.Doc) => void,
): Uint8Array => anUpdate(document, (doc, text) => work(text, doc), clientOf(101, idClass))

export const partsOf = (document: LiveDocument, update: Uint8Array) =>
  newPartsOf(decodeUpdate(update), document.store)

/** The unit at a place in the text of a document: letters and markers count one each. */
export function unitAt(document: LiveDocument, place: number) {
  let left = place
  for (let item = textOf(document.doc)._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue
    if (left < item.length) return { client: item.id.client, clock: item.id.clock + left }
    left -= item.length
  }
  throw new Error('The text is shorter.')
}
