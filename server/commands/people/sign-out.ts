import type { Db } from '#db/client'
import { revokeSession } from '#db/queries/sessions'
import type { SessionId } from '#domain/ids'
import type { SignedInActor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type SessionToEnd = { session: SessionId; at: Date }

/** Ends one session of the actor's own, this one or another; it is over everywhere at once. */
export function signOut(db: Db, actor: SignedInActor, { session, at }: SessionToEnd): Promise<Result> {
  return command(db, actor, async ({ tx, record }) => {
    const revoked = await revokeSession(tx, session, actor.participant, at)
    if (!revoked) return refuse('not-found')
    await record({
      type: 'session.revoked',
      subject: session,
      at,
    })
    return { ok: true }
  })
}
