import { languageFacts, type Language } from '#domain/languages'
import { writable } from '#domain/text/characters'
import type { WrittenBlock } from '#domain/text/frozen-text'
import {
  headingLine,
  inLanguage,
  issuedLine,
  itemsByHeading,
  itemText,
  type ExportedList,
  type Said,
} from './exported-list'
import { notesOf, type Note } from './notes'
import { sayDay } from './words'

/** A block of a document, in the order in which it is read. */
export type PublicationBlock =
  | { type: 'heading'; said: Said }
  /** A block of an item's text; the first one carries the item's label. */
  | { type: 'text'; label: string | undefined; block: WrittenBlock; language: Language }
  | { type: 'note'; note: Note }

/** A document that every format for readers writes as it is: what stands in it is decided here, how it looks there. */
export type Publication = {
  language: Language
  hash: string
  symbol: string | undefined
  issuedAt: string
  timeZone: string
  group: Said
  meeting: Said
  title: Said
  issued: Said
  blocks: PublicationBlock[]
}

/** A list as a document of blocks. */
export function publicationOf(list: ExportedList): Publication {
  const { facts } = list
  const blocks: PublicationBlock[] = []
  for (const [index, { heading, items }] of itemsByHeading(list).entries()) {
    blocks.push({ type: 'heading', said: clean(headingLine(list, heading, index)) })
    for (const item of items) {
      const { blocks: texts, language } = itemText(list, item)
      for (const [place, block] of texts.entries()) {
        const label = place === 0 ? writable(item.label) : undefined
        const runs = block.runs.map((run) => clean(run))
        blocks.push({ type: 'text', label, block: { ...block, runs }, language })
      }
      for (const note of notesOf(list, item)) blocks.push({ type: 'note', note: clean(note) })
    }
  }
  return {
    language: list.language,
    hash: list.hash,
    symbol: facts.symbol === null ? undefined : writable(facts.symbol),
    issuedAt: facts.issuedAt,
    timeZone: list.timeZone,
    group: clean(inLanguage(list, facts.group)),
    meeting: clean(inLanguage(list, facts.meeting)),
    title: clean(inLanguage(list, facts.title)),
    issued: clean(issuedLine(list)),
    blocks,
  }
}

/** The language of a file and the day of its list, for the head of each page. */
export const dayLine = ({
  language,
  issuedAt,
  timeZone,
}: Pick<Publication, 'language' | 'issuedAt' | 'timeZone'>): string =>
  `${languageFacts[language].name} – ${sayDay(issuedAt, language, timeZone)}`

const clean = <Piece extends { text: string }>(piece: Piece): Piece => ({
  ...piece,
  text: writable(piece.text),
})
