import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import { insertMail } from '#db/queries/mails'
import type { Participant } from '#db/queries/participants'
import type { MailId } from '#domain/ids'
import { composeMessage, speechFor } from './compose'
import type { Post } from './write-notices'

/** Tells the owner of an account that its password was changed, and what to do if someone else changed it. */
export async function writeOfNewPassword(
  tx: Tx,
  post: Post,
  person: Pick<Participant, 'id' | 'name' | 'email' | 'language'>,
  at: Date,
): Promise<void> {
  const { t, format } = speechFor(person.language)
  const letter = composeMessage(person, {
    subject: t('mail.password-changed.subject'),
    body: t('mail.password-changed.body', { site: post.address, instant: format.instant(at, 'UTC') }),
    link: { address: `${post.address}/sign-in/forgotten`, words: t('mail.set-password') },
  })
  await insertMail(tx, {
    id: ulid(at.getTime()) as MailId,
    participant: person.id,
    group: undefined,
    address: person.email,
    ...letter,
    confidential: false,
    status: post.canSend ? 'waiting' : 'kept',
    createdAt: at,
  })
}
