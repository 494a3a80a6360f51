import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import { insertAccountLink, type AccountLinkPurpose } from '#db/queries/account-links'
import { insertMail } from '#db/queries/mails'
import type { ExpertGroup } from '#db/queries/groups'
import type { Participant } from '#db/queries/participants'
import type { MailId } from '#domain/ids'
import { newToken } from '#server/auth/sessions'
import { composeMessage, speechFor } from './compose'
import type { Post } from './write-notices'

const hourMs = 3_600_000

/** How long a link opens its account, in milliseconds. */
const lifetimeMs: Record<AccountLinkPurpose, number> = { recovery: hourMs, invitation: 14 * 24 * hourMs }

type Wanted = {
  person: Pick<Participant, 'id' | 'name' | 'email' | 'language'>
  purpose: AccountLinkPurpose
  /** To which the person is invited; its secretariat sees whether the mail was delivered. */
  group?: Pick<ExpertGroup, 'id' | 'name'>
  at: Date
}

/**
 * Makes a link that lets a person set the password of their account once, and mails it to them. It opens a page with a
 * form: programs that fetch the links in mails use nothing up.
 * @returns the address of that page, for where no mail can be sent.
 */
export async function linkAccount(
  tx: Tx,
  post: Post,
  { person, purpose, group, at }: Wanted,
): Promise<{ address: string }> {
  const { token, hash } = newToken()
  const expiresAt = new Date(at.getTime() + lifetimeMs[purpose])
  await insertAccountLink(tx, { id: hash, participant: person.id, purpose, at, expiresAt })
  const address = `${post.address}/password/${token}`
  if (!post.canSend) return { address }
  const { t, format } = speechFor(person.language)
  const values = { site: post.address, instant: format.instant(expiresAt, 'UTC') }
  const letter = composeMessage(person, {
    subject: t(`mail.${purpose}.subject`),
    body: group
      ? t('mail.invitation.group-body', { ...values, group: format.name(group.name) })
      : t(`mail.${purpose}.body`, values),
    link: { address, words: t('mail.set-password') },
  })
  await insertMail(tx, {
    id: ulid(at.getTime()) as MailId,
    participant: person.id,
    group: group?.id,
    address: person.email,
    ...letter,
    confidential: true,
    status: 'waiting',
    createdAt: at,
  })
  return { address }
}
