import { createHash } from 'node:crypto'
import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { findAccount, normalizeEmail, type Participant } from '#db/queries/participants'
import { countSignInAttempts, forgetSignInAttempts, insertSignInAttempts } from '#db/queries/sessions'
import { passwordMatches } from '#server/auth/passwords'

/** Ten failures for one address, or from one network address, within a quarter of an hour. */
const attemptsAllowed = 10
const networkAttemptsAllowed = 50
const window = 15 * 60_000

export type SignInResult =
  { ok: true; participant: Participant } | { ok: false; refusal: 'wrong-credentials' | 'too-many-attempts' }

type Input = { email: string; password: string; networkAddress: string; at: Date }

const subjectOf = (kind: 'email' | 'network', value: string) =>
  createHash('sha256').update(`${kind}:${value}`).digest('hex')

/**
 * Checks an e-mail address and a password; failures are counted in the database, so that neither a restart
 * nor another process forgets them. The answer is the same for an unknown address and a wrong password.
 */
export async function signIn(db: Db, input: Input): Promise<SignInResult> {
  const { at } = input
  const since = new Date(at.getTime() - window)
  const byEmail = subjectOf('email', normalizeEmail(input.email))
  const byNetwork = subjectOf('network', input.networkAddress)
  const throttled =
    (await countSignInAttempts(db, [byEmail], since)) >= attemptsAllowed ||
    (await countSignInAttempts(db, [byNetwork], since)) >= networkAttemptsAllowed
  if (throttled) return { ok: false, refusal: 'too-many-attempts' }
  // Counted before the slow comparison: a burst of parallel tries does not slip through.
  await insertSignInAttempts(db, [
    { id: ulid(at.getTime()), subject: byEmail, at },
    { id: ulid(at.getTime()), subject: byNetwork, at },
  ])
  const account = await findAccount(db, input.email)
  const matches = await passwordMatches(account?.passwordHash, input.password)
  if (!account || !matches) return { ok: false, refusal: 'wrong-credentials' }
  await forgetSignInAttempts(db, byEmail, since)
  return { ok: true, participant: account.participant }
}
