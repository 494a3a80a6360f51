import { Migrator, type Migration } from 'kysely'
import * as firstSchema from '#db/migrations/0001-first-schema'
import * as restoredEntries from '#db/migrations/0002-restored-entries'
import * as negotiation from '#db/migrations/0003-negotiation'
import * as amendments from '#db/migrations/0004-amendments'
import * as notices from '#db/migrations/0005-notices'
import * as brackets from '#db/migrations/0006-brackets'
import * as room from '#db/migrations/0008-room'
import * as mergeDesk from '#db/migrations/0009-merge-desk'
import type { Db } from './client'

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
