import { Migrator, sql, type Migration } from 'kysely'
import * as flatTexts from '#db/migrations/0001-flat-texts'
import * as memberships from '#db/migrations/0030-memberships'
import * as imports from '#db/migrations/0040-imports'
import * as signIn from '#db/migrations/0050-sign-in'
import * as kindsOfDelegation from '#db/migrations/0051-kinds-of-delegation'
import * as record from '#db/migrations/0060-record'
import * as overlap from '#db/migrations/0070-overlap'
import * as reasonsOfChanges from '#db/migrations/0130-reasons-of-changes'
import * as settingUp from '#db/migrations/0150-setting-up'
import * as importPieces from '#db/migrations/0170-import-pieces'
import * as statementsInBlocks from '#db/migrations/0180-statements-in-blocks'
import * as submissionVersions from '#db/migrations/0190-submission-versions'
import * as commissionActions from '#db/migrations/0200-commission-actions'
import type { Db } from './client'

/** In the order in which they run. A released one is never edited; the next change is the next number. */
export const migrations: Record<string, Migration> = {
  '0001-flat-texts': flatTexts,
  '0030-memberships': memberships,
  '0040-imports': imports,
  '0050-sign-in': signIn,
  '0051-kinds-of-delegation': kindsOfDelegation,
  '0060-record': record,
  '0070-overlap': overlap,
  '0130-reasons-of-changes': reasonsOfChanges,
  '0150-setting-up': settingUp,
  '0170-import-pieces': importPieces,
  '0180-statements-in-blocks': statementsInBlocks,
  '0190-submission-versions': submissionVersions,
  '0200-commission-actions': commissionActions,
}

/** The shape of live texts that this version reads and writes; `setting` says which one a database holds. */
const shapeVersion = '1'

/** The database was made by a version that stores other things, or stores them in another way. */
export class ForeignDatabaseError extends Error {}

/**
 * Brings the database to the newest schema.
 * @returns the names of the migrations that ran, oldest first.
 * @throws ForeignDatabaseError before anything is touched, where another version made the database; else what the
 * database said when a migration failed, which is then rolled back.
 */
export async function migrate(db: Db): Promise<string[]> {
  await refuseForeignDatabase(db)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? [])
    .filter(({ status }) => status === 'Success')
    .map(({ migrationName }) => migrationName)
}

/** @throws ForeignDatabaseError where another version made the database; nothing is touched. */
export async function refuseForeignDatabase(db: Db): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  const names = new Set(tables.map((table) => table.name))
  if (!names.has('kysely_migration')) return
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const unknown = rows.find(({ name }) => !(name in migrations))
  if (unknown)
    throw new ForeignDatabaseError(
      `another version of Rapporteur made it, with the migration ${unknown.name} that this version does not know; nothing was changed`,
    )
  if (!names.has('setting')) return
  const shape = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', 'shape-version')
    .executeTakeFirst()
  if (shape && shape.value !== shapeVersion)
    throw new ForeignDatabaseError(
      `its texts have the shape ${shape.value}, and this version reads the shape ${shapeVersion}; nothing was changed`,
    )
}
