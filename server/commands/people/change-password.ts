import type { Db, Tx } from '#db/client'
import { useUpAccountLinks } from '#db/queries/account-links'
import { recordEvent } from '#db/queries/events'
import { findAccount, findParticipant, setPasswordHash, type Participant } from '#db/queries/participants'
import { revokeSessions } from '#db/queries/sessions'
import type { Actor, SignedInActor } from '#domain/people/participants'
import type { Passwords } from '#server/auth/passwords'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { writeOfNewPassword } from '#server/mail/account-letters'
import type { Post } from '#server/mail/write-notices'

type PasswordChange = { current: string; password: string; sender: string; at: Date }

/**
 * A person chooses another password. All of their sessions end, this one too: anyone who knew the old password, or has a
 * session of theirs, is out. The caller opens a new one for the person who is there.
 */
export async function changePassword(
  db: Db,
  actor: SignedInActor,
  post: Post,
  passwords: Passwords,
  { current, password, sender, at }: PasswordChange,
): Promise<Result> {
  const person = await findParticipant(db, actor.participant)
  if (!person) return refuse('not-found')
  const account = await findAccount(db, person.email)
  const matches = await passwords.matches(account?.passwordHash, current, sender)
  if (matches === 'busy') return refuse('busy')
  if (!matches) return refuse('wrong-password')
  const prepared = await passwords.prepare(password, person)
  if (!prepared.ok) return refuse(prepared.refusal)
  return command<Result>(db, actor, async ({ tx }) => {
    await replacePassword(tx, actor, post, { person, hash: prepared.hash, at })
    return { ok: true }
  })
}

type Replacement = { person: Participant; hash: string; at: Date }

/**
 * Sets the hash of a password, ends whatever was opened with the one before, and tells the owner of the account by mail:
 * anyone whose password is changed by another learns of it. A first password is no news.
 */
export async function replacePassword(
  tx: Tx,
  actor: Actor,
  post: Post,
  { person, hash, at }: Replacement,
): Promise<void> {
  const participant = person.id
  const before = await findAccount(tx, person.email)
  if (before?.passwordHash) await writeOfNewPassword(tx, post, person, at)
  await setPasswordHash(tx, participant, hash, at)
  await useUpAccountLinks(tx, participant, at)
  const sessions = await revokeSessions(tx, participant, at)
  await recordEvent(tx, {
    type: 'account.password-changed',
    subject: participant,
    actor,
    detail: { sessions },
    at,
  })
}
