import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { parse, serialize } from 'cookie'
import type { Db } from '#db/client'
import { actorOf, type Participant } from '#db/queries/participants'
import { findSessionParticipant, insertSession } from '#db/queries/sessions'
import type { ParticipantId, SessionId } from '#domain/ids'
import { visitor, type Actor } from '#domain/people/participants'

const cookieName = 'rapporteur_session'
/** Browsers take a cookie of this name only over https, for this host and all of its pages (RFC 6265bis, 4.1.3). */
const secureCookieName = `__Host-${cookieName}`
const sessionDays = 14
const dayInMilliseconds = 86_400_000

/** The database keeps only the hash of a token: a copy of it opens no session. */
const sessionIdOf = (token: string) => createHash('sha256').update(token).digest('hex') as SessionId

const signature = (secret: string, token: string) =>
  createHmac('sha256', secret).update(token).digest('base64url')

/** Opens a session. @returns the token for the cookie, which is stored nowhere. */
export async function startSession(db: Db, participant: ParticipantId, at: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(at.getTime() + sessionDays * dayInMilliseconds)
  await insertSession(db, { id: sessionIdOf(token), participant, createdAt: at, expiresAt })
  return token
}

/** Writes and reads the session cookie, signed with the server's secret. */
export type SessionCookie = {
  /** A `Set-Cookie` value that keeps the token in the browser. */
  keep: (token: string) => string
  /** A `Set-Cookie` value that removes it. */
  forget: () => string
  /** The token in a `Cookie` header, if it carries this server's signature. */
  read: (header: string | null | undefined) => string | undefined
}

/** @param secure whether browsers may send it over https only. */
export function sessionCookie(secret: string, secure: boolean): SessionCookie {
  const name = secure ? secureCookieName : cookieName
  const attributes = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const
  return {
    keep: (token) =>
      serialize(name, `${token}.${signature(secret, token)}`, {
        ...attributes,
        maxAge: (sessionDays * dayInMilliseconds) / 1000,
      }),
    forget: () => serialize(name, '', { ...attributes, maxAge: 0 }),
    read: (header) => {
      const [token, signed] = (parse(header ?? '')[name] ?? '').split('.')
      if (!token || !signed) return undefined
      const expected = Buffer.from(signature(secret, token))
      const given = Buffer.from(signed)
      return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
    },
  }
}

export type SignedIn = { actor: Actor; session: SessionId | undefined; participant: Participant | undefined }

/** Who sends this cookie: the participant of its open session, or a visitor. */
export async function signedInBy(
  db: Db,
  cookie: SessionCookie,
  header: string | null | undefined,
  at: Date,
): Promise<SignedIn> {
  const token = cookie.read(header)
  if (!token) return { actor: visitor, session: undefined, participant: undefined }
  const session = sessionIdOf(token)
  const participant = await findSessionParticipant(db, session, at)
  if (!participant) return { actor: visitor, session: undefined, participant: undefined }
  return { actor: actorOf(participant), session, participant }
}
