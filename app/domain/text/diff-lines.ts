import type { Hunk } from './alignment'
import { tokenText, type BlockEnd, type Token } from './content-tokens'
import { findMoves, type Move } from './moves'

export type DiffPart = {
  kind: 'kept' | 'removed' | 'added'
  text: string
  /** Which change a removed or added part belongs to. */
  change?: number
  /** Of a passage that was moved: which move, the same number where it left and where it came. */
  move?: number
}

/** One line of a comparison: a paragraph or sub-item, or what is left of one that was removed. */
export type DiffLine = BlockEnd & { parts: DiffPart[] }

/** The same stretch of both texts, for reading side by side; blocks whose ends are the same stand level. */
export type DiffRow = { before: DiffLine[]; after: DiffLine[] }

class LineWriter {
  lines: DiffLine[] = []
  parts: DiffPart[] = []

  push(part: DiffPart) {
    const last = this.parts.at(-1)
    const same = last && last.kind === part.kind && last.change === part.change && last.move === part.move
    if (same) last.text += part.text
    else this.parts.push(part)
  }

  endLine({ block, level, letter }: BlockEnd) {
    this.lines.push({ block, ...(level && { level }), ...(letter && { letter }), parts: this.parts })
    this.parts = []
  }

  /** @returns all lines, and begins anew. */
  take(): DiffLine[] {
    if (this.parts.length > 0) this.endLine({ block: 'paragraph' })
    const { lines } = this
    this.lines = []
    return lines
  }
}

/** What is known of each token of the two texts besides what it reads. */
function marksOf(a: readonly Token[], b: readonly Token[], hunks: readonly Hunk[]) {
  const moves = findMoves(a, b, hunks)
  const within = (at: number, start: (move: Move) => number, end: (move: Move) => number) => {
    const move = moves.findIndex((candidate) => at >= start(candidate) && at < end(candidate))
    return move < 0 ? {} : { move }
  }
  return {
    movedFrom: (at: number) =>
      within(
        at,
        (move) => move.aStart,
        (move) => move.aEnd,
      ),
    movedTo: (at: number) =>
      within(
        at,
        (move) => move.bStart,
        (move) => move.bEnd,
      ),
  }
}

/**
 * Calls for every token of both texts in the order of reading: what goes stands before what comes. What is kept is
 * shown as the later text has it, at its place in the earlier one.
 */
function walk(
  a: readonly Token[],
  b: readonly Token[],
  hunks: readonly Hunk[],
  visit: (token: Token, at: number, kind: DiffPart['kind'], change?: number) => void,
) {
  let [from, to] = [0, 0]
  const each = (
    tokens: readonly Token[],
    [start, end]: [number, number],
    kind: DiffPart['kind'],
    change?: number,
  ) => {
    for (let at = start; at < end; at++) {
      const token = tokens[at]
      if (token) visit(token, at, kind, change)
    }
  }
  const keep = (end: number) => {
    for (; from < end; from++, to++) {
      const token = b[to] ?? a[from]
      if (token) visit(token, from, 'kept')
    }
  }
  hunks.forEach((hunk, index) => {
    keep(hunk.aStart)
    each(a, [hunk.aStart, hunk.aEnd], 'removed', index)
    each(b, [hunk.bStart, hunk.bEnd], 'added', index)
    from = hunk.aEnd
    to = hunk.bEnd
  })
  keep(a.length)
}

/** Both texts in one, what was removed and what was added each in its place. */
export function linesOf(a: readonly Token[], b: readonly Token[], hunks: readonly Hunk[]): DiffLine[] {
  const { movedFrom, movedTo } = marksOf(a, b, hunks)
  const writer = new LineWriter()
  walk(a, b, hunks, (token, at, kind, change) => {
    const marks = {
      ...(change !== undefined && { change }),
      ...(kind === 'removed' ? movedFrom(at) : kind === 'added' ? movedTo(at) : {}),
    }
    if (token.kind !== 'break') {
      writer.push({ kind, text: tokenText(token), ...marks })
    } else if (kind === 'removed' && writer.parts.some((part) => part.kind !== 'removed')) {
      // A paragraph's end that was removed joins it to the next: the sign says so, the line goes on.
      writer.push({ kind, text: '¶', ...marks })
    } else writer.endLine(token)
  })
  return writer.take()
}

/** Each text by itself, what was removed marked in the one and what was added in the other. */
export function rowsOf(a: readonly Token[], b: readonly Token[], hunks: readonly Hunk[]): DiffRow[] {
  const { movedFrom, movedTo } = marksOf(a, b, hunks)
  const [before, after] = [new LineWriter(), new LineWriter()]
  const rows: DiffRow[] = []
  const endRow = () => {
    const row = { before: before.take(), after: after.take() }
    if (row.before.length > 0 || row.after.length > 0) rows.push(row)
  }
  const earlierEnd = (token: BlockEnd, at: number, kind: DiffPart['kind']): BlockEnd => {
    const own = kind === 'kept' ? a[at] : undefined
    return own?.kind === 'break' ? own : token
  }
  walk(a, b, hunks, (token, at, kind, change) => {
    const mark = change === undefined ? {} : { change }
    if (token.kind === 'break') {
      if (kind !== 'added') before.endLine(earlierEnd(token, at, kind))
      if (kind !== 'removed') after.endLine(token)
      if (kind === 'kept') endRow()
      return
    }
    const text = tokenText(token)
    if (kind === 'kept') after.push({ kind, text })
    if (kind === 'added') after.push({ kind, text, ...mark, ...movedTo(at) })
    else before.push({ kind, text, ...mark, ...(kind === 'removed' && movedFrom(at)) })
  })
  endRow()
  return rows
}
