import { canonicalJson } from '#domain/hash'
import type { StandingBracket } from './brackets'

/** What stands side by side in a paragraph or in brackets: words, or a bracket. */
export type Neighbour =
  { kind: 'words'; text: string } | { kind: 'bracket'; id: string; alternative: number | undefined }

/**
 * Which brackets are alternatives to each other, by their names: those that stand side by side with nothing but
 * spaces between them, their numbers rising. One that stands alone leaves nothing to choose.
 */
export function runsOfAlternatives(neighbours: readonly Neighbour[]): string[][] {
  const runs: string[][] = []
  let run: string[] = []
  let last = 0
  const end = () => {
    if (run.length > 1) runs.push(run)
    run = []
    last = 0
  }
  for (const one of neighbours) {
    if (one.kind === 'words') {
      if (one.text.trim() !== '') end()
      continue
    }
    // A lower number begins another choice; a bracket without a number is none.
    if (one.alternative === undefined || one.alternative <= last) end()
    if (one.alternative === undefined) continue
    run.push(one.id)
    last = one.alternative
  }
  end()
  return runs
}

/** What somebody saw who takes one of these: which they are, and their words. */
export const seenOf = (run: readonly Pick<StandingBracket, 'id' | 'words'>[]): string =>
  canonicalJson(run.map(({ id, words }) => ({ id, words })))
