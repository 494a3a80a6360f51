import { bracketRights } from '#domain/text/brackets'
import { bracketFacts } from '#editor/authored'
import type { Effects } from '#editor/grammar'
import type { BracketOpening } from '#editor/shape'
import type { Connection } from '#server/collab/connection'

type Sender = Pick<Connection, 'as' | 'inOwnDraft'>

/**
 * The gate of brackets: they are lifted by those who asked for them, or by the Chair; no one puts them in another's
 * name. Anyone who may lift a bracket may also bring it back as it was.
 */
export function keepsBrackets({ lifted, put, restored }: Effects, { as, inOwnDraft }: Sender): boolean {
  const rights = bracketRights(as, inOwnDraft)
  const mayLift = (opening: BracketOpening) => rights.lift(bracketFacts(opening))
  return (
    [...lifted.values(), ...restored.values()].every(mayLift) &&
    put.every((opening) => rights.put(bracketFacts(opening)))
  )
}
