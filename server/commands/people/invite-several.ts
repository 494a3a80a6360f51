import type { Db } from '#db/client'
import type { ExpertGroupId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import type { Post } from '#server/mail/write-notices'
import { inMemberships } from './appointing'
import { inviteInto, type Invitation } from './inviting'

/** Links to hand over, where no mail can be sent. */
export type Handover = { name: string; email: string; link: string }

/** Everyone of a table is invited, or no one. */
export const inviteSeveral = (
  db: Db,
  actor: Actor,
  post: Post,
  { group: id, invitations }: { group: ExpertGroupId; invitations: readonly Invitation[] },
): Promise<Result<{ invited: number; links: Handover[] }>> =>
  inMemberships<{ invited: number; links: Handover[] }>(
    db,
    actor,
    { group: id, role: 'delegate' },
    async (tx, group, at) => {
      if (invitations.length === 0) return refuse('nothing-chosen')
      const links: Handover[] = []
      for (const invitation of invitations) {
        const { name, email } = invitation
        const made = await inviteInto(tx, actor, { post, group, at }, invitation)
        // The rows were checked before; somebody was faster.
        if (!made.ok) return made
        if (made.link) links.push({ name, email, link: made.link })
      }
      return { ok: true, invited: invitations.length, links }
    },
  )
