import { cleanLine } from '#domain/text/characters'
import type { LetterRun } from '../reading'
import { emphases, emphasisBit, type Emphasis, type ItemId } from '../shape'
import type { TextEdit } from '../writing'
import { align, type Hint, type Match } from './alignment'
import { isSameKind, segmentsOf, type ShownBlock, type ViewBlock } from './shown-blocks'
import {
  piecesBetween,
  piecesOf,
  spineOfShown,
  spineOfView,
  stretchesBetween,
  type Piece,
  type Spine,
} from './spine'

/** What an edit of the view would delete, and into which brackets it would write. */
export type Intent = { deleted: readonly Piece[]; writtenIn: ReadonlySet<string> }

/** Blocks that the editor shows differently from how they were agreed on, and what became of them. */
export type Change = {
  was: readonly ShownBlock[]
  is: readonly ViewBlock[]
  /** The end of the block before them. */
  left: ItemId | undefined
  hint: Hint
  /** The brackets that letters at a place are written in, where the view cannot tell. */
  bracketsAt?: (left: ItemId | undefined) => readonly string[] | undefined
}

type Compared = Change & { before: Spine; after: Spine; pieces: Piece[]; matches: readonly Match[] }

export function compare(change: Change): Compared {
  const [before, after] = [spineOfShown(change.was), spineOfView(change.is)]
  const matches = align(before.text, after.text, change.hint)
  return { ...change, before, after, pieces: piecesOf(change.was), matches }
}

/** What the change would do, for the gate that has to allow it. */
export function intentOf({ pieces, matches, before, after }: Compared): Intent {
  const deleted = [...gaps(matches, 'before', before.text.length)].flatMap(([from, to]) => [
    ...piecesBetween(pieces, from, to),
  ])
  const writtenIn = new Set<string>()
  for (const [from, to] of gaps(matches, 'after', after.text.length))
    for (const stretch of stretchesBetween(after.stretches, from, to))
      if (stretch.text.trim() !== '') for (const bracket of stretch.brackets) writtenIn.add(bracket)
  return { deleted, writtenIn }
}

/** What is between the matches of one of the two texts. */
function* gaps(
  matches: readonly Match[],
  side: 'before' | 'after',
  length: number,
): Generator<[number, number]> {
  let from = 0
  for (const match of matches) {
    if (match[side] > from) yield [from, match[side]]
    from = match[side] + match.length
  }
  if (from < length) yield [from, length]
}

/**
 * Writes into the document what was changed in the view: letters and block ends that are gone, that are new, and that
 * are set differently. Everything else stays untouched.
 * @returns the blocks as they are agreed on from now on.
 */
export function pushChanges(edit: TextEdit, compared: Compared): ShownBlock[] {
  const { was, is, before, after, matches } = compared
  const endIds: (ItemId | undefined)[] = is.map(() => undefined)
  const pieces: Piece[] = []
  let isClean = true
  for (const match of matches) {
    for (const piece of piecesBetween(compared.pieces, match.before, match.before + match.length))
      pieces.push({ ...piece, at: piece.at - match.before + match.after })
    after.ends.forEach((at, index) => {
      const place = before.ends.indexOf(at - match.after + match.before)
      if (at >= match.after && at < match.after + match.length) endIds[index] = was[place]?.marker
    })
  }
  const kept = new Set(endIds)
  for (const [from, to] of gaps(matches, 'after', after.text.length)) isClean = insert(from, to) && isClean
  deleteGone(edit, compared, kept)
  setEmphases(edit, compared)
  is.forEach((block, index) => {
    const marker = endIds[index]
    const old = was.find((shownBlock) => shownBlock.marker === marker)
    const isWrittenAgain = old?.removed === true
    if (marker && (!old || !isSameKind(old, block) || isWrittenAgain))
      edit.setKind(marker, block.kind, block.level)
  })
  return agreed()

  function insert(from: number, to: number): boolean {
    let isAllClean = true
    let left = leftOf(from)
    let ended = after.ends.filter((at) => at < from).length
    let at = from
    while (at < to) {
      if (after.ends[ended] === at) {
        const { first, second } = edit.splitBlock({ left })
        endIds[ended] = first
        if (ended + 1 < endIds.length) endIds[ended + 1] = second
        left = first
        ended += 1
        at += 1
        continue
      }
      const end = Math.min(to, after.ends[ended] ?? to)
      for (const stretch of stretchesBetween(after.stretches, at, end)) {
        const text = cleanLine(stretch.text)
        if (text !== stretch.text) isAllClean = false
        if (text === '') continue
        const brackets = compared.bracketsAt?.(left) ?? stretch.brackets
        const isAsBefore = stretch.at > from && emphasisAt(stretch.at - 1) === stretch.emphasis
        const follows = isAsBefore || isSetAsLeft(stretch.at, stretch.emphasis)
        const range = edit.insertLetters(
          { left, brackets, ...(!follows && { emphasis: stretch.emphasis }) },
          text,
        )
        pieces.push({ ...range, at: stretch.at })
        left = { client: range.client, clock: range.clock + range.length - 1 }
      }
      at = end
    }
    return isAllClean
  }

  /** The unit before a place of the text as it is now. */
  function leftOf(at: number): ItemId | undefined {
    if (at === 0) return compared.left
    const end = after.ends.indexOf(at - 1)
    if (end >= 0) return endIds[end]
    const piece = pieces.find(
      (candidate) => candidate.at <= at - 1 && at - 1 < candidate.at + candidate.length,
    )
    return piece && { client: piece.client, clock: piece.clock + at - 1 - piece.at }
  }

  function emphasisAt(at: number): number | undefined {
    for (const stretch of stretchesBetween(after.stretches, at, at + 1)) return stretch.emphasis
    return undefined
  }

  /** Whether a letter is set as the one to the left of it in its block. Nothing is said of its emphasis then. */
  function isSetAsLeft(at: number, emphasis: number): boolean {
    if (at === 0 || after.ends.includes(at - 1)) return false
    return emphasisAt(at - 1) === emphasis
  }

  function agreed(): ShownBlock[] {
    pieces.sort((a, b) => a.at - b.at)
    let from = 0
    return is.map((block, index): ShownBlock => {
      const end = after.ends[index] ?? from
      const runs: LetterRun[] = []
      for (const piece of piecesBetween(pieces, from, end)) {
        for (const { at, text, emphasis, brackets } of stretchesBetween(
          after.stretches,
          piece.at,
          piece.at + piece.length,
        ))
          runs.push({ client: piece.client, clock: piece.clock + at - piece.at, text, emphasis, brackets })
      }
      for (const { text, brackets } of block.segments)
        if (text === '') runs.push({ client: 0, clock: 0, text, emphasis: 0, brackets })
      from = end + 1
      const shown = { kind: block.kind, level: block.level, marker: endIds[index], removed: false, runs }
      const isAsSeen = isClean && block.segments.every((segment) => segment.text !== '')
      return { ...shown, node: block.node, ...(!isAsSeen && { stale: true }) }
    })
  }
}

/**
 * Deletes letters and block ends that are gone. A block that went as a whole is only marked as removed, so that what
 * somebody types in it meanwhile stays a block; an end between two halves that are joined is deleted.
 */
function deleteGone(edit: TextEdit, { was, before, matches, pieces }: Compared, kept: ReadonlySet<unknown>) {
  let isJoining = false
  let start = 0
  const goneRanges = [...gaps(matches, 'before', before.text.length)]
  const isGone = (at: number) => goneRanges.some(([from, to]) => at >= from && at < to)
  for (const [from, to] of goneRanges) for (const piece of piecesBetween(pieces, from, to)) edit.delete(piece)
  was.forEach((block, index) => {
    const end = before.ends[index] ?? start
    const isWhole = goneRanges.some(([from, to]) => from <= start && to > end)
    if (!block.marker || !isGone(end)) isJoining = false
    else if (isWhole && !isJoining) edit.markRemoved(block.marker)
    else if (!kept.has(block.marker)) {
      edit.delete({ ...block.marker, length: 1 })
      isJoining = true
    }
    start = end + 1
  })
}

/** Sets what stays and is set differently. */
function setEmphases(edit: TextEdit, { before, after, matches, pieces }: Compared): void {
  for (const emphasis of emphases) {
    const bit = emphasisBit[emphasis]
    let open: { first: ItemId; last: ItemId; on: boolean; end: number } | undefined
    const close = () => {
      if (open) edit.setEmphasis(open.first, open.last, emphasis satisfies Emphasis, open.on)
      open = undefined
    }
    for (const match of matches) {
      const shift = match.after - match.before
      for (const was of stretchesBetween(before.stretches, match.before, match.before + match.length)) {
        const [from, to] = [was.at + shift, was.at + was.text.length + shift]
        for (const is of stretchesBetween(after.stretches, from, to)) {
          if (((was.emphasis ^ is.emphasis) & bit) === 0) continue
          const on = (is.emphasis & bit) !== 0
          for (const piece of piecesBetween(pieces, is.at - shift, is.at + is.text.length - shift)) {
            const last = { client: piece.client, clock: piece.clock + piece.length - 1 }
            const first = { client: piece.client, clock: piece.clock }
            const at = piece.at + shift
            if (open && (open.on !== on || open.end !== at)) close()
            open = { first: open?.first ?? first, last, on, end: at + piece.length }
          }
        }
      }
    }
    close()
  }
}

/** The segments of a block that is agreed on; for tests of equality with a view. */
export const shownSegments = (block: ShownBlock) => segmentsOf(block.runs)
