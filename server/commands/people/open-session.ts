import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { actorOf, findParticipant } from '#db/queries/participants'
import { insertSession } from '#db/queries/sessions'
import type { ParticipantId, SessionId } from '#domain/ids'
import { longestSessionMs } from '#domain/people/sessions'
import { visitor } from '#domain/people/participants'
import { newToken } from '#server/auth/sessions'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type NewSession = { participant: ParticipantId; browser: string; at: Date }

/** A person who has proved who they are gets a session. @returns the token for the cookie, which is stored nowhere. */
export function openSession(
  db: Db,
  { participant, browser, at }: NewSession,
): Promise<Result<{ token: string; session: SessionId }>> {
  const { token, hash } = newToken()
  const session = hash as SessionId
  return command<Result<{ token: string; session: SessionId }>>(db, visitor, async ({ tx }) => {
    const person = await findParticipant(tx, participant)
    if (!person) return refuse('not-found')
    const expiresAt = new Date(at.getTime() + longestSessionMs)
    await insertSession(tx, { id: session, participant, createdAt: at, expiresAt, browser })
    await recordEvent(tx, {
      type: 'session.opened',
      subject: session,
      actor: actorOf(person),
      at,
    })
    return { ok: true, token, session }
  })
}
