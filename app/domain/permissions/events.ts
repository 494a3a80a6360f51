import type { DelegationId } from '#domain/ids'
import { hasRole, isSignedIn, speaksFor, type Actor } from '#domain/people/participants'

/** What an event of the log says about who may learn of it. */
export type EventFacts = {
  type: string
  /** The delegation that acted. */
  delegation: DelegationId | undefined
  detail: unknown
}

/** What the public may learn of as it happens; the rest is for those who are signed in. */
const publicTypes = /^(workplan|meeting|list|call|paragraph\.adopted)/

/** What only those who write it learn of. */
const privateTypes =
  /^(recommendation\.(drafted|draft-tagged|draft-restored|draft-withdrawn|invited|joined|left)|amendment\.(drafted|invited|joined|left))$/

/** Whether this actor's open pages may learn that this happened. */
export function mayLearnOf(actor: Actor, event: EventFacts): boolean {
  // A call is seen once it is opened.
  if (event.type === 'call.created') return hasRole(actor, 'secretariat')
  if (!isSignedIn(actor)) return publicTypes.test(event.type)
  if (event.type.startsWith('submission.')) return mayLearnOfSubmission(actor, event)
  if (event.type === 'position.told-to-chair')
    return hasRole(actor, 'chair') || (event.delegation !== undefined && speaksFor(actor, event.delegation))
  if (!privateTypes.test(event.type)) return true
  if (actor.delegation === undefined) return false
  return actor.delegation === event.delegation || JSON.stringify(event.detail).includes(actor.delegation)
}

/** Who answers a call, and when, is known to the delegation and, once it has submitted, to the secretariat. */
const mayLearnOfSubmission = (actor: Actor, event: Pick<EventFacts, 'type' | 'delegation'>) =>
  (event.delegation !== undefined && speaksFor(actor, event.delegation)) ||
  (event.type === 'submission.submitted' && hasRole(actor, 'secretariat', 'rapporteur'))
