import type { Language } from '#domain/languages'
import type { Hunk } from './alignment'
import type { DocumentContent } from './content'
import type { Token } from './content-tokens'
import { linesOf, rowsOf, type DiffLine, type DiffRow } from './diff-lines'
import { hunksForReading, tokensOf } from './word-diff'

/** How the differences between two texts are shown; the names are part of addresses (`?view=clean`). */
export const comparisonViews = ['inline', 'side-by-side', 'clean'] as const
export type ComparisonView = (typeof comparisonViews)[number]

/** The view that an address asks for. */
export const viewIn = (query: URLSearchParams): ComparisonView =>
  comparisonViews.find((view) => view === query.get('view')) ?? 'inline'

/** Two texts made ready for reading: in one with their differences marked, beside each other, or the later alone. */
export type Comparison =
  { view: 'inline' | 'clean'; lines: DiffLine[] } | { view: 'side-by-side'; rows: DiffRow[] }

export function compare(
  base: DocumentContent,
  changed: DocumentContent,
  language: Language,
  view: ComparisonView,
): Comparison {
  const [a, b] = [tokensOf(base, language), tokensOf(changed, language)]
  return compareTokens(a, b, hunksForReading(a, b), view)
}

/** The same where it is known how the texts differ. */
export function compareTokens(
  a: readonly Token[],
  b: readonly Token[],
  hunks: readonly Hunk[],
  view: ComparisonView,
): Comparison {
  if (view === 'clean') return { view, lines: linesOf(b, b, []) }
  return view === 'inline' ? { view, lines: linesOf(a, b, hunks) } : { view, rows: rowsOf(a, b, hunks) }
}
