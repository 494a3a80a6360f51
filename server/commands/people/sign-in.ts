import { createHash } from 'node:crypto'
import type { Db } from '#db/client'
import { findAccount, type Participant } from '#db/queries/participants'
import { forgetSignInFailures, lockSignInFailures, setSignInFailures } from '#db/queries/sign-in-failures'
import type { ParticipantId } from '#domain/ids'
import { normalizeEmail } from '#domain/people/email'
import { delayAfterFailures } from '#domain/people/passwords'
import type { Passwords } from '#server/auth/passwords'

/** Failures are forgotten when no one has tried for this long, in milliseconds. */
const memoryMs = 24 * 60 * 60_000

export type SignInResult =
  | { ok: true; participant: Participant }
  | { ok: false; refusal: 'wrong-credentials' | 'busy' }
  | { ok: false; refusal: 'too-many-attempts'; retryAt: Date }

type Attempt = {
  email: string
  password: string
  /** Who sends this: a network address, or the network that one customer has. */
  sender: string
  /** What names the browser where this participant has signed in on it before. */
  deviceOf: (participant: ParticipantId) => string | undefined
  at: Date
}

const subjectOf = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('hex')

/**
 * Checks an e-mail address and a password. The answer is the same for an unknown address and a wrong password.
 *
 * Only failures count, and only for one account and one sender together: the more there are, the longer the next try
 * has to wait. So no one can lock somebody else out, and a whole hall behind one address can sign in. On a browser
 * where the person signed in before, that browser is the sender. Failures are kept in the database: neither a restart
 * nor another process forgets them.
 */
export async function signIn(db: Db, passwords: Passwords, input: Attempt): Promise<SignInResult> {
  const { at, sender } = input
  const email = normalizeEmail(input.email)
  const account = await findAccount(db, email)
  const device = account && input.deviceOf(account.participant.id)
  const subject = device ? subjectOf(email, 'device', device) : subjectOf(email, 'sender', sender)
  const attempt = await countAttempt(db, subject, at)
  if (!attempt.ok) return { ok: false, refusal: 'too-many-attempts', retryAt: attempt.retryAt }
  const matches = await passwords.matches(account?.passwordHash, input.password, sender)
  if (matches === 'busy') return { ok: false, refusal: 'busy' }
  if (!account || !matches) return { ok: false, refusal: 'wrong-credentials' }
  const subjects = [subject, subjectOf(email, 'sender', sender)]
  await forgetSignInFailures(db, subjects, new Date(at.getTime() - memoryMs))
  return { ok: true, participant: account.participant }
}

/** Counted before the slow comparison: a burst of parallel tries does not slip through. */
function countAttempt(
  db: Db,
  subject: string,
  at: Date,
): Promise<{ ok: true } | { ok: false; retryAt: Date }> {
  return db.transaction().execute(async (tx) => {
    const known = await lockSignInFailures(tx, subject)
    if (known.blockedUntil > at) return { ok: false, retryAt: known.blockedUntil }
    const failures = known.failures + 1
    const blockedUntil = new Date(at.getTime() + delayAfterFailures(failures))
    await setSignInFailures(tx, subject, { failures, blockedUntil, at })
    return { ok: true }
  })
}
