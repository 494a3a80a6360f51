import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { revokeSession } from '#db/queries/sessions'
import type { SessionId } from '#domain/ids'
import type { SignedInActor } from '#domain/people/participants'
import { inTransaction } from '#server/frame/transaction'

type Input = { session: SessionId; at: Date }

/** Ends one session of the actor's own, this one or another; it is over everywhere at once. */
export function signOut(
  db: Db,
  actor: SignedInActor,
  { session, at }: Input,
): Promise<{ ok: true } | { ok: false; refusal: 'not-found' }> {
  return inTransaction(db, async (tx) => {
    const revoked = await revokeSession(tx, session, actor.participant, at)
    if (!revoked) return { ok: false, refusal: 'not-found' }
    await recordEvent(tx, {
      type: 'session.revoked',
      subject: session,
      actor,
      at,
    })
    return { ok: true }
  })
}
