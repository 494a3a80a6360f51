import type { BracketFacts } from '#domain/text/content'
import { bracketFacts, openingOf } from '../authored'
import { refuses, type BracketGuard } from './bracket-guard'
import { lettersAtEnds, regionOf, textIn, withoutSpaces } from './region'
import { isSameId } from '../shape'
import type { TextBinding } from './text-binding'
import { behindUnseen } from './unseen-letters'

/** What putting or lifting brackets would do with the selection as it is. */
export type BracketChoice =
  | { kind: 'nothing' }
  /** Words are selected. */
  | { kind: 'put'; words: string }
  /** The caret is in brackets. */
  | { kind: 'lift'; id: string; facts: BracketFacts }

export function $bracketChoice(binding: TextBinding): BracketChoice {
  const selected = binding.$selected()
  if (!selected) return { kind: 'nothing' }
  if (selected.isCollapsed) {
    const mark = binding.reading.brackets.get(selected.from.brackets.at(-1) ?? '')
    return mark ? { kind: 'lift', id: mark.id, facts: bracketFacts(mark.facts) } : { kind: 'nothing' }
  }
  const region = regionOf(binding.shown, selected)
  const words = region ? region.pieces.map(textIn(region)).join('').trim() : ''
  return words === '' ? { kind: 'nothing' } : { kind: 'put', words }
}

/** Puts the selected words in brackets; a bracket of which a part is selected is taken in whole. */
export function $putBracket(binding: TextBinding, facts: BracketFacts): void {
  binding.$act((edit, selected) => {
    if (!selected || selected.isCollapsed) return undefined
    const region = regionOf(binding.shown, selected)
    const ends = region && lettersAtEnds(withoutSpaces(region, textIn(region)))
    if (!ends) return undefined
    const isAtEnd = isSameId(ends.last, selected.to.left)
    const last = isAtEnd ? behindUnseen(edit.doc, edit.reading, ends.last, selected.to.right) : ends.last
    edit.putBracket(ends.first, last ?? ends.last, openingOf(facts))
    return undefined
  })
}

/** Lifts a bracket; its words stay. @returns whether that was allowed. */
export function $liftBracket(binding: TextBinding, guard: BracketGuard, id: string): boolean {
  let isLifted = false
  binding.$act((edit) => {
    const mark = edit.reading.brackets.get(id)
    const refusal = mark && refuses(mark, 'lift', guard)
    if (refusal) guard.refused(refusal)
    else if (mark) {
      edit.liftBracket(id)
      isLifted = true
    }
    return undefined
  })
  return isLifted
}
