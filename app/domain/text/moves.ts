import type { Hunk } from './alignment'
import { longestCommonRun, mostComparisons, type CommonRun } from './common-run'
import type { Token } from './content-tokens'

/** A passage that goes in one place and comes in another: tokens of the one text and of the other. */
export type Move = { aStart: number; aEnd: number; bStart: number; bEnd: number }

/** A reader follows no more than this. */
const mostMoves = 20

/** Tokens `[start, end)` of one text that a change removes or adds, and which change it is. */
type Stretch = { start: number; end: number; hunk: number }

/**
 * Passages that are deleted in one change and come again, word for word, in another; the longest are found first.
 * In the order in which they leave.
 */
export function findMoves(a: readonly Token[], b: readonly Token[], hunks: readonly Hunk[]): Move[] {
  let removed: Stretch[] = hunks.map((hunk, index) => ({ start: hunk.aStart, end: hunk.aEnd, hunk: index }))
  let added: Stretch[] = hunks.map((hunk, index) => ({ start: hunk.bStart, end: hunk.bEnd, hunk: index }))
  const total = (stretches: Stretch[]) =>
    stretches.reduce((sum, stretch) => sum + stretch.end - stretch.start, 0)
  if (total(removed) * total(added) > mostComparisons) return []
  const moves: Move[] = []
  while (moves.length < mostMoves) {
    let best: CommonRun | undefined
    for (const from of removed) {
      for (const to of added) {
        const run = from.hunk === to.hunk ? undefined : longestCommonRun(a, b, from, to)
        if (run && run.words > (best?.words ?? 0)) best = run
      }
    }
    if (!best) break
    const { aStart, aEnd, bStart, bEnd } = best
    moves.push({ aStart, aEnd, bStart, bEnd })
    removed = removed.flatMap((stretch) => without(stretch, aStart, aEnd))
    added = added.flatMap((stretch) => without(stretch, bStart, bEnd))
  }
  return moves.toSorted((left, right) => left.aStart - right.aStart)
}

function without(stretch: Stretch, start: number, end: number): Stretch[] {
  if (start < stretch.start || end > stretch.end) return [stretch]
  return [
    { ...stretch, end: start },
    { ...stretch, start: end },
  ].filter((candidate) => candidate.end > candidate.start)
}
