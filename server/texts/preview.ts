import * as Y from 'yjs'
import type { Language } from '#domain/languages'
import type { Merge } from '#domain/negotiation/merging'
import type { DocumentContent } from '#domain/text/content'
import { readContent } from '#editor/authored'
import type { DocumentToken, Letters } from './document-words'
import { rewriteTokens, type Writers } from './rewrite-text'
import { documentOf, placesOf, type ChangeInDocument } from './tabled-changes'

/** Any base id will do where nothing is kept. */
const nobodys = 1

/** What a document reads like once words are written into it: it is written into a copy, so nothing is guessed. */
export function readPreview(
  doc: Y.Doc,
  language: Language,
  target: readonly DocumentToken[],
  placeOf: Writers['placeOf'] & object,
): DocumentContent {
  const copy = documentOf(Y.encodeStateAsUpdate(doc))
  rewriteTokens(copy, target, language, { base: nobodys, placeOf })
  const content = readContent(copy)
  copy.destroy()
  return content
}

/** The same for changes of an amendment that are merged into a document. */
export const previewMerge = (
  doc: Y.Doc,
  language: Language,
  merge: Merge<Letters | undefined>,
  changes: readonly ChangeInDocument[],
): Merge<Letters | undefined> => ({
  ...merge,
  content: readPreview(doc, language, merge.tokens, placesOf(changes)),
})
