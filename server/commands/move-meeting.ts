import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import {
  findMeeting,
  moveMeeting,
  postponeMeeting as savePostponement,
  type Meeting,
} from '#db/queries/meetings'
import { areDays } from '#domain/days'
import type { MeetingId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import { decideMeeting, type MeetingAction } from '#domain/status'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

const pastTense = { open: 'opened', close: 'closed', report: 'reported' } as const

/** A meeting begins, ends (and may be taken up again), or has reported to its parent body. */
export function changeMeeting(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; action: keyof typeof pastTense },
): Promise<Result> {
  return onMeeting(db, actor, input.meeting, input.action, async (tx, meeting, at) => {
    await appendAuditEvent(tx, {
      type: `meeting.${pastTense[input.action]}`,
      subject: { kind: 'meeting', id: meeting.id },
      meeting: meeting.id,
      actor,
      at,
    })
    return { ok: true }
  })
}

/** A planned meeting gets other dates; the old ones stay beside them, with the reason. */
export function postponeMeeting(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; startsOn: string; endsOn: string; reason: LocalizedText },
): Promise<Result> {
  return onMeeting(db, actor, input.meeting, 'postpone', async (tx, meeting, at) => {
    const { startsOn, endsOn } = input
    if (!areDays(startsOn, endsOn)) return refuse('invalid')
    const [reason] = Object.values(input.reason)
    if (!reason?.trim()) return refuse('reason-required')
    if (startsOn === meeting.startsOn && endsOn === meeting.endsOn) return refuse('nothing-changed')
    const dates = { startsOn, endsOn, reason: input.reason, at }
    if (!(await savePostponement(tx, meeting, dates))) return refuse('changed-meanwhile')
    await appendAuditEvent(tx, {
      type: 'meeting.postponed',
      subject: { kind: 'meeting', id: meeting.id },
      meeting: meeting.id,
      actor,
      reason: reason.trim(),
      detail: { old: [meeting.startsOn, meeting.endsOn], new: [startsOn, endsOn] },
      at,
    })
    return { ok: true }
  })
}

function onMeeting(
  db: Db,
  actor: Actor,
  id: MeetingId,
  action: MeetingAction,
  write: (tx: Tx, meeting: Meeting, at: Date) => Promise<Result>,
): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    const meeting = await findMeeting(tx, id)
    if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
    const decision = decideMeeting(meeting, action, actor)
    if (!decision.ok) return decision
    if (!(await moveMeeting(tx, meeting, decision.to))) return refuse('changed-meanwhile')
    return write(tx, meeting, new Date())
  })
}
