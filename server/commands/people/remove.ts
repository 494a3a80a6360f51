import type { Db } from '#db/client'
import { useUpAccountLinks } from '#db/queries/account-links'
import { findDelegation } from '#db/queries/delegations'
import { recordEvent } from '#db/queries/events'
import { endMembership } from '#db/queries/memberships'
import { revokeSessions } from '#db/queries/sessions'
import type { MembershipId } from '#domain/ids'
import { isLastSecretary } from '#domain/people/appointments'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { writeToMember } from '#server/mail/membership-letters'
import type { Post } from '#server/mail/write-notices'
import { onMembership } from './appointing'

/**
 * A person no longer takes part in a group. Their open pages and texts of it are closed at once, and where it was their
 * last role, their sessions and links end. Their account stays: what they wrote keeps its author.
 */
export const removeParticipant = (
  db: Db,
  actor: Actor,
  post: Post,
  { membership: id }: { membership: MembershipId },
): Promise<Result> =>
  onMembership<object>(db, actor, id, async (tx, { membership, inGroup, person, group }, at) => {
    if (isLastSecretary(membership, inGroup)) return refuse('last-secretary')
    if (!(await endMembership(tx, id, at))) return refuse('changed-meanwhile')
    const { role, delegation, participant } = membership
    const isLast = !person.isAdministrator && !person.memberships.some((candidate) => candidate.id !== id)
    if (isLast) await useUpAccountLinks(tx, participant, at)
    const sessions = isLast ? await revokeSessions(tx, participant, at) : 0
    await recordEvent(tx, {
      type: 'membership.ended',
      subject: id,
      group: group.id,
      actor,
      detail: { participant, role, ...(delegation && { delegation }), sessions },
      at,
    })
    const its = delegation && (await findDelegation(tx, delegation))
    await writeToMember(tx, post, { person, group, change: 'left', role, delegation: its, at })
    return { ok: true }
  })
