import type { DelegationId, ExpertGroupId, MeetingId } from '#domain/ids'
import {
  actorIn,
  hasRole,
  isMember,
  speaksFor,
  type Actor,
  type LocalActor,
} from '#domain/people/participants'

/** What an event of the log says about who may learn of it. */
export type EventFacts = {
  type: string
  /** Absent for what concerns no group, such as signing in. */
  group: ExpertGroupId | undefined
  meeting: MeetingId | undefined
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
export function mayLearnOf(person: Actor, event: EventFacts): boolean {
  const { group, meeting } = event
  if (group === undefined) return false
  const actor = actorIn(person, { group, meeting })
  // A call is seen once it is opened.
  if (event.type === 'call.created') return hasRole(actor, 'secretariat')
  if (!isMember(actor)) return publicTypes.test(event.type)
  if (event.type.startsWith('submission.')) return mayLearnOfSubmission(actor, event)
  if (event.type === 'position.told-to-chair')
    return hasRole(actor, 'chair') || (event.delegation !== undefined && speaksFor(actor, event.delegation))
  if (!privateTypes.test(event.type)) return true
  if (actor.delegation === undefined) return false
  return actor.delegation === event.delegation || JSON.stringify(event.detail).includes(actor.delegation)
}

/** Who answers a call, and when, is known to the delegation and, once it has submitted, to the secretariat. */
const mayLearnOfSubmission = (actor: LocalActor, event: Pick<EventFacts, 'type' | 'delegation'>) =>
  (event.delegation !== undefined && speaksFor(actor, event.delegation)) ||
  (event.type === 'submission.submitted' && hasRole(actor, 'secretariat', 'rapporteur'))
