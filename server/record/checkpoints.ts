import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '#db/client'
import {
  findLastCheckpoint,
  findLastEvent,
  insertCheckpoint,
  listBindings,
  listLoggedUpdates,
  settledUntil,
  type Checkpoint,
  type LoggedUpdate,
} from '#db/queries/checkpoints'
import { canonicalJson } from '#domain/hash'

/** What the log of texts hashes to before its first entry. */
export const emptyLog = '0'.repeat(64)

/** The hash of the logs with one more entry; it does not depend on where checkpoints were made. */
export function extendLogHash(before: string, update: LoggedUpdate): string {
  const { id, document, participant, at, payload } = update
  const entry = canonicalJson({ id, document, participant, at, payload: digestOf(payload) })
  return createHash('sha256').update(before).update(entry).digest('hex')
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** An Ed25519 private key in PKCS#8 DER, as base64url. @throws where it is none. */
export function parseSigningKey(text: string): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'pkcs8' })
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The signing key is no Ed25519 key.')
  return key
}

export const publicKeyOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64url')

const signedPart = ({ signature: _signature, ...signed }: Checkpoint): Buffer =>
  Buffer.from(canonicalJson(signed))

/** Whether the one who holds the key of the checkpoint has signed it. */
export function isSigned(checkpoint: Checkpoint): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(checkpoint.publicKey, 'base64url'),
      format: 'der',
      type: 'spki',
    })
    return verify(null, signedPart(checkpoint), key, Buffer.from(checkpoint.signature, 'base64url'))
  } catch {
    return false
  }
}

/** The hash of who was bound to which words and to which role until an instant. */
export const hashBindings = async (db: Db, until: string): Promise<string> =>
  createHash('sha256')
    .update(canonicalJson(await listBindings(db, until)))
    .digest('hex')

/** Signs the record as it is and keeps that. @returns undefined while nothing has happened. */
export async function makeCheckpoint(db: Db, key: KeyObject, now: Date): Promise<Checkpoint | undefined> {
  const [event, last] = await Promise.all([findLastEvent(db), findLastCheckpoint(db)])
  if (!event) return undefined
  let [updateId, logHash] = [last?.updateId ?? 0, last?.logHash ?? emptyLog]
  const until = settledUntil(db, now)
  for await (const update of listLoggedUpdates(db, { after: updateId, until })) {
    updateId = update.id
    logHash = extendLogHash(logHash, update)
  }
  const unsigned = {
    sequence: event.sequence,
    eventHash: event.hash,
    updateId,
    logHash,
    bindingsHash: await hashBindings(db, until),
    settledUntil: until,
    at: now.toISOString(),
    publicKey: publicKeyOf(key),
    signature: '',
  }
  const signature = sign(null, signedPart(unsigned), key).toString('base64url')
  const checkpoint = { ...unsigned, signature }
  await insertCheckpoint(db, checkpoint)
  return checkpoint
}

const schema: z.ZodType<Checkpoint> = z.object({
  sequence: z.int(),
  eventHash: z.string(),
  updateId: z.int(),
  logHash: z.string(),
  bindingsHash: z.string(),
  settledUntil: z.string(),
  at: z.string(),
  publicKey: z.string(),
  signature: z.string(),
})

/** A checkpoint that was kept elsewhere; undefined where the text is none. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
