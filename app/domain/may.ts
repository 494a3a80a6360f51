import {
  decideAmendment,
  decideCall,
  decideConsolidated,
  decideInformal,
  decideMeeting,
  decidePreliminary,
} from '#domain/decide'
import type { Actor } from '#domain/people/participants'
import type { AmendmentFacts } from '#domain/permissions/amendments'
import type { CallFacts, SubmissionFacts } from '#domain/permissions/calls'
import { permissionFor } from '#domain/permissions/can'
import type { InformalFacts } from '#domain/permissions/informals'
import type { MeetingFacts } from '#domain/permissions/meetings'
import { isOpenText, isTabledText, type RecommendationFacts } from '#domain/permissions/recommendations'
import {
  amendmentIs,
  type ConsolidatedAction,
  type PreliminaryAction,
  type StatusRefusal,
} from '#domain/status'

/** What stands in the way of an act, beside who acts and the status of its subject. */
type Refusal = StatusRefusal | 'text-closed' | 'parent-decided'

type Answer = { ok: true } | { ok: false; refusal: Refusal }

const refused = (refusal: Refusal): Answer => ({ ok: false, refusal })

/** The first refusal of several conditions. */
const all = (...answers: Answer[]): Answer => answers.find((answer) => !answer.ok) ?? { ok: true }

const condition = (holds: boolean, refusal: Refusal = 'wrong-status'): Answer =>
  holds ? { ok: true } : refused(refusal)

function recommendation(item: RecommendationFacts, actor: Actor) {
  const permitted = (
    action: 'edit' | 'amend' | 'invite' | 'give-pen' | 'sponsor' | 'leave' | 'tag',
  ): Answer => permissionFor(actor, `recommendation.${action}`, item)
  const preliminary = (action: PreliminaryAction): Answer =>
    item.stage === 'preliminary' ? decidePreliminary(item, action, actor) : refused('wrong-status')
  const consolidated = (action: ConsolidatedAction): Answer =>
    item.stage === 'consolidated' ? decideConsolidated(item, action, actor) : refused('wrong-status')
  return {
    edit: permitted('edit'),
    amend: permitted('amend'),
    // Another paragraph beside it, or none at all: what the evaluation meeting's list may have.
    addOrDelete: all(permitted('amend'), condition(item.stage === 'consolidated')),
    invite: permitted('invite'),
    givePen: permitted('give-pen'),
    sponsor: permitted('sponsor'),
    leave: permitted('leave'),
    tag: permitted('tag'),
    seeHistory: permissionFor(actor, 'recommendation.see-history', item),
    startInformals: permissionFor(actor, 'informal.start', item),
    lead: all(permissionFor(actor, 'room.lead', item), condition(isShown(item))),
    takePosition: permissionFor(actor, 'position.take', item),
    makeStatement: permissionFor(actor, 'statement.make', item),
    table: preliminary('table'),
    discuss: preliminary('discuss'),
    withdraw: preliminary('withdraw'),
    takeUp: consolidated('discuss'),
    agree: consolidated('agree'),
    reopen: consolidated('reopen'),
    drop: consolidated('drop'),
    putUnderSilence: consolidated('put-under-silence'),
    breakSilence: consolidated('break-silence'),
    endSilence: consolidated('end-silence'),
  } satisfies Record<string, Answer>
}

/** A draft is on no screen but its drafters'. */
const isShown = (item: RecommendationFacts) => isTabledText(item) || !isOpenText(item)

function amendment(item: AmendmentFacts, actor: Actor) {
  const { parent } = item
  return {
    edit: permissionFor(actor, 'amendment.edit', item),
    table: decideAmendment(item, 'table', actor),
    withdraw: decideAmendment(item, 'withdraw', actor),
    invite: permissionFor(actor, 'amendment.invite', item),
    join: permissionFor(actor, 'amendment.sponsor', item),
    leave: permissionFor(actor, 'amendment.leave', item),
    amend: permissionFor(actor, 'amendment.amend', item),
    takeOver: permissionFor(actor, 'amendment.take-over', item),
    accept: all(
      decideAmendment(item, 'accept', actor),
      condition(isOpenText(item.recommendation), 'text-closed'),
      condition(parent === undefined || amendmentIs.tabled(parent.status), 'parent-decided'),
    ),
    reject: decideAmendment(item, 'reject', actor),
  } satisfies Record<string, Answer>
}

const informal = (item: InformalFacts, actor: Actor) => ({
  work: permissionFor(actor, 'informal.work', item),
  leave: permissionFor(actor, 'informal.leave', item),
  bringBack: decideInformal(item, 'bring-back', actor),
  dissolve: decideInformal(item, 'dissolve', actor),
})

const call = (item: CallFacts, actor: Actor) => ({
  answer: permissionFor(actor, 'call.answer', item),
  open: decideCall(item, 'open', actor),
  close: decideCall(item, 'close', actor),
  publish: decideCall(item, 'publish', actor),
})

const submission = (item: SubmissionFacts, actor: Actor) => ({
  see: permissionFor(actor, 'submission.see', item),
  edit: permissionFor(actor, 'submission.edit', item),
})

const meeting = (item: MeetingFacts, actor: Actor) => ({
  open: decideMeeting(item, 'open', actor),
  close: decideMeeting(item, 'close', actor),
  report: decideMeeting(item, 'report', actor),
  postpone: decideMeeting(item, 'postpone', actor),
  draft: permissionFor(actor, 'meeting.draft', item),
  order: permissionFor(actor, 'meeting.order', item),
  askForFloor: permissionFor(actor, 'floor.ask', item),
})

/**
 * What an actor may do now with a subject of each kind, with the reason for what is refused: pages and buttons, the
 * interface for programs and commands ask the same table.
 */
export const may = { recommendation, amendment, informal, call, submission, meeting }

/** Only whether each act is open, for screens. */
export const allowed = <Act extends string>(answers: Readonly<Record<Act, Answer>>): Record<Act, boolean> =>
  Object.fromEntries(Object.entries<Answer>(answers).map(([act, { ok }]) => [act, ok])) as Record<
    Act,
    boolean
  >
