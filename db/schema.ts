import { Migrator, type Migration } from 'kysely'
import type { Db } from './client'
import * as firstSchema from './migrations/0001-first-schema'
import * as negotiation from './migrations/0003-negotiation'
import * as amendments from './migrations/0004-amendments'
import * as notices from './migrations/0005-notices'
import * as brackets from './migrations/0006-brackets'
import * as mergeDesk from './migrations/0009-merge-desk'
import * as restoredEntries from './migrations/0002-restored-entries'
import * as room from './migrations/0008-room'

/** In the order in which they run. A released one is never edited; the next change is the next number. */
export const migrations: Record<string, Migration> = {
  '0001-first-schema': firstSchema,
  '0002-restored-entries': restoredEntries,
  '0003-negotiation': negotiation,
  '0004-amendments': amendments,
  '0005-notices': notices,
  '0006-brackets': brackets,
  '0008-room': room,
  '0009-merge-desk': mergeDesk,
}

/**
 * Brings the database to the newest schema.
 * @returns the names of the migrations that ran, oldest first.
 * @throws what the database said when one of them failed; that one is rolled back.
 */
export async function migrate(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
}
