import type { Db } from '#db/client'
import type { List } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/participants'
import type { Language } from '#domain/languages'
import { exportedList, type ExportedList } from './exported-list'

/** A stored list with what a file says around it. */
export async function readExport(db: Db, list: List, language: Language): Promise<ExportedList> {
  const [meeting, delegations] = await Promise.all([findMeeting(db, list.meeting), listDelegations(db)])
  return exportedList(list, language, {
    timeZone: meeting?.timeZone ?? 'UTC',
    names: new Map(delegations.map(({ code, name }) => [code, name])),
  })
}
