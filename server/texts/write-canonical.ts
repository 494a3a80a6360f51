import type * as Y from 'yjs'
import type { DocumentId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { plainText } from '#domain/text/content'
import { readContent } from '#editor/authored'
import { baseOf } from '#editor/shape'
import { tokensOfDocument, type DocumentToken } from './document-words'
import { rewriteTokens, type Rewriting, type Writers } from './rewrite-text'
import { sameItems } from './same-items'
import { comingFrom, documentOf } from './tabled-changes'

/** A draft that is made canonical, as plain data, so that it can be done in a thread. */
export type CanonicalJob = {
  /** What the draft began with, and what makes up the draft. */
  state: Uint8Array
  draft: readonly Uint8Array[]
  document: DocumentId
  language: Language
  /** The base id that writes, and for base ids of the draft those that write their words instead. */
  base: number
  bases: readonly (readonly [number, number])[]
  /** The same for words that came from other documents: of which, its base id, and the one that writes them. */
  moved: readonly (readonly [string, number, number])[]
  /** Words that may come and go. */
  limitWords: number
}

/** The update, and the text that it makes; `unchanged` where nothing differs, `busy` where too many jobs wait. */
export type CanonicalText = (Rewriting & { text: string }) | 'unchanged' | 'too-much-changed' | 'busy'

/** Does a job of this kind: here, or where it keeps no one waiting. */
export type WriteCanonical = (job: CanonicalJob) => Promise<CanonicalText>

/** Words that one amendment may change, together those that come and those that go. */
export const defaultLimitWords = 50_000

/** Makes the base of a draft read like the draft, in whole words. */
export function writeCanonical(job: CanonicalJob): CanonicalText {
  const { document, language, limitWords } = job
  const base = documentOf(job.state)
  const draft = documentOf(...job.draft)
  const before = tokensOfDocument(base, language)
  const after = comingFrom(draft, document, base, tokensOfDocument(draft, language))
  draft.destroy()
  if (changedWords(before, after) > limitWords) return 'too-much-changed'
  const bases = new Map(job.bases)
  const moved = new Map(job.moved.map(([from, base, to]) => [`${from} ${String(base)}`, to]))
  const rewriting = rewriteTokens(base, after, language, {
    base: job.base,
    baseOf: ({ document: from = document, client }) =>
      moved.get(`${from} ${String(baseOf(client))}`) ?? bases.get(baseOf(client)),
  })
  const text = plainText(readContent(base))
  base.destroy()
  return rewriting ? { ...rewriting, text } : 'unchanged'
}

function changedWords(before: readonly DocumentToken[], after: readonly DocumentToken[]): number {
  const countWords = (tokens: readonly DocumentToken[]) =>
    tokens.reduce((count, token) => (token.kind === 'word' && token.isWord ? count + 1 : count), 0)
  const kept = countWords(sameItems(before, after).flatMap(([from]) => before[from] ?? []))
  return countWords(before) + countWords(after) - 2 * kept
}

/** The same with a base and a draft that are open; the base becomes the canonical text. */
export const makeCanonical = (
  base: Y.Doc,
  draft: Y.Doc,
  document: DocumentId,
  language: Language,
  writers: Writers,
): Rewriting | undefined =>
  rewriteTokens(base, comingFrom(draft, document, base, tokensOfDocument(draft, language)), language, writers)
