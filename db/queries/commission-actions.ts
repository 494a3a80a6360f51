import type { Selectable } from 'kysely'
import type { CommissionActionTable } from '#db/tables/record'
import type { CommissionActionId, ListId, ParticipantId, WorkplanId } from '#domain/ids'
import { languages } from '#domain/languages'
import { commissionActionKinds, type CommissionActionFacts } from '#domain/lists/commission-actions'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

/** What happened to an adopted list before the Commission. */
export type CommissionAction = CommissionActionFacts & {
  id: CommissionActionId
  list: ListId
  by: ParticipantId
  at: Date
}

export async function insertCommissionAction(tx: Tx, action: CommissionAction): Promise<void> {
  await tx
    .insertInto('commission_action')
    .values({
      id: action.id,
      list_id: action.list,
      kind: action.kind,
      taken_on: action.takenOn,
      symbol: action.symbol,
      session: action.session,
      agenda_item: action.agendaItem,
      language: action.language,
      remarks: action.remarks,
      recorded_by: action.by,
      recorded_at: action.at.toISOString(),
    })
    .execute()
}

/** What was recorded of a list, in the order in which it happened. */
export async function listCommissionActions(db: Db, list: ListId): Promise<CommissionAction[]> {
  const rows = await db
    .selectFrom('commission_action')
    .selectAll()
    .where('list_id', '=', list)
    .orderBy('taken_on')
    .orderBy('id')
    .execute()
  return rows.map(toCommissionAction)
}

/** The same of all lists of a workplan. */
export async function listCommissionActionsOf(db: Db, workplan: WorkplanId): Promise<CommissionAction[]> {
  const rows = await db
    .selectFrom('commission_action')
    .innerJoin('list', 'list.id', 'commission_action.list_id')
    .innerJoin('meeting', 'meeting.id', 'list.meeting_id')
    .selectAll('commission_action')
    .where('meeting.workplan_id', '=', workplan)
    .orderBy('commission_action.taken_on')
    .orderBy('commission_action.id')
    .execute()
  return rows.map(toCommissionAction)
}

const toCommissionAction = (row: Selectable<CommissionActionTable>): CommissionAction => ({
  id: row.id as CommissionActionId,
  list: row.list_id as ListId,
  kind: oneOf(commissionActionKinds, row.kind),
  takenOn: row.taken_on,
  symbol: row.symbol,
  session: row.session,
  agendaItem: row.agenda_item,
  language: oneOf(languages, row.language),
  remarks: row.remarks,
  by: row.recorded_by as ParticipantId,
  at: new Date(row.recorded_at),
})
