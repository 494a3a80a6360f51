import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { findDelegationIn } from '#db/queries/delegations'
import { recordEvent } from '#db/queries/events'
import { endMembership, insertMembership } from '#db/queries/memberships'
import type { DelegationId, MembershipId } from '#domain/ids'
import { appointmentRefusal, isLastSecretary } from '#domain/people/appointments'
import type { Actor, Role } from '#domain/people/participants'
import { mayAppoint } from '#domain/permissions/appointments'
import { refuse, type Result } from '#server/frame/refusal'
import { writeToMember } from '#server/mail/membership-letters'
import type { Post } from '#server/mail/write-notices'
import { onMembership } from './appointing'

type Input = { membership: MembershipId; role: Role; delegation: DelegationId | undefined }

/**
 * A person gets another role, or moves to another delegation. The membership before is kept, ended: what they wrote
 * under it stays with the delegation that they spoke for then.
 */
export const changeRole = (
  db: Db,
  actor: Actor,
  post: Post,
  { membership: id, role, delegation: wanted }: Input,
): Promise<Result<{ membership: MembershipId }>> =>
  onMembership<{ membership: MembershipId }>(db, actor, id, async (tx, standing, at) => {
    const { membership, inGroup, person, group } = standing
    if (!mayAppoint(actor, group.id, role)) return refuse('not-permitted')
    const delegation = wanted && (await findDelegationIn(tx, group.id, wanted))
    if (wanted && !delegation) return refuse('not-found')
    const refusal = appointmentRefusal(role, delegation)
    if (refusal) return refuse(refusal)
    if (membership.role === role && membership.delegation === delegation?.id) return refuse('nothing-changed')
    if (role !== 'secretariat' && isLastSecretary(membership, inGroup)) return refuse('last-secretary')
    if (!(await endMembership(tx, id, at))) return refuse('changed-meanwhile')
    const next = ulid() as MembershipId
    const { participant, meeting } = membership
    await insertMembership(tx, {
      id: next,
      participant,
      group: group.id,
      meeting,
      role,
      delegation: delegation?.id,
      at,
    })
    await recordEvent(tx, {
      type: 'membership.changed',
      subject: next,
      group: group.id,
      actor,
      detail: {
        participant,
        from: {
          membership: id,
          role: membership.role,
          ...(membership.delegation && { delegation: membership.delegation }),
        },
        to: { role, ...(delegation && { delegation: delegation.id }) },
      },
      at,
    })
    await writeToMember(tx, post, { person, group, change: 'moved', role, delegation, at })
    return { ok: true, membership: next }
  })
