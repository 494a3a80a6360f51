import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { listGroupEvents } from '#db/queries/events'
import { listParticipantsById } from '#db/queries/participants'
import { mayLearnOf, personOf, type SettingUpEvent } from '#domain/events/events'
import type { ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor, Delegation } from '#domain/people/participants'

const pageSize = 100

/** What was set up in a group, the newest first, as far as this reader may learn of it. */
export async function readGroupRecord(
  db: Db,
  actor: Actor,
  group: ExpertGroupId,
  before: number | undefined,
) {
  const [events, delegations] = await Promise.all([
    listGroupEvents(db, group, { before, limit: pageSize }),
    listDelegations(db, group),
  ])
  const shown = events.filter((event) => mayLearnOf(actor, event))
  const ids = shown.flatMap((event) => [event.actor, personOf(event)].filter((id) => id !== undefined))
  const people = await listParticipantsById(db, [...new Set(ids)])
  const nameOf = (id: (typeof ids)[number] | undefined) => id && people.get(id)?.name
  return {
    entries: shown.map((event) => ({
      sequence: event.sequence,
      type: event.type,
      actor: nameOf(event.actor),
      person: nameOf(personOf(event)),
      name: nameIn(event),
      standing: standingIn(event, delegations),
      count: event.type === 'group.delegations-added' ? event.detail.delegations.length : 0,
      at: event.at.toISOString(),
    })),
    next: events.length === pageSize ? events.at(-1)?.sequence : undefined,
  }
}

/** What the event is about, where that has a name. */
function nameIn(event: SettingUpEvent): LocalizedText | undefined {
  switch (event.type) {
    case 'group.created':
    case 'delegation.removed':
    case 'vocabulary.tag-added':
      return event.detail.name
    case 'group.changed':
      return event.detail.to.name
    case 'group.delegations-added': {
      const [first] = event.detail.delegations
      return first?.name
    }
    case 'delegation.renamed':
    case 'vocabulary.tag-renamed':
      return event.detail.to
    case 'workplan.added':
    case 'meeting.planned':
    case 'vocabulary.mandate-set':
      return event.detail.title
    case 'workplan.changed':
    case 'meeting.changed':
      return event.detail.to.title
    default:
      return undefined
  }
}

/** What a person was, became or is no longer. */
function standingIn(event: SettingUpEvent, delegations: readonly Delegation[]) {
  const standing =
    event.type === 'membership.changed'
      ? event.detail.to
      : event.type === 'membership.started' || event.type === 'membership.ended'
        ? event.detail
        : undefined
  const delegation = delegations.find((candidate) => candidate.id === standing?.delegation)
  return standing && { role: standing.role, delegation: delegation?.name }
}
