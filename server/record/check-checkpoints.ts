import type { Db } from '#db/client'
import { findEventHash, listCheckpoints, listLoggedUpdates, type Checkpoint } from '#db/queries/checkpoints'
import { emptyLog, extendLogHash, hashBindings, isSigned } from './checkpoints'
import type { Difference } from './compare-tables'

/**
 * The chain of events and the logs of texts against what was signed. A checkpoint that was kept elsewhere finds also
 * what somebody did who could write every table: events that were deleted at the end, and a chain that was computed
 * again.
 * @param publicKey of this installation; undefined where its key is missing.
 */
export async function checkCheckpoints(
  db: Db,
  publicKey: string | undefined,
  keptElsewhere: readonly Checkpoint[],
): Promise<Difference[]> {
  const own = await listCheckpoints(db)
  const differences: Difference[] = []
  const all = [...own, ...keptElsewhere]
  const log = await logHashesAt(db, all)
  for (const checkpoint of all) {
    const says = await faultOf(db, checkpoint, log, publicKey)
    const row = `${checkpoint.at} (event ${String(checkpoint.sequence)})`
    if (says) differences.push({ table: 'checkpoint', row, says })
  }
  if (publicKey === undefined && own.length > 0)
    differences.push({
      table: 'checkpoint',
      row: 'all',
      says: 'cannot be told from those of others: the signing key is missing',
    })
  return differences
}

async function faultOf(
  db: Db,
  checkpoint: Checkpoint,
  log: ReadonlyMap<number, string>,
  publicKey: string | undefined,
): Promise<string | undefined> {
  if (!isSigned(checkpoint)) return 'its signature is wrong'
  if (publicKey !== undefined && checkpoint.publicKey !== publicKey) return 'is signed with another key'
  const hash = await findEventHash(db, checkpoint.sequence)
  if (hash === undefined)
    return `event ${String(checkpoint.sequence)} is missing: the newest events were deleted`
  if (hash !== checkpoint.eventHash)
    return `event ${String(checkpoint.sequence)} has another hash: the chain was computed again`
  if ((log.get(checkpoint.updateId) ?? '') !== checkpoint.logHash)
    return 'the logs of the texts are not what was signed'
  if ((await hashBindings(db, checkpoint.settledUntil)) !== checkpoint.bindingsHash)
    return 'who wrote which words, or had which role, is not what was signed'
  return undefined
}

/** The hash of the logs at each entry that a checkpoint names. */
async function logHashesAt(db: Db, checkpoints: readonly Checkpoint[]): Promise<Map<number, string>> {
  const wanted = new Set(checkpoints.map(({ updateId }) => updateId))
  const found = new Map<number, string>([[0, emptyLog]])
  if (wanted.size === 0) return found
  let hash = emptyLog
  const upTo = Math.max(...wanted)
  for await (const update of listLoggedUpdates(db, { after: 0, upTo })) {
    hash = extendLogHash(hash, update)
    if (wanted.has(update.id)) found.set(update.id, hash)
  }
  return found
}
