import { languageFacts, type Language } from '#domain/languages'
import { writable } from '#domain/text/characters'
import type { WrittenBlock } from '#domain/text/frozen-text'
import { likelyLanguage } from '#domain/text/likely-language'
import {
  headingLine,
  inLanguage,
  issuedLine,
  itemsByHeading,
  itemText,
  sourceLine,
  type ExportedList,
  type Said,
} from './exported-list'
import { notesOf, type Note } from './notes'
import { exportWords, sayDay } from './words'

/** A block of a document, in the order in which it is read. */
export type PublicationBlock =
  | { type: 'heading'; said: Said }
  /** A block of an item's text; the first one carries the item's label. */
  | { type: 'text'; label: string | undefined; block: WrittenBlock; language: Language }
  | { type: 'note'; note: Note }
  /** What stands before a list in a report. */
  | { type: 'chapeau'; said: Said }

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
  const blocks: PublicationBlock[] = list.annexes ? [chapeauOf(list)] : []
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
  if (list.annexes) blocks.push(...annexesOf(list, list.annexes))
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

function chapeauOf(list: ExportedList): PublicationBlock {
  const { language, facts } = list
  const text = exportWords[language].chapeau(
    inLanguage(list, facts.group).text,
    inLanguage(list, facts.meeting).text,
  )
  return { type: 'chapeau', said: clean({ text, language }) }
}

/** Where each paragraph comes from, and what went into none, with the reason. */
function annexesOf(
  list: ExportedList,
  { notRetained }: NonNullable<ExportedList['annexes']>,
): PublicationBlock[] {
  const { language } = list
  const words = exportWords[language]
  const note = (said: Said, weight: Note['weight']): PublicationBlock => ({
    type: 'note',
    note: clean({ ...said, weight }),
  })
  const blocks: PublicationBlock[] = [{ type: 'heading', said: { text: words.sources, language } }]
  for (const item of list.facts.items) {
    blocks.push(note({ text: item.label, language }, 'opens'))
    for (const source of item.lineage) blocks.push(note(sourceLine(list, source), 'goes-on'))
  }
  if (notRetained.length === 0) return blocks
  blocks.push({ type: 'heading', said: { text: words.notRetained, language } })
  for (const { meeting, label, text, language: own, reason } of notRetained) {
    const place = `${inLanguage(list, meeting).text}, ${label ?? words.notListed}`
    blocks.push(note({ text: place, language }, 'opens'))
    for (const line of text.split('\n').filter((part) => part.trim() !== ''))
      blocks.push(note({ text: line, language: own }, 'goes-on'))
    if (reason !== '')
      blocks.push(
        note({ text: `${words.reason}: ${reason}`, language: likelyLanguage(reason, language) }, 'goes-on'),
      )
  }
  return blocks
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
