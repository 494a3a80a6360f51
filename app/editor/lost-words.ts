import * as Y from 'yjs'
import { runOf, type DocumentContent } from '#domain/text/content'
import { rootOf } from './text-document'

/** Words that stand in no text any more: what held them was removed while they were written. */
export type LostWords = {
  words: string
  /** So many paragraphs of the text stand before the place where they were written. */
  after: number
}

/** Stands between words that were written in different places of the same paragraph. */
const gap = ' … '

/**
 * The words in what was removed, as far as they were written in this browser and are kept nowhere else.
 * @param isUnkept whether this browser alone has what was written under a client id at a clock.
 */
export function lostWords(doc: Y.Doc, isUnkept: (client: number, clock: number) => boolean): LostWords[] {
  const lost: LostWords[] = []
  let after = 0
  for (let item = rootOf(doc)._start; item; item = item.right) {
    if (!(item.content instanceof Y.ContentType)) continue
    if (!item.deleted) after += 1
    const words = wordsIn(item.content.type, item.deleted, isUnkept)
      .map((one) => one.trim())
      .filter((one) => one !== '')
    if (words.length > 0) lost.push({ words: words.join(gap), after })
  }
  return lost
}

function wordsIn(
  type: Y.AbstractType<unknown>,
  isGone: boolean,
  isUnkept: (client: number, clock: number) => boolean,
): string[] {
  const found: string[] = []
  let isNext = false
  for (let item = type._start; item; item = item.right) {
    if (item.content instanceof Y.ContentType) {
      found.push(...wordsIn(item.content.type, isGone || item.deleted, isUnkept))
      isNext = false
    } else if (item.content instanceof Y.ContentString) {
      const own = isGone ? unkeptOf(item.content.str, item.id, isUnkept) : ''
      if (own !== '') found.push(isNext ? (found.pop() ?? '') + own : own)
      isNext = own !== ''
    }
  }
  return found
}

function unkeptOf(
  text: string,
  { client, clock }: { client: number; clock: number },
  isUnkept: (client: number, clock: number) => boolean,
): string {
  let own = ''
  for (let at = 0; at < text.length; at += 1) if (isUnkept(client, clock + at)) own += text.charAt(at)
  return own
}

/** The text with lost words as paragraphs of their own, each where it was written. */
export function withLostWords(content: DocumentContent, lost: readonly LostWords[]): DocumentContent {
  const blocks = content.blocks.flatMap((block, index) => [
    ...paragraphsAfter(lost, index),
    block,
    ...(index === content.blocks.length - 1 ? paragraphsAfter(lost, index + 1) : []),
  ])
  return { ...content, blocks: blocks.length > 0 ? blocks : paragraphsAfter(lost, 0) }
}

const paragraphsAfter = (lost: readonly LostWords[], place: number): DocumentContent['blocks'] =>
  lost
    .filter(({ after }) => after === place)
    .map(({ words }) => ({ type: 'paragraph', children: [runOf(words.normalize('NFC'), 0)] }))
