import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { parse, serialize } from 'cookie'
import type { Db } from '#db/client'
import { actorOf, type Participant } from '#db/queries/participants'
import { findSessionParticipant } from '#db/queries/sessions'
import type { SessionId } from '#domain/ids'
import { visitor, type Actor } from '#domain/people/participants'
import { longestSessionMs } from '#domain/people/sessions'

const cookieName = 'rapporteur_session'
/** Browsers take a cookie of this name only over https, for this host and all of its pages (RFC 6265bis, 4.1.3). */
const secureCookieName = `__Host-${cookieName}`
/** The database keeps only the hash of a token: a copy of it opens no session and no account. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

const signature = (secret: string, token: string) =>
  createHmac('sha256', secret).update(token).digest('base64url')

/** A new secret for a link or a cookie, and the hash of it that is stored. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashOfToken(token) }
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
        maxAge: longestSessionMs / 1000,
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
  const session = hashOfToken(token) as SessionId
  const participant = await findSessionParticipant(db, session, at)
  if (!participant) return { actor: visitor, session: undefined, participant: undefined }
  return { actor: actorOf(participant), session, participant }
}
