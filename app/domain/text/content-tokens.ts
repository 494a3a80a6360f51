import type { Language } from '#domain/languages'
import {
  factsOf,
  formatOf,
  openingSign,
  type Block,
  type BracketFacts,
  type DocumentContent,
  type Inline,
} from './content'
import { blockLetters, lettersOfLevels, levelOf } from './letters'
import { segmentWords } from './words'

/**
 * A document as one flow from its beginning to its end: text, the edges of brackets, and a break at the end of each
 * block. `origin` is whatever the maker of the flow wants to find again (which letters of a document these are).
 */
export type FlowItem<Origin> = { kind: 'text'; text: string; format: number; origin: Origin } | Mark<Origin>

/** What a block is; its letter follows from the blocks before it and makes no difference between two texts. */
export type BlockEnd = { block: Block['type']; level?: 2; letter?: string }

type Mark<Origin> =
  | ({ kind: 'open'; id?: string; origin: Origin } & BracketFacts)
  | { kind: 'close'; id?: string; origin?: Origin }
  | ({ kind: 'break'; origin: Origin } & BlockEnd)

/** A part of a word: it lies in one item of the flow, `offset` characters from that item's beginning. */
export type Piece<Origin> = { text: string; format: number; origin: Origin; offset: number }

/** A word, or what stands between words; a word may be half bold. */
export type WordToken<Origin> = { kind: 'word'; text: string; isWord: boolean; pieces: Piece<Origin>[] }

/** What is compared, kept, removed and added: never less than a word. */
export type Token<Origin = unknown> = WordToken<Origin> | Mark<Origin>

/** The flow of a text that stands nowhere yet. */
export function flowOf(content: DocumentContent): FlowItem<undefined>[] {
  const origin = undefined
  const inlines = (items: Inline[]): FlowItem<undefined>[] =>
    items.flatMap((item): FlowItem<undefined>[] => {
      switch (item.type) {
        case 'text':
          return [{ kind: 'text', text: item.text.normalize('NFC'), format: formatOf(item), origin }]
        case 'bracket':
          return [{ kind: 'open', ...factsOf(item), origin }, ...inlines(item.children), { kind: 'close' }]
        default:
          return item satisfies never
      }
    })
  const letters = blockLetters(content.blocks)
  return content.blocks.flatMap((block, index) => [
    ...inlines(block.children),
    { kind: 'break' as const, ...blockEnd(block, letters[index]), origin },
  ])
}

export const blockEnd = ({ type, level }: Pick<Block, 'type' | 'level'>, letter?: string): BlockEnd => ({
  block: type,
  ...(type === 'sub-item' && level === 2 && { level }),
  ...(letter !== undefined && { letter }),
})

/** The same words with the letters that their blocks have now: after blocks came or went. */
export function relettered<Item extends Token>(tokens: readonly Item[]): Item[] {
  const letters = lettersOfLevels(
    tokens.flatMap((token: Token) =>
      token.kind === 'break'
        ? [levelOf({ type: token.block, ...(token.level && { level: token.level }) })]
        : [],
    ),
  )
  let block = 0
  return tokens.map((token) => {
    if (token.kind !== 'break') return token
    const letter = letters[block++]
    const { letter: _before, ...rest } = token
    return { ...rest, ...(letter !== undefined && { letter }) } as Item
  })
}

/** Cuts a flow into tokens; words are found across formats, not across brackets and blocks. */
export function tokenize<Origin>(flow: readonly FlowItem<Origin>[], language: Language): Token<Origin>[] {
  const tokens: Token<Origin>[] = []
  let stretch: Piece<Origin>[] = []
  const endStretch = () => {
    for (const word of wordsOf(stretch, language)) tokens.push(word)
    stretch = []
  }
  for (const item of flow) {
    if (item.kind === 'text') {
      stretch.push({ text: item.text, format: item.format, origin: item.origin, offset: 0 })
    } else {
      endStretch()
      tokens.push(item)
    }
  }
  endStretch()
  return tokens
}

function wordsOf<Origin>(stretch: Piece<Origin>[], language: Language): WordToken<Origin>[] {
  const text = stretch.map((piece) => piece.text).join('')
  let at = 0 // which piece
  let used = 0 // characters of it that are spent
  return segmentWords(text, language).map((segment) => {
    const pieces: Piece<Origin>[] = []
    let wanted = segment.text.length
    while (wanted > 0) {
      const piece = stretch[at]
      if (!piece) throw new Error('The segments of a text are longer than the text.')
      const taken = Math.min(wanted, piece.text.length - used)
      if (taken > 0) {
        pieces.push({ ...piece, text: piece.text.slice(used, used + taken), offset: piece.offset + used })
      }
      wanted -= taken
      used += taken
      if (used === piece.text.length) {
        at += 1
        used = 0
      }
    }
    return { kind: 'word', text: segment.text, isWord: segment.isWord, pieces }
  })
}

/** Equal for tokens that read the same; how a word is set does not matter. */
export function tokenKey(token: Token): string {
  switch (token.kind) {
    case 'word':
      return `w${token.text.normalize('NFC')}`
    case 'open':
      return `o${JSON.stringify(factsOf(token))}`
    case 'close':
      return 'c'
    case 'break':
      return `b${token.block}${String(token.level ?? '')}`
    default:
      return token satisfies never
  }
}

/** What a token reads like in plain text. */
export function tokenText(token: Token): string {
  switch (token.kind) {
    case 'word':
      return token.text
    case 'open':
      return openingSign(token)
    case 'close':
      return ']'
    case 'break':
      return '\n'
    default:
      return token satisfies never
  }
}

/** A word or block of one text, set as the same one of another text is. */
export function setAs<Origin>(token: Token<Origin>, other: Token): Token<Origin> {
  if (token.kind === 'break' && other.kind === 'break') {
    const { block, level } = other
    const { level: _before, letter: _letter, ...rest } = token
    return { ...rest, block, ...(level && { level }) }
  }
  if (token.kind !== 'word' || other.kind !== 'word') return token
  const formats = other.pieces.flatMap(({ text, format }) =>
    Array.from({ length: text.length }, () => format),
  )
  let at = 0
  const pieces = token.pieces.flatMap((piece) => {
    const cut: Piece<Origin>[] = []
    for (let offset = 0; offset < piece.text.length; offset += 1, at += 1) {
      const format = formats[at] ?? formats.at(-1) ?? piece.format
      const last = cut.at(-1)
      if (last?.format === format) last.text += piece.text.charAt(offset)
      else cut.push({ ...piece, text: piece.text.charAt(offset), format, offset: piece.offset + offset })
    }
    return cut
  })
  return { ...token, pieces }
}

/** White space or punctuation: what may be swallowed by the changes on its two sides. */
export const isBetweenWords = (token: Token): boolean => token.kind === 'word' && !token.isWord

/** Whether two words are set differently, letter by letter, or two blocks are of different kinds. */
export function isSetDifferently(left: Token, right: Token): boolean {
  if (left.kind === 'break' && right.kind === 'break') return tokenKey(left) !== tokenKey(right)
  if (left.kind !== 'word' || right.kind !== 'word') return false
  const [one, other] = [left.pieces[0], right.pieces[0]]
  // Nearly every word is set in one way throughout.
  if (one && other && left.pieces.length === 1 && right.pieces.length === 1)
    return one.format !== other.format || one.text.length !== other.text.length
  const spread = (token: WordToken<unknown>) =>
    token.pieces.flatMap((piece) => Array.from(piece.text, () => piece.format))
  const [a, b] = [spread(left), spread(right)]
  return a.length !== b.length || a.some((format, index) => format !== b[index])
}
