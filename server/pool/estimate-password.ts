import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'

/** The estimate takes longer than in proportion; what follows only makes a password stronger, in characters. */
const estimatedLength = 64

let estimator: ZxcvbnFactory | undefined

/** `related` are words that an attacker tries first for this person: their name and address. */
export type GuessedPassword = { password: string; related: readonly string[] }

/** How well a password withstands guessing, from 0 (among the first thousand tries) to 4. */
export function estimatePassword({ password, related }: GuessedPassword): number {
  estimator ??= new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  })
  return estimator.check(password.slice(0, estimatedLength), [...related]).score
}
