import type { BracketFacts } from '#domain/text/content'
import { bracketFacts } from '../authored'
import type { BracketMark, Reading } from '../reading'
import type { Intent } from './push-changes'

/** An edit that would take away brackets somebody else asked for. */
export type ForeignBracket = { act: 'empty' | 'lift'; facts: BracketFacts }

/** Keeps one person from taking away, alone, what somebody else asked for. */
export type BracketGuard = {
  mayLift: (facts: BracketFacts) => boolean
  /** Tells the person; nothing was changed. */
  refused: (bracket: ForeignBracket) => void
}

/** The first bracket that an edit would leave without words although the person may not lift it. */
export function foreignBracketIn(
  reading: Reading,
  { deleted, writtenIn }: Intent,
  guard: BracketGuard,
): ForeignBracket | undefined {
  if (reading.brackets.size === 0 || deleted.length === 0) return undefined
  const { before, after } = wordsIn(reading, deleted)
  for (const mark of reading.brackets.values()) {
    const isEmptied = (before.get(mark.id) ?? '').trim() !== '' && (after.get(mark.id) ?? '').trim() === ''
    if (!isEmptied || writtenIn.has(mark.id)) continue
    const refusal = refuses(mark, 'empty', guard)
    if (refusal) return refusal
  }
  return undefined
}

/** Whether lifting a bracket is refused to this person. */
export function refuses(
  mark: BracketMark,
  act: ForeignBracket['act'],
  guard: Pick<BracketGuard, 'mayLift'>,
): ForeignBracket | undefined {
  const facts = bracketFacts(mark.facts)
  return guard.mayLift(facts) ? undefined : { act, facts }
}

/** The words of each bracket, now and without what would be deleted. */
function wordsIn(
  reading: Reading,
  deleted: Intent['deleted'],
): { before: Map<string, string>; after: Map<string, string> } {
  const before = new Map<string, string>()
  const after = new Map<string, string>()
  const add = (to: Map<string, string>, id: string, text: string) => to.set(id, (to.get(id) ?? '') + text)
  for (const block of reading.blocks) {
    for (const run of block.runs) {
      if (run.brackets.length === 0) continue
      let rest = ''
      for (let index = 0; index < run.text.length; index += 1) {
        const clock = run.clock + index
        const isDeleted = deleted.some(
          (piece) =>
            piece.client === run.client && clock >= piece.clock && clock < piece.clock + piece.length,
        )
        if (!isDeleted) rest += run.text.charAt(index)
      }
      for (const id of run.brackets) {
        add(before, id, run.text)
        add(after, id, rest)
      }
    }
  }
  return { before, after }
}
