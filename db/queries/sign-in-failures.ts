import { capabilitiesOf, type Db, type Tx } from '../client'

export type SignInFailures = { failures: number; blockedUntil: Date }

/** How often somebody failed since they last succeeded; locked until the transaction ends. */
export async function lockSignInFailures(tx: Tx, subject: string): Promise<SignInFailures> {
  const first = { subject, failures: 0, last_at: '', blocked_until: '' }
  await tx
    .insertInto('sign_in_failure')
    .values(first)
    .onConflict((conflict) => conflict.column('subject').doNothing())
    .execute()
  const query = tx.selectFrom('sign_in_failure').selectAll().where('subject', '=', subject)
  const { concurrentWriters } = capabilitiesOf(tx)
  const row = await (concurrentWriters ? query.forUpdate() : query).executeTakeFirstOrThrow()
  return { failures: row.failures, blockedUntil: new Date(row.blocked_until || 0) }
}

export async function setSignInFailures(
  tx: Tx,
  subject: string,
  { failures, blockedUntil, at }: SignInFailures & { at: Date },
): Promise<void> {
  await tx
    .updateTable('sign_in_failure')
    .set({ failures, last_at: at.toISOString(), blocked_until: blockedUntil.toISOString() })
    .where('subject', '=', subject)
    .execute()
}

/** Forgets the failures of these subjects, who have signed in, and all that are older than an instant. */
export async function forgetSignInFailures(
  db: Db,
  subjects: readonly string[],
  olderThan: Date,
): Promise<void> {
  await db
    .deleteFrom('sign_in_failure')
    .where((eb) => eb.or([eb('subject', 'in', subjects), eb('last_at', '<', olderThan.toISOString())]))
    .execute()
}
