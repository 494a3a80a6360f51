import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { revokeSessions } from '#db/queries/sessions'
import type { SessionId } from '#domain/ids'
import type { SignedInActor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

type Input = { except: SessionId | undefined; at: Date }

/** Ends all sessions of the actor's own but this one, everywhere at once. */
export function signOutElsewhere(db: Db, actor: SignedInActor, { except, at }: Input): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    const ended = await revokeSessions(tx, actor.participant, at, except)
    if (ended === 0) return refuse('nothing-changed')
    await recordEvent(tx, {
      type: 'account.signed-out-elsewhere',
      subject: actor.participant,
      actor,
      detail: { sessions: ended },
      at,
    })
    return { ok: true }
  })
}
