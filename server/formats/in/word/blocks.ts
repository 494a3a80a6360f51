import type { ListPlace } from './styles'
import type { Tracked } from './changes'

/**
 * A stretch of a paragraph with one format; `note` is a footnote that is referred to there, `isBreak` the end of a
 * paragraph that was changed without its words.
 */
export type WordPiece = Tracked & { text: string; format: number; note?: string; isBreak?: true }

export type WordParagraph = {
  type: 'paragraph'
  /** Counts all paragraphs of the file, from 1. */
  position: number
  pieces: WordPiece[]
  /** What was tracked on the mark at its end. */
  mark: Tracked
  style: string | undefined
  heading: number | undefined
  isContents: boolean
  place: ListPlace | undefined
  /** What is in it besides words. */
  marks: Set<
    'hidden-text' | 'comments' | 'images' | 'struck-through' | 'formula' | 'symbol' | 'tracked-changes'
  >
}

export type WordCell = { blocks: WordBlock[]; span: number; continues: boolean; tracked: Tracked }
export type WordRow = { cells: WordCell[]; tracked: Tracked; position: number; isHeader: boolean }
export type WordTable = { type: 'table'; rows: WordRow[] }
export type WordBlock = WordParagraph | WordTable

export const paragraphText = ({ pieces }: Pick<WordParagraph, 'pieces'>): string =>
  pieces.map(({ text }) => text).join('')
