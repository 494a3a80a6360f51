import type { Db } from '#db/client'
import type { Checkpoint } from '#db/queries/checkpoints'
import { findBrokenEvent, lastEventSequence } from '#db/queries/events'
import { checkCheckpoints } from './check-checkpoints'
import { checkFiles, checkLists, checkSnapshots, checkVersions } from './check-texts'
import { compareTables, type Difference } from './compare-tables'

export type Verification = { events: number; lists: number; versions: number; differences: Difference[] }

/** How often the whole is looked at again where something happened meanwhile. */
const attempts = 3

/** Derives the record from the events and the logs of the texts, and names everything that is otherwise. */
export async function verifyRecord(
  db: Db,
  given: { publicKey: string | undefined; checkpoints: readonly Checkpoint[] },
): Promise<Verification> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await lastEventSequence(db)
    const found = await look(db, given)
    // What differs only because somebody worked meanwhile differs no longer when it is looked at again.
    const isQuiet = (await lastEventSequence(db)) === before
    if (found.differences.length === 0 || isQuiet || attempt === attempts) return found
  }
}

async function look(
  db: Db,
  { publicKey, checkpoints }: { publicKey: string | undefined; checkpoints: readonly Checkpoint[] },
): Promise<Verification> {
  const events = await lastEventSequence(db)
  const differences: Difference[] = []
  const broken = await findBrokenEvent(db)
  if (broken)
    differences.push({
      table: 'audit_event',
      row: String(broken.sequence),
      says: `breaks the chain of events (${broken.type})`,
    })
  // Events that cannot be believed derive nothing.
  else differences.push(...(await compareTables(db)))
  const lists = await checkLists(db)
  const texts = await checkVersions(db)
  differences.push(
    ...lists.differences,
    ...texts.differences,
    ...(await checkSnapshots(db)),
    ...(await checkFiles(db)),
    ...(await checkCheckpoints(db, publicKey, checkpoints)),
  )
  return { events, lists: lists.lists, versions: texts.versions, differences }
}
