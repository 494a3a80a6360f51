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
  let [lists, versions, isBelieved] = [0, 0, false]
  const check = async (table: string, work: () => Promise<Difference[]>) => {
    differences.push(...(await readable(table, work)))
  }
  await check('audit_event', async () => {
    const broken = await findBrokenEvent(db)
    isBelieved = broken === undefined
    if (!broken) return []
    const says = `breaks the chain of events (${broken.type})`
    return [{ table: 'audit_event', row: String(broken.sequence), says }]
  })
  // Events that cannot be believed derive nothing.
  if (isBelieved) await check('audit_event', () => compareTables(db))
  await check('list', async () => {
    const found = await checkLists(db)
    lists = found.lists
    return found.differences
  })
  await check('version', async () => {
    const found = await checkVersions(db)
    versions = found.versions
    return found.differences
  })
  await check('document_snapshot', () => checkSnapshots(db))
  await check('issued_file', () => checkFiles(db))
  await check('checkpoint', () => checkCheckpoints(db, publicKey, checkpoints))
  return { events, lists, versions, differences }
}

/** The longest message of an error that is passed on, in characters. */
const longestMessage = 300

/** Tables may hold anything. What keeps a check from reading them is a difference too, and ends no other check. */
async function readable(table: string, work: () => Promise<Difference[]>): Promise<Difference[]> {
  try {
    return await work()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ table, row: 'all', says: `cannot be read: ${message.slice(0, longestMessage)}` }]
  }
}
