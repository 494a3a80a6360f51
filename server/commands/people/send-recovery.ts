import type { Db } from '#db/client'
import { lastAccountLinkTime } from '#db/queries/account-links'
import { findParticipantByEmail } from '#db/queries/participants'
import { visitor } from '#domain/people/participants'
import { linkAccount } from '#server/mail/account-links'
import type { Post } from '#server/mail/write-notices'
import { unrecordedCommand } from '#server/frame/command'
import type { Result } from '#server/frame/refusal'

/** A person is not sent more links than one in this time, however often somebody asks for one, in milliseconds. */
const shortestPauseMs = 5 * 60_000

type RecoveryRequest = { email: string; at: Date }

/**
 * Sends a link to anyone who forgot the password. The answer is always the same: no one learns from it whether an address
 * has an account.
 */
export function sendRecovery(db: Db, post: Post, { email, at }: RecoveryRequest): Promise<Result> {
  return unrecordedCommand<Result>('housekeeping', db, visitor, async ({ tx, record }) => {
    const person = await findParticipantByEmail(tx, email)
    if (!person || !post.canSend) return { ok: true }
    const last = await lastAccountLinkTime(tx, person.id, 'recovery')
    if (last && at.getTime() - last.getTime() < shortestPauseMs) return { ok: true }
    await linkAccount(tx, post, { person, purpose: 'recovery', at })
    await record({
      type: 'account.recovery-sent',
      subject: person.id,
      at,
    })
    return { ok: true }
  })
}
