import type { Db } from '#db/client'
import { revokeSessions } from '#db/queries/sessions'
import type { SessionId } from '#domain/ids'
import type { SignedInActor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type SessionsToEnd = { except: SessionId | undefined; at: Date }

/** Ends all sessions of the actor's own but this one, everywhere at once. */
export function signOutElsewhere(
  db: Db,
  actor: SignedInActor,
  { except, at }: SessionsToEnd,
): Promise<Result> {
  return command<Result>(db, actor, async ({ tx, record }) => {
    const ended = await revokeSessions(tx, actor.participant, at, except)
    if (ended === 0) return refuse('nothing-changed')
    await record({
      type: 'account.signed-out-elsewhere',
      subject: actor.participant,
      detail: { sessions: ended },
      at,
    })
    return { ok: true }
  })
}
