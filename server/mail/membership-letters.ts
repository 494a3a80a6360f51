import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import type { ExpertGroup } from '#db/queries/groups'
import { insertMail } from '#db/queries/mails'
import type { Participant } from '#db/queries/participants'
import type { MailId } from '#domain/ids'
import type { Delegation, Role } from '#domain/people/participants'
import { composeMessage, speechFor } from './compose'
import type { Post } from './write-notices'

type Change = {
  person: Pick<Participant, 'id' | 'name' | 'email' | 'language'>
  group: Pick<ExpertGroup, 'id' | 'name'>
  change: 'joined' | 'moved' | 'left'
  role: Role
  delegation: Delegation | undefined
  at: Date
}

/** Tells a person by mail that their role in a group has begun, changed or ended: also those who see no page of it any more. */
export async function writeToMember(
  tx: Tx,
  post: Post,
  { person, group, change, role, delegation, at }: Change,
): Promise<void> {
  const { t, format } = speechFor(person.language)
  const values = {
    group: format.name(group.name),
    role: t(`role.${role}`),
    delegation: delegation ? format.name(delegation.name) : '',
    kind: delegation ? 'delegation' : 'officer',
  }
  const letter = composeMessage(person, {
    subject: t(`mail.${change}.subject`, values),
    body: t(`mail.${change}.body`, values),
    link: { address: post.address, words: t('mail.open-site') },
  })
  await insertMail(tx, {
    id: ulid(at.getTime()) as MailId,
    participant: person.id,
    group: group.id,
    address: person.email,
    ...letter,
    confidential: false,
    status: post.canSend ? 'waiting' : 'kept',
    createdAt: at,
  })
}
