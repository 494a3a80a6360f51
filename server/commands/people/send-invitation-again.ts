import type { Db } from '#db/client'
import { useUpAccountLinks } from '#db/queries/account-links'
import { recordEvent } from '#db/queries/events'
import { listSignedUp } from '#db/queries/participants'
import type { MembershipId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { linkAccount } from '#server/mail/account-links'
import type { Post } from '#server/mail/write-notices'
import { onMembership } from './appointing'

/** `link` is to be handed over, where no mail can be sent. */
type Sent = { name: string; email: string; link: string | undefined }

/** A new link for somebody who has not set a password yet; the links before are used up. */
export const sendInvitationAgain = (
  db: Db,
  actor: Actor,
  post: Post,
  input: { membership: MembershipId },
): Promise<Result<Sent>> =>
  onMembership<Sent>(db, actor, input.membership, async (tx, standing, at) => {
    const { membership, person, group } = standing
    // Anyone who has one recovers it by themselves: no one else opens their account.
    if ((await listSignedUp(tx, [person.id])).size > 0) return refuse('already-signed-up')
    await useUpAccountLinks(tx, person.id, at)
    const { address } = await linkAccount(tx, post, { person, purpose: 'invitation', group, at })
    await recordEvent(tx, {
      type: 'membership.invitation-sent',
      subject: membership.id,
      group: group.id,
      actor,
      detail: { participant: person.id },
      at,
    })
    const { name, email } = person
    return { ok: true, name, email, link: post.canSend ? undefined : address }
  })
