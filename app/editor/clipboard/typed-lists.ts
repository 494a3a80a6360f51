import { romanNumeral } from '#domain/text/letters'
import type { InsertedBlock, InsertedRun } from '../insert-blocks'

/** `(a)`, `(aa)`, `(iv)`, `a)`, `(1)`, `(أ)` or a bullet at the beginning of a line. */
const marker =
  /^\s*(?:\((?<enclosed>[a-z]|([a-z])\2|[ivx]{2,5}|\d{1,2}|[\u0621-\u064a])\)|(?<closed>[a-z]|[ivx]{2,4}|\d{1,2})\)|(?<bullet>[\u2022\u00b7\u25aa\u25cf\u25cb\u25e6\u2023\uf0b7\uf0a7*\u2013\u2014-]))(?:\s+|$)/u

const numerals = new Set(Array.from({ length: 50 }, (_, index) => romanNumeral(index)))

/** What a line that is marked as an item by letters or a bullet says without them. */
export function withoutMarker(text: string): { marker: string; rest: string } | undefined {
  const found = marker.exec(text)
  if (!found) return undefined
  const sign = found.groups?.['enclosed'] ?? found.groups?.['closed'] ?? found.groups?.['bullet'] ?? ''
  return { marker: sign, rest: text.slice(found[0].length) }
}

/** Lists that somebody typed by hand become sub-items. A single line stays as it is. */
export function recognizeTypedLists(blocks: readonly InsertedBlock[]): InsertedBlock[] {
  if (blocks.length < 2) return [...blocks]
  let lettered: string | undefined
  return blocks.map((block) => {
    if (block.kind === 'sub-item') return block
    const found = withoutMarker(block.runs.map((run) => run.text).join(''))
    if (!found) {
      lettered = undefined
      return block
    }
    // `(i)` follows `(h)` as a letter, and is a numeral below any other.
    const isNumeral = numerals.has(found.marker) && lettered !== undefined && !follows(lettered, found.marker)
    if (!isNumeral) lettered = found.marker
    const runs = dropStart(block.runs, found.rest)
    return { kind: 'sub-item', level: isNumeral ? 2 : 1, runs }
  })
}

const follows = (letter: string, next: string): boolean =>
  next.length === 1 && letter.charCodeAt(0) + 1 === next.charCodeAt(0)

/** The end of some runs that has this text. */
function dropStart(runs: readonly InsertedRun[], rest: string): InsertedRun[] {
  let drop = runs.reduce((sum, run) => sum + run.text.length, 0) - rest.length
  return runs.flatMap((run): InsertedRun[] => {
    const cut = Math.min(drop, run.text.length)
    drop -= cut
    if (cut === run.text.length) return []
    if (cut === 0) return [run]
    return [{ text: run.text.slice(cut), emphasis: run.emphasis }]
  })
}
