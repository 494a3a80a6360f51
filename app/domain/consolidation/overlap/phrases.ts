import type { Term } from '#domain/search/terms'

/** A stretch of a text, by the offsets of a JavaScript string. */
export type TextRange = { start: number; end: number }

/** What ends a thought: a phrase does not reach across it. */
const breaks = /[.;:!?\n()[\]。；：！？（）؛؟]/u

/** Whether one term is what the text goes on with after another, words without meaning aside. */
export const follows = (text: string, before: Term, after: Term): boolean =>
  !breaks.test(text.slice(before.end, after.start))

/** The stretches that some of a text's terms make up: neighbours are one, with the small words between them. */
export function rangesOf(
  text: string,
  terms: readonly Term[],
  isWanted: (term: Term) => boolean,
): TextRange[] {
  const ranges: TextRange[] = []
  let previous: Term | undefined
  for (const term of terms) {
    const wanted = isWanted(term)
    const last = ranges.at(-1)
    if (wanted && last && previous && follows(text, previous, term)) last.end = term.end
    else if (wanted) ranges.push({ start: term.start, end: term.end })
    previous = wanted ? term : undefined
  }
  return ranges
}

export type SharedPhrase = { a: TextRange; b: TextRange; weight: number }

type Run = { a: number; b: number; length: number; weight: number }

/** Longer texts are compared by their beginnings only: the table of both grows with their product. */
const mostTerms = 1500

/**
 * The heaviest phrases that two texts have in common, the heaviest first; none overlaps with another.
 * @param weightOf the weight of a stem; a phrase of stems that weigh nothing is none.
 */
export function sharedPhrases(
  a: { text: string; terms: readonly Term[] },
  b: { text: string; terms: readonly Term[] },
  weightOf: (stem: string) => number,
  count: number,
): SharedPhrase[] {
  const runs = commonRuns(a, b, weightOf).toSorted((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
  const chosen: Run[] = []
  for (const run of runs) {
    if (chosen.length === count) break
    if (!chosen.some((other) => overlap(run.a, other.a, run, other) || overlap(run.b, other.b, run, other))) {
      chosen.push(run)
    }
  }
  return chosen.map((run) => ({
    a: rangeOfRun(a.terms, run.a, run.length),
    b: rangeOfRun(b.terms, run.b, run.length),
    weight: run.weight,
  }))
}

const overlap = (start: number, otherStart: number, run: Run, other: Run) =>
  start < otherStart + other.length && otherStart < start + run.length

function rangeOfRun(terms: readonly Term[], start: number, length: number): TextRange {
  return { start: terms[start]?.start ?? 0, end: terms[start + length - 1]?.end ?? 0 }
}

/** All runs of the same stems in both texts that cannot be made longer. */
function commonRuns(
  a: { text: string; terms: readonly Term[] },
  b: { text: string; terms: readonly Term[] },
  weightOf: (stem: string) => number,
): Run[] {
  const [left, right] = [a.terms.slice(0, mostTerms), b.terms.slice(0, mostTerms)]
  const runs: Run[] = []
  // The lengths of the runs that end at the term before, by where they end in the other text.
  let before = new Uint16Array(right.length + 1)
  const finish = (row: number, column: number) => {
    const length = before[column] ?? 0
    if (length === 0) return
    const start = row - length
    const stems = new Set(left.slice(start, row).map(({ stem }) => stem))
    const weight = [...stems].reduce((sum, stem) => sum + weightOf(stem), 0)
    if (weight > 0) runs.push({ a: start, b: column - length, length, weight })
  }
  for (const [row, term] of left.entries()) {
    const now = new Uint16Array(right.length + 1)
    for (const [column, other] of right.entries()) {
      const length = before[column] ?? 0
      const isSame = term.stem === other.stem
      const goesOn = isSame && length > 0 && continues(a.text, left, row) && continues(b.text, right, column)
      if (isSame) now[column + 1] = goesOn ? length + 1 : 1
      if (!goesOn) finish(row, column)
    }
    finish(row, right.length)
    before = now
  }
  for (let column = 0; column <= right.length; column += 1) finish(left.length, column)
  return runs
}

function continues(text: string, terms: readonly Term[], at: number): boolean {
  const [previous, term] = [terms[at - 1], terms[at]]
  return previous !== undefined && term !== undefined && follows(text, previous, term)
}
