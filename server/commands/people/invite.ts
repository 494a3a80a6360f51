import type { Db } from '#db/client'
import type { ExpertGroupId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import type { Post } from '#server/mail/write-notices'
import { inMemberships } from './appointing'
import { inviteInto, type Invitation, type Invited } from './inviting'

/** One person is invited to take part in a group, or to serve it. */
export const inviteParticipant = (
  db: Db,
  actor: Actor,
  post: Post,
  { group: id, ...invitation }: { group: ExpertGroupId } & Invitation,
): Promise<Result<Invited>> =>
  inMemberships<Invited>(db, actor, { group: id, role: invitation.role }, (tx, group, at) =>
    inviteInto(tx, actor, { post, group, at }, invitation),
  )
