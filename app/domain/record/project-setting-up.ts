import type { RecordedEvent } from '#domain/events/events'
import { canonicalJson } from '#domain/hash'
import { isUsual } from '#domain/permissions/kinds'
import type { Ledger } from './ledger'

/** What events leave in the tables of groups, workplans, meetings, delegations and memberships. */
export function projectSettingUp(ledger: Ledger, event: RecordedEvent): void {
  const { subject: id } = event
  const at = event.at.toISOString()
  switch (event.type) {
    case 'group.created':
      return putGroup(ledger, id, event.detail)
    case 'group.changed':
      return putGroup(ledger, id, event.detail.to)
    case 'group.delegations-added':
      for (const { id: delegation, kind, code, name, regionalGroup } of event.detail.delegations)
        ledger.put('delegation', {
          id: delegation,
          expert_group_id: id,
          kind,
          code,
          name: canonicalJson(name),
          regional_group: regionalGroup ?? null,
        })
      return
    case 'delegation.renamed':
      ledger.put('delegation', { id, code: event.detail.code, name: canonicalJson(event.detail.to) })
      return
    case 'delegation.removed':
      ledger.remove('delegation', { id })
      return
    case 'membership.started': {
      const { participant, role, delegation } = event.detail
      ledger.put('membership', {
        id,
        participant_id: participant,
        expert_group_id: event.group ?? null,
        role,
        delegation_id: delegation ?? null,
        since: at,
        ended_at: null,
      })
      return
    }
    case 'membership.changed': {
      const { participant, from, to } = event.detail
      const person = { participant_id: participant, expert_group_id: event.group ?? null }
      ledger.put('membership', {
        id: from.membership,
        ...person,
        role: from.role,
        delegation_id: from.delegation ?? null,
        ended_at: at,
      })
      ledger.put('membership', {
        id,
        ...person,
        role: to.role,
        delegation_id: to.delegation ?? null,
        since: at,
        ended_at: null,
      })
      return
    }
    case 'membership.ended': {
      const { participant, role, delegation } = event.detail
      ledger.put('membership', {
        id,
        participant_id: participant,
        expert_group_id: event.group ?? null,
        role,
        delegation_id: delegation ?? null,
        ended_at: at,
      })
      return
    }
    case 'workplan.added':
      ledger.put('workplan', {
        id,
        expert_group_id: event.detail.group,
        title: canonicalJson(event.detail.title),
        ...(event.detail.years && { from_year: event.detail.years[0], to_year: event.detail.years[1] }),
      })
      return
    case 'workplan.changed': {
      const { title, fromYear, toYear } = event.detail.to
      ledger.put('workplan', {
        id,
        title: canonicalJson(title),
        from_year: fromYear,
        to_year: toYear,
      })
      return
    }
    case 'meeting.planned': {
      const { startsOn, endsOn, topics, ...plan } = event.detail
      putPlan(ledger, id, plan)
      ledger.put('meeting', { id, starts_on: startsOn, ends_on: endsOn })
      return putTopics(ledger, id, topics)
    }
    case 'meeting.changed':
      return putPlan(ledger, id, event.detail.to)
    case 'meeting.topics-set':
      return putTopics(ledger, id, event.detail.topics)
    case 'meeting.rights-set':
      ledger.put('meeting', {
        id,
        rights: isUsual(event.detail.to) ? null : canonicalJson(event.detail.to),
      })
      return
    default:
      return
  }
}

type DetailOf<Type extends RecordedEvent['type']> = Extract<RecordedEvent, { type: Type }>['detail']

function putGroup(ledger: Ledger, id: string, facts: DetailOf<'group.created'>): void {
  ledger.put('expert_group', {
    id,
    name: canonicalJson(facts.name),
    abbreviation: facts.abbreviation,
    parent_body: canonicalJson(facts.parentBody),
    established_by: facts.establishedBy,
    language: facts.language,
    shows_proposers: facts.showsProposers ? 1 : 0,
  })
}

function putPlan(ledger: Ledger, id: string, plan: DetailOf<'meeting.changed'>['to']): void {
  ledger.put('meeting', {
    id,
    kind: plan.kind,
    title: canonicalJson(plan.title),
    place: canonicalJson(plan.place),
    time_zone: plan.timeZone,
    symbol: plan.symbol,
    first_paragraph: plan.firstParagraph,
  })
}

function putTopics(ledger: Ledger, meeting: string, topics: DetailOf<'meeting.topics-set'>['topics']): void {
  ledger.remove('topic', { meeting_id: meeting })
  for (const [position, { id, title }] of topics.entries())
    ledger.put('topic', { id, meeting_id: meeting, position, title: canonicalJson(title) })
}
