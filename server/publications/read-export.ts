import type { Db } from '#db/client'
import { listListedTexts, type List } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import type { Language } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { readNotRetained } from './annexes'
import { exportedList, type ExportedList } from './exported-list'
import { readRecorded, type Addition } from './recorded'

/** A stored list with what a file says around it and, where that is wanted, what was recorded with its items. */
export async function readExport(
  db: Db,
  actor: Actor,
  list: List,
  language: Language,
  wanted: readonly Addition[],
): Promise<ExportedList> {
  const [meeting, delegations] = await Promise.all([
    findMeeting(db, list.meeting),
    listDelegations(db, list.group),
  ])
  return exportedList(list, language, {
    standing: 'issued',
    timeZone: meeting?.timeZone ?? 'UTC',
    names: new Map(delegations.map(({ code, name }) => [code, name])),
    ...(wanted.includes('annexes') &&
      list.kind === 'adopted' && { annexes: { notRetained: await readNotRetained(db, actor, list) } }),
    ...(wanted.some((addition) => addition !== 'annexes') && {
      recorded: await readRecorded(db, actor, list, await listListedTexts(db, list.id), wanted),
    }),
  })
}
