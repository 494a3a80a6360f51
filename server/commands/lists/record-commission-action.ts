import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertCommissionAction, listCommissionActions } from '#db/queries/commission-actions'
import { findList } from '#db/queries/lists'
import type { CommissionActionId, ListId } from '#domain/ids'
import {
  longestReference,
  refuseCommissionAction,
  type CommissionActionFacts,
} from '#domain/lists/commission-actions'
import { longestReason } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** That an adopted list was submitted to the Commission, or what the Commission did with it, is recorded beside it. */
export function recordCommissionAction(
  db: Db,
  actor: Actor,
  input: CommissionActionFacts & { list: ListId },
): Promise<Result> {
  return command<Result>(db, actor, async ({ tx, allow, person, record }) => {
    const list = await findList(tx, input.list)
    if (!list) return refuse('not-found')
    allow('list.record-commission', list)
    const by = person()
    const refusal = refuseCommissionAction(list, await listCommissionActions(tx, list.id), input)
    if (refusal) return refuse(refusal)
    const line = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()
    const { kind, takenOn, language } = input
    const [symbol, session, agendaItem] = [line(input.symbol), line(input.session), line(input.agendaItem)]
    const remarks = input.remarks.normalize('NFC').trim()
    if ([symbol, session, agendaItem].some((text) => text.length > longestReference)) return refuse('invalid')
    if (remarks.length > longestReason) return refuse('invalid')
    const at = new Date()
    const action = ulid(at.getTime()) as CommissionActionId
    const facts = { kind, takenOn, symbol, session, agendaItem, language, remarks }
    await insertCommissionAction(tx, { id: action, list: list.id, ...facts, by: by.participant, at })
    await record({
      type: 'list.commission-action',
      subject: list.id,
      meeting: list.meeting,
      detail: { action, ...facts },
      at,
    })
    return { ok: true }
  })
}
