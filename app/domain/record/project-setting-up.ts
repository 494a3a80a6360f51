import type { RecordedEvent } from '#domain/events/events'
import { canonicalJson } from '#domain/hash'
import { isUsual } from '#domain/permissions/kinds'
import type { Ledger } from './ledger'

/** The row of a membership, as far as it is the same whether it starts or ends. */
const membershipOf = (
  { group }: Pick<RecordedEvent, 'group'>,
  standing: { participant: string; role: string; delegation?: string | undefined },
) => ({
  participant_id: standing.participant,
  expert_group_id: group ?? null,
  role: standing.role,
  delegation_id: standing.delegation ?? null,
})

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
    case 'membership.started':
      ledger.put('membership', { ...membershipOf(event, event.detail), id, since: at, ended_at: null })
      return
    case 'membership.changed': {
      const { participant, from, to } = event.detail
      const before = membershipOf(event, { participant, ...from })
      const after = membershipOf(event, { participant, ...to })
      ledger.put('membership', { ...before, id: from.membership, ended_at: at })
      ledger.put('membership', { ...after, id, since: at, ended_at: null })
      return
    }
    case 'membership.ended':
      ledger.put('membership', { ...membershipOf(event, event.detail), id, ended_at: at })
      return
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
      ledger.put('meeting', { id, starts_on: startsOn, ends_on: endsOn, rights: null })
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
