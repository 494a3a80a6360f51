import { statusesAfter, type RecordedEvent } from '#domain/events/events'
import { canonicalJson } from '#domain/hash'
import { paragraphsOf } from '#domain/text/content'
import type { Ledger } from './ledger'
import { projectSettingUp } from './project-setting-up'

/** What an event leaves in the tables. Events must come in their order. */
export function project(ledger: Ledger, event: RecordedEvent): void {
  apply(ledger, event)
  projectSettingUp(ledger, event)
  moveStatuses(ledger, event)
}

function moveStatuses(ledger: Ledger, event: RecordedEvent): void {
  const { subject: id } = event
  const after = statusesAfter(event.type)
  const item = after.preliminary ?? after.consolidated
  if (item) ledger.change('recommendation', { id }, { status: item })
  if (after.meeting) ledger.put('meeting', { id, status: after.meeting })
  if (after.amendment) ledger.change('amendment', { id }, { status: after.amendment })
  if (after.call) ledger.change('call', { id }, { status: after.call })
  if (after.submission) ledger.change('submission', { id }, { status: after.submission })
}

type VersionDetail = {
  version: number
  hash: string
  authors?: string | undefined
  frozen?: { at: string; by?: string | undefined; entry: number } | undefined
}

/** Versions are told of by what they were made for. */
function putVersion(ledger: Ledger, recommendation: string, detail: VersionDetail) {
  ledger.put('version', {
    recommendation_id: recommendation,
    number: detail.version,
    hash: detail.hash,
    ...(detail.authors !== undefined && { authors_hash: detail.authors }),
    ...(detail.frozen && {
      created_at: detail.frozen.at,
      created_by: detail.frozen.by ?? null,
      update_id: detail.frozen.entry,
    }),
  })
}

function apply(ledger: Ledger, event: RecordedEvent): void {
  const { subject: id, meeting, reason } = event
  const [at, by, delegation] = [event.at.toISOString(), event.actor ?? null, event.delegation ?? null]
  switch (event.type) {
    case 'recommendation.drafted':
    case 'recommendation.imported': {
      const { detail } = event
      const isImported = event.type === 'recommendation.imported'
      ledger.put('recommendation', {
        id,
        meeting_id: meeting ?? null,
        topic_id: detail.topic,
        stage: 'preliminary',
        kind: detail.kind,
        language: detail.language,
        document_id: detail.document,
        draft_document_id: null,
        created_by: by,
        created_at: at,
        tabled_at: isImported ? at : null,
        source: (event.type === 'recommendation.imported' ? event.detail.source : undefined) ?? null,
      })
      ledger.put('document', {
        id: detail.document,
        kind: isImported ? 'working-text' : 'draft',
        language: detail.language,
      })
      for (const party of detail.parties)
        ledger.put('recommendation_sponsor', {
          recommendation_id: id,
          delegation_id: party,
          role: 'proposer',
          since: at,
        })
      if (event.type !== 'recommendation.imported') return
      putVersion(ledger, id, event.detail)
      for (const tag of event.detail.tags)
        ledger.put('recommendation_tag', { recommendation_id: id, tag_id: tag })
      for (const mandate of event.detail.mandates)
        ledger.put('recommendation_mandate', { recommendation_id: id, mandate_id: mandate })
      return
    }
    case 'recommendation.tabled': {
      putVersion(ledger, id, event.detail)
      const before = ledger.find('recommendation', { id })
      ledger.change('recommendation', { id }, { tabled_at: at })
      const { document } = event.detail
      if (document && before) {
        ledger.change(
          'recommendation',
          { id },
          { document_id: document, draft_document_id: before['document_id'] ?? null },
        )
        ledger.put('document', { id: document, kind: 'working-text' })
      }
      return
    }
    case 'recommendation.listed':
    case 'paragraph.adopted':
      putVersion(ledger, id, event.detail)
      ledger.put('list_item', {
        list_id: event.detail.list,
        label: event.detail.label,
        recommendation_id: id,
        topic_id: ledger.find('recommendation', { id })?.['topic_id'] ?? null,
      })
      return
    case 'recommendation.invited':
      ledger.put('recommendation_sponsor', {
        recommendation_id: id,
        delegation_id: event.detail.delegation,
        role: 'invited',
        since: at,
      })
      return
    case 'recommendation.sponsored':
      ledger.put('recommendation_sponsor', {
        recommendation_id: id,
        delegation_id: event.detail.delegation,
        role: 'sponsor',
        since: at,
      })
      return
    case 'recommendation.left':
    case 'recommendation.sponsor-left':
      ledger.remove('recommendation_sponsor', {
        recommendation_id: id,
        delegation_id: event.detail.delegation,
      })
      return
    case 'recommendation.pen-given':
      ledger.put('pen', {
        recommendation_id: id,
        delegation_id: event.detail.delegation,
        given_by: by,
        given_at: at,
        until: event.detail.until ?? null,
      })
      return
    case 'recommendation.pen-taken-back':
      ledger.remove('pen', { recommendation_id: id, delegation_id: event.detail.delegation })
      return
    case 'recommendation.tagged':
    case 'recommendation.draft-tagged': {
      const { change, tag, mandate } = event.detail
      if (tag) {
        const row = { recommendation_id: id, tag_id: tag }
        if (change === 'add') ledger.put('recommendation_tag', row)
        else ledger.remove('recommendation_tag', row)
      }
      if (mandate) {
        const row = { recommendation_id: id, mandate_id: mandate }
        if (change === 'add') ledger.put('recommendation_mandate', row)
        else ledger.remove('recommendation_mandate', row)
      }
      return
    }
    case 'recommendation.disposed':
      ledger.remove('disposition', { recommendation_id: id })
      ledger.put('disposition', {
        recommendation_id: id,
        kind: event.detail.disposition,
        reason: reason ?? null,
        decided_by: by,
        decided_at: at,
        targets: [...event.detail.targets].sort().join(' '),
      })
      return
    case 'recommendation.disposition-reopened':
      ledger.remove('disposition', { recommendation_id: id })
      ledger.remove('lineage_confirmation', { recommendation_id: id })
      return
    case 'recommendation.source-confirmed':
    case 'paragraph.kept-without-source':
      ledger.put('lineage_confirmation', {
        recommendation_id: id,
        reason: reason ?? '',
        confirmed_by: by,
        confirmed_at: at,
      })
      return
    case 'paragraph.consolidated':
      ledger.put('recommendation', {
        id,
        meeting_id: meeting ?? null,
        topic_id: event.detail.topic,
        stage: 'consolidated',
        kind: event.detail.kind,
        language: event.detail.language,
        document_id: event.detail.document,
        draft_document_id: null,
        created_by: by,
        created_at: at,
        tabled_at: at,
        source: null,
      })
      ledger.put('document', {
        id: event.detail.document,
        kind: 'working-text',
        language: event.detail.language,
      })
      return
    case 'paragraph.added':
      ledger.change(
        'recommendation',
        { id },
        {
          stage: 'consolidated',
          topic_id: event.detail.topic ?? null,
          tabled_at: at,
        },
      )
      return
    case 'paragraph.agreed':
      putVersion(ledger, id, event.detail)
      return
    case 'paragraph.put-under-silence':
      putVersion(ledger, id, event.detail)
      ledger.put('silence', {
        recommendation_id: id,
        started_at: at,
        status: 'running',
        started_by: by,
        deadline: event.detail.deadline,
        ended_at: null,
        broken_by: null,
        reason: null,
      })
      return
    case 'paragraph.silence-broken':
    case 'paragraph.silence-ended':
    case 'paragraph.silence-concluded': {
      if (event.type === 'paragraph.silence-concluded') putVersion(ledger, id, event.detail)
      const running = ledger.find('silence', { recommendation_id: id, status: 'running' })
      if (!running) return
      ledger.put('silence', {
        ...running,
        status: statusesAfter(event.type).silence ?? null,
        ended_at: at,
        broken_by: event.type === 'paragraph.silence-broken' ? delegation : null,
        reason: reason ?? null,
      })
      return
    }
    case 'position.taken':
    case 'position.told-to-chair':
    case 'position.given-up': {
      const row = { recommendation_id: id, delegation_id: delegation }
      if (event.detail.stance === 'none') ledger.remove('position', row)
      else
        ledger.put('position', {
          ...row,
          stance: event.detail.stance,
          audience: event.type === 'position.taken' ? 'all' : 'chair',
          reason: reason ?? '',
          participant_id: by,
          at,
        })
      return
    }
    case 'statement.made': {
      const { statement, kind, language, content, body = '' } = event.detail
      ledger.put('statement', {
        id: statement,
        recommendation_id: id,
        delegation_id: delegation,
        kind,
        language,
        content: JSON.stringify(content ?? paragraphsOf(body)),
        participant_id: by,
        at,
      })
      return
    }
    case 'amendment.drafted':
    case 'amendment.taken-over': {
      const { detail } = event
      const isTabled = event.type === 'amendment.taken-over'
      ledger.put('amendment', {
        id,
        kind: detail.kind,
        recommendation_id: detail.recommendation,
        document_id: detail.document,
        ...(event.type === 'amendment.drafted' &&
          event.detail.base !== undefined && { base: event.detail.base }),
        language: detail.language,
        parent_id: detail.amends ?? null,
        after_id: detail.after ?? null,
        continues_id: event.type === 'amendment.taken-over' ? event.detail.from : null,
        rationale: event.type === 'amendment.taken-over' ? event.detail.rationale : '',
        created_by: by,
        created_at: at,
        tabled_at: isTabled ? at : null,
        decided_by: null,
        decided_at: null,
        decision_reason: null,
      })
      if (delegation !== null)
        ledger.put('amendment_sponsor', { amendment_id: id, delegation_id: delegation, role: 'proposer' })
      if (detail.kind === 'new-paragraph' && !isTabled)
        ledger.put('recommendation', {
          id: detail.recommendation,
          meeting_id: meeting ?? null,
          stage: 'new-paragraph',
          status: 'draft',
          language: detail.language,
          created_by: by,
        })
      return
    }
    case 'amendment.invited':
    case 'amendment.joined':
    case 'amendment.sponsored':
      ledger.put('amendment_sponsor', {
        amendment_id: id,
        delegation_id: event.detail.delegation,
        role: event.type === 'amendment.invited' ? 'invited' : 'sponsor',
      })
      return
    case 'amendment.left':
    case 'amendment.sponsor-left':
      ledger.remove('amendment_sponsor', { amendment_id: id, delegation_id: event.detail.delegation })
      return
    case 'amendment.handed-over':
      ledger.remove('amendment_sponsor', { amendment_id: id, delegation_id: delegation })
      ledger.put('amendment_sponsor', {
        amendment_id: id,
        delegation_id: event.detail.delegation,
        role: 'proposer',
      })
      return
    case 'amendment.tabled': {
      const { document, rationale, informal } = event.detail
      const before = ledger.find('amendment', { id })
      ledger.change(
        'amendment',
        { id },
        {
          rationale,
          tabled_at: at,
          ...(document && { document_id: document, draft_document_id: before?.['document_id'] ?? null }),
        },
      )
      if (informal)
        ledger.change('informal', { id: informal }, { status: 'brought-back', ended_by: by, ended_at: at })
      return
    }
    case 'amendment.revised':
      ledger.remove('amendment_change', { amendment_id: id, outcome: null })
      return
    case 'amendment.accepted':
    case 'amendment.accepted-in-part':
    case 'amendment.changes-decided':
    case 'amendment.rejected':
    case 'amendment.superseded':
      for (const [index, outcome] of Object.entries(event.detail.outcomes)) {
        const row = { amendment_id: id, change_index: Number(index) }
        const known = ledger.find('amendment_change', row)
        if (known?.['outcome']) continue
        ledger.put('amendment_change', {
          chosen_by: null,
          chosen_at: null,
          ...known,
          ...row,
          choice: null,
          outcome,
          reason: event.detail.reasons?.[index] ?? null,
          cause: event.detail.causes?.[index] ?? null,
          decided_by: by,
          decided_at: at,
        })
      }
      if (event.type === 'amendment.changes-decided') return
      ledger.change('amendment', { id }, { decided_by: by, decided_at: at, decision_reason: reason ?? null })
      return
    case 'merge.chosen':
      for (const { amendment, index } of event.detail.changes)
        ledger.put('amendment_change', {
          amendment_id: amendment,
          change_index: index,
          choice: event.detail.choice ?? null,
          chosen_by: by,
          chosen_at: at,
          outcome: null,
        })
      return
    case 'informal.started': {
      const { informal, recommendation, members, task, language } = event.detail
      ledger.put('amendment', {
        id,
        kind: 'text',
        recommendation_id: recommendation,
        base: event.detail.base,
        draft_document_id: null,
        language,
        rationale: '',
        parent_id: null,
        after_id: null,
        continues_id: null,
        created_by: by,
        created_at: at,
        tabled_at: null,
        decided_by: null,
        decided_at: null,
        decision_reason: null,
      })
      ledger.put('informal', {
        id: informal,
        recommendation_id: recommendation,
        amendment_id: id,
        status: 'at-work',
        task,
        started_by: by,
        started_at: at,
        ended_by: null,
        ended_at: null,
        reason: null,
      })
      for (const member of members) {
        ledger.put('informal_member', { informal_id: informal, delegation_id: member, left_at: null })
        ledger.put('amendment_sponsor', { amendment_id: id, delegation_id: member, role: 'proposer' })
      }
      return
    }
    case 'informal.left': {
      const { informal, delegation: member } = event.detail
      ledger.change('informal_member', { informal_id: informal, delegation_id: member }, { left_at: at })
      ledger.remove('amendment_sponsor', { amendment_id: id, delegation_id: member })
      return
    }
    case 'informal.dissolved':
      ledger.change(
        'informal',
        { id: event.detail.informal },
        {
          status: 'dissolved',
          ended_by: by,
          ended_at: at,
          reason: reason ?? null,
        },
      )
      return
    case 'list.issued':
    case 'list.adopted':
      ledger.put('list', {
        id,
        meeting_id: meeting ?? null,
        kind: event.detail.kind,
        title: canonicalJson(event.detail.title),
        issued_by: by,
        issued_at: at,
        hash: event.detail.hash,
        items: event.detail.items,
      })
      return
    case 'list.corrected': {
      const { correction, label, language, body } = event.detail
      ledger.put('list_correction', {
        id: correction,
        list_id: id,
        label: label ?? null,
        language,
        body,
        recorded_by: by,
        recorded_at: at,
      })
      return
    }
    case 'list.commission-action': {
      const { action, kind, takenOn, symbol, session, agendaItem, language, remarks } = event.detail
      ledger.put('commission_action', {
        id: action,
        list_id: id,
        kind,
        taken_on: takenOn,
        symbol,
        session,
        agenda_item: agendaItem,
        language,
        remarks,
        recorded_by: by,
        recorded_at: at,
      })
      return
    }
    case 'list.file-written': {
      const { format, language, sha256 } = event.detail
      ledger.put('issued_file', { list_id: id, format, language, sha256, at })
      return
    }
    case 'call.created': {
      const { list, deadline, title, instructions } = event.detail
      ledger.put('call', {
        id,
        list_id: list,
        deadline,
        title: canonicalJson(title),
        instructions,
        created_by: by,
        created_at: at,
      })
      return
    }
    case 'call.published':
      for (const row of [...ledger.rows('submission').values()])
        if (row['call_id'] === id && row['status'] === 'submitted')
          ledger.put('submission', { ...row, status: 'published', published_at: at })
      return
    case 'submission.saved':
    case 'submission.edited':
    case 'submission.submitted': {
      const { call, language, hash } = event.detail
      ledger.put('submission', {
        id,
        call_id: call,
        delegation_id: delegation,
        language,
        updated_by: by,
        updated_at: at,
        published_at: null,
        words: hash,
        ...(event.type === 'submission.saved' && { late: 0, submitted_at: null }),
        ...(event.type === 'submission.submitted' && { late: event.detail.late ? 1 : 0, submitted_at: at }),
      })
      if (event.type === 'submission.submitted') {
        const { late, version = 1, lateItems, generalLate = late } = event.detail
        ledger.put('submission_version', {
          submission_id: id,
          number: version,
          language,
          general_late: generalLate ? 1 : 0,
          submitted_by: by,
          submitted_at: at,
          words: hash,
          ...(lateItems && { late_items: lateItems.toSorted().join(' ') }),
        })
      }
      return
    }
    case 'meeting.postponed': {
      const [starts, ends] = event.detail.new
      const [oldStarts, oldEnds] = event.detail.old
      ledger.put('meeting', { id, starts_on: starts, ends_on: ends })
      ledger.put('postponement', {
        meeting_id: id,
        at,
        old_starts_on: oldStarts,
        old_ends_on: oldEnds,
        new_starts_on: starts,
        new_ends_on: ends,
        reason: canonicalJson(event.detail.reasons),
      })
      return
    }
    case 'vocabulary.tag-added':
      ledger.put('tag', {
        id,
        expert_group_id: event.group ?? null,
        kind: event.detail.kind,
        name: canonicalJson(event.detail.name),
        retired_at: null,
      })
      return
    case 'vocabulary.tag-renamed':
      ledger.put('tag', { id, name: canonicalJson(event.detail.to) })
      return
    case 'vocabulary.tag-retired':
      ledger.put('tag', { id, retired_at: at })
      return
    case 'vocabulary.tag-restored':
      ledger.put('tag', { id, retired_at: null })
      return
    case 'vocabulary.mandate-set':
      ledger.put('mandate', {
        id,
        expert_group_id: event.group ?? null,
        symbol: event.detail.symbol,
        title: canonicalJson(event.detail.title),
      })
      return
    default:
      // The others change no table that is derived: see docs/RECORD.md.
      return
  }
}
