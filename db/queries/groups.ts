import type { Selectable } from 'kysely'
import type { ExpertGroupTable } from '#db/tables/workplans'
import type { ExpertGroupId } from '#domain/ids'
import { languages, type Language, type LocalizedText } from '#domain/languages'
import type { Db, Tx } from '../client'
import { localizedText, oneOf } from './stored'

export type ExpertGroup = {
  id: ExpertGroupId
  name: LocalizedText
  abbreviation: string
  parentBody: LocalizedText
  /** The symbol of the resolution or decision that established it. */
  establishedBy: string
  /** The language in which titles are compulsory. */
  language: Language
  /** Whether lists name the delegations that proposed an item. */
  showsProposers: boolean
}

export async function findGroup(db: Db, id: string): Promise<ExpertGroup | undefined> {
  const row = await db.selectFrom('expert_group').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toGroup(row)
}

/** All expert groups, by abbreviation. */
export async function listGroups(db: Db): Promise<ExpertGroup[]> {
  const rows = await db.selectFrom('expert_group').selectAll().orderBy('abbreviation').orderBy('id').execute()
  return rows.map(toGroup)
}

/** The group of this abbreviation that this resolution or decision established. */
export async function findEstablishedGroup(
  db: Db,
  group: Pick<ExpertGroup, 'abbreviation' | 'establishedBy'>,
): Promise<ExpertGroupId | undefined> {
  const row = await db
    .selectFrom('expert_group')
    .select('id')
    .where('abbreviation', '=', group.abbreviation)
    .where('established_by', '=', group.establishedBy)
    .executeTakeFirst()
  return row && (row.id as ExpertGroupId)
}

export async function insertGroup(tx: Tx, group: ExpertGroup): Promise<void> {
  await tx
    .insertInto('expert_group')
    .values({ id: group.id, ...toRow(group) })
    .execute()
}

export async function updateGroup(tx: Tx, group: ExpertGroup): Promise<void> {
  await tx.updateTable('expert_group').set(toRow(group)).where('id', '=', group.id).execute()
}

const toRow = (group: ExpertGroup) => ({
  name: JSON.stringify(group.name),
  abbreviation: group.abbreviation,
  parent_body: JSON.stringify(group.parentBody),
  established_by: group.establishedBy,
  language: group.language,
  shows_proposers: group.showsProposers ? (1 as const) : (0 as const),
})

const toGroup = (row: Selectable<ExpertGroupTable>): ExpertGroup => ({
  id: row.id as ExpertGroupId,
  name: localizedText(row.name),
  abbreviation: row.abbreviation,
  parentBody: localizedText(row.parent_body),
  establishedBy: row.established_by,
  language: oneOf(languages, row.language),
  showsProposers: row.shows_proposers === 1,
})
