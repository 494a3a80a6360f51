import type { Comparison } from './comparison'
import type { DiffLine, DiffPart } from './diff-lines'

/** Words that are kept around a change, in characters. */
const nearby = 48

/** What is far from a change is left out of a stretch that both texts share. */
export function shortened(text: string, place: 'first' | 'between' | 'last'): string {
  if (text.length <= nearby * 2) return text
  const head = text.slice(0, text.indexOf(' ', nearby / 2) + 1 || nearby)
  const tail = text.slice(text.lastIndexOf(' ', text.length - nearby))
  if (place === 'first') return `… ${tail.trimStart()}`
  if (place === 'last') return `${head.trimEnd()} …`
  return `${head.trimEnd()} … ${tail.trimStart()}`
}

const isChange = (part: DiffPart) => part.kind !== 'kept'

function nearLine(line: DiffLine): DiffLine {
  const last = line.parts.length - 1
  return {
    ...line,
    parts: line.parts.map((part, at) =>
      isChange(part)
        ? part
        : { ...part, text: shortened(part.text, at === 0 ? 'first' : at === last ? 'last' : 'between') },
    ),
  }
}

/** The lines in which something changes, each no longer than is needed to see where. */
export const nearLines = (lines: readonly DiffLine[]): DiffLine[] =>
  lines.filter((line) => line.parts.some(isChange)).map(nearLine)

/** The same for a whole comparison: what a card shows of a long text. */
export const nearComparison = (comparison: Comparison): Comparison =>
  comparison.view === 'side-by-side'
    ? {
        view: comparison.view,
        rows: comparison.rows
          .map(({ before, after }) => ({ before: nearLines(before), after: nearLines(after) }))
          .filter((row) => row.before.length > 0 || row.after.length > 0),
      }
    : { view: comparison.view, lines: nearLines(comparison.lines) }

/** How the text reads near its changes once they are made: what goes is left out, what comes is set as the rest. */
export const cleanLines = (lines: readonly DiffLine[]): DiffLine[] =>
  lines.map((line) => ({
    ...line,
    parts: line.parts
      .filter((part) => part.kind !== 'removed')
      .map((part): DiffPart => ({ kind: 'kept', text: part.text })),
  }))
