import type { RowDoubt, RowRemark } from '#domain/imports/parsed-row'
import type { Line } from '#domain/imports/read-lines'
import { isPresent, type TrackedChange, type TrackedPiece } from '#domain/imports/tracked-text'
import type { OpenWord } from './open-word'
import type { WordPiece } from './blocks'
import type { ResolvedParagraph } from './resolve'

/** What several paragraphs say as one text: their lines, and what was in them besides. */
export type WordText = {
  lines: Line[]
  changes: TrackedChange[]
  notes: string[]
  remarks: RowRemark[]
  doubts: RowDoubt[]
}

export type LeveledParagraph = { paragraph: ResolvedParagraph; level?: 1 | 2 }

/** The changes of a text are numbered from 0: those of the file that are in it. */
export function textOf(
  paragraphs: readonly LeveledParagraph[],
  word: Pick<OpenWord, 'changes' | 'notes'>,
): WordText {
  const changes: TrackedChange[] = []
  const numbers = new Map<number, number>()
  const own = (change: number): number => {
    const known = numbers.get(change)
    if (known !== undefined) return known
    const found = word.changes.all[change]
    if (!found) throw new Error('A change has no record.')
    numbers.set(change, changes.length)
    return changes.push(found) - 1
  }
  const notes: string[] = []
  const remarks = new Set<RowRemark>()
  const doubts = new Set<RowDoubt>()
  const lines = paragraphs.map(({ paragraph, level }): Line => {
    for (const mark of paragraph.marks) {
      if (mark === 'struck-through' || mark === 'formula' || mark === 'symbol') doubts.add(mark)
      else remarks.add(mark)
    }
    return { pieces: paragraph.pieces.flatMap(pieceOf), ...(level && { level }) }
  })
  if (changes.length > 0) remarks.add('tracked-changes')
  return { lines, changes, notes, remarks: [...remarks], doubts: [...doubts] }

  function pieceOf({ text, format, note, inserted, deleted, isBreak }: WordPiece): TrackedPiece[] {
    if (note !== undefined) {
      const words = word.notes.get(note)
      if (words !== undefined && isPresent({ inserted, deleted }, () => word.changes.decision)) {
        notes.push(words)
        remarks.add('footnotes')
      }
      return []
    }
    return [
      {
        text,
        format,
        ...(inserted !== undefined && { inserted: own(inserted) }),
        ...(deleted !== undefined && { deleted: own(deleted) }),
        ...(isBreak && { isBreak }),
      },
    ]
  }
}
