import type { Db } from '#db/client'
import { claimAccountLink, findAccountLink } from '#db/queries/account-links'
import { actorOf, findParticipant } from '#db/queries/participants'
import { visitor } from '#domain/people/participants'
import { hashOfToken } from '#server/auth/sessions'
import type { Passwords } from '#server/auth/passwords'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import type { Post } from '#server/mail/write-notices'
import { replacePassword } from './change-password'

type PasswordByLink = { token: string; password: string; at: Date }

/** Anyone who holds the link from a mail sets the password of its account; the link is used up by that, and by nothing else. */
export async function setPasswordByLink(
  db: Db,
  post: Post,
  passwords: Passwords,
  { token, password, at }: PasswordByLink,
): Promise<Result<{ email: string }>> {
  const id = hashOfToken(token)
  const link = await findAccountLink(db, id, at)
  const person = link && (await findParticipant(db, link.participant))
  if (!person) return refuse('link-over')
  const prepared = await passwords.prepare(password, person)
  if (!prepared.ok) return refuse(prepared.refusal)
  return command<Result<{ email: string }>>(db, visitor, async ({ tx }) => {
    if (!(await claimAccountLink(tx, id, at))) return refuse('link-over')
    await replacePassword(tx, actorOf(person), post, { person, hash: prepared.hash, at })
    return { ok: true, email: person.email }
  })
}
