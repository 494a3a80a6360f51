import type * as Y from 'yjs'
import type { TextAuthor } from '#domain/text/authors'
import { originOf } from './life'
import type { TextBlock } from './reading'
import { baseOf, type ItemId } from './shape'

/** Finds who wrote a letter; undefined where the server has not said. */
export type AuthorOf = (letter: ItemId) => TextAuthor | undefined

const keyOf = (base: number, document: string | undefined) => `${document ?? ''}:${String(base)}`

/** Whose each letter is, from the client id that it was first written under. */
export function authorFinder(doc: Y.Doc, authors: readonly TextAuthor[]): AuthorOf {
  const byKey = new Map(authors.map((author) => [keyOf(author.base, author.document), author]))
  return (letter) => {
    const { client, document } = originOf(doc, letter)
    return byKey.get(keyOf(baseOf(client), document))
  }
}

/** Authors of one delegation, or of one office, are shown as one. */
export const partyOf = ({ codes, role }: TextAuthor): string => codes.join() || (role ?? '')

export type Share = { author: TextAuthor; characters: number }

/** How many characters are whose, by delegation, in the order in which they appear. */
export function sharesIn(blocks: readonly Pick<TextBlock, 'runs'>[], authorOf: AuthorOf): Share[] {
  const shares = new Map<string, Share>()
  for (const block of blocks)
    for (const run of block.runs) {
      const author = run.text === '' ? undefined : authorOf(run)
      if (!author) continue
      const share = shares.get(partyOf(author)) ?? { author, characters: 0 }
      shares.set(partyOf(author), share)
      share.characters += run.text.length
    }
  return [...shares.values()]
}

/** Whether a text has letters of which the server has not said whose they are. */
export const hasUnknownAuthors = (blocks: readonly Pick<TextBlock, 'runs'>[], authorOf: AuthorOf): boolean =>
  blocks.some((block) => block.runs.some((run) => run.text !== '' && authorOf(run) === undefined))
