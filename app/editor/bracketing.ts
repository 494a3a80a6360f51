import { runsOfAlternatives, type Neighbour } from '#domain/text/alternatives'
import type { Bracketing, StandingBracket } from '#domain/text/brackets'
import { bracketFacts } from './authored'
import { blockText, type LetterRun, type Reading } from './reading'
import type { TextEdit } from './writing'

/** The brackets of a text in reading order, an outer one before those in it, and its words. */
export function bracketingOf(reading: Reading): Bracketing {
  const words = new Map<string, string>()
  for (const block of reading.blocks) {
    const met = new Set<string>()
    for (const run of block.runs)
      for (const id of run.brackets) {
        const before = words.get(id)
        // What a bracket holds of a second block is set apart.
        const gap = before === undefined || met.has(id) || before === '' ? '' : '\n'
        words.set(id, `${before ?? ''}${gap}${run.text}`)
        met.add(id)
      }
  }
  const brackets = [...words].flatMap(([id, inside]): StandingBracket[] => {
    const mark = reading.brackets.get(id)
    return mark ? [{ ...bracketFacts(mark.facts), id, words: inside }] : []
  })
  return { brackets, words: reading.blocks.map(blockText).join('\n') }
}

/** The brackets of a text that are alternatives to each other, one list for each choice that is open. */
export function alternativesIn(reading: Reading): StandingBracket[][] {
  const byId = new Map(bracketingOf(reading).brackets.map((bracket) => [bracket.id, bracket]))
  return reading.blocks
    .flatMap(({ runs }) => neighbourhoods(reading, runs, 0))
    .flatMap(runsOfAlternatives)
    .map((run) => run.flatMap((id) => byId.get(id) ?? []))
}

/** What is side by side in a block, and in each bracket of it. @param depth how many brackets are around it all. */
function neighbourhoods(reading: Reading, runs: readonly LetterRun[], depth: number): Neighbour[][] {
  const here: Neighbour[] = []
  const within: Neighbour[][] = []
  for (let at = 0; at < runs.length;) {
    const run = runs[at]
    const id = run?.brackets[depth]
    if (!run || id === undefined) {
      here.push({ kind: 'words', text: run?.text ?? '' })
      at += 1
      continue
    }
    let end = at
    while (runs[end]?.brackets[depth] === id) end += 1
    here.push({ kind: 'bracket', id, alternative: reading.brackets.get(id)?.facts.a })
    within.push(...neighbourhoods(reading, runs.slice(at, end), depth + 1))
    at = end
  }
  return [here, ...within]
}

/**
 * Takes one of several brackets that are side by side: the others go with the spaces between them, and the words that
 * were in it remain in their place.
 */
export function takeAlternative(edit: TextEdit, id: string, run: readonly { id: string }[]): void {
  const ids = new Set(run.map((bracket) => bracket.id))
  const isOfRun = ({ brackets }: LetterRun) => brackets.some((bracket) => ids.has(bracket))
  for (const { runs } of edit.reading.blocks) {
    const [first, last] = [runs.findIndex(isOfRun), runs.findLastIndex(isOfRun)]
    if (first < 0) continue
    for (const letters of runs.slice(first, last + 1))
      if (letters.text !== '' && !letters.brackets.includes(id))
        edit.delete({ ...letters, length: letters.text.length })
  }
  for (const bracket of ids) edit.liftBracket(bracket)
}
