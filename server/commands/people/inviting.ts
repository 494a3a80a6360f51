import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import { findDelegationIn } from '#db/queries/delegations'
import { recordEvent } from '#db/queries/events'
import type { ExpertGroup } from '#db/queries/groups'
import { insertMembership } from '#db/queries/memberships'
import { findAccount, findParticipantByEmail, insertParticipant } from '#db/queries/participants'
import type { DelegationId, MembershipId, ParticipantId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { appointmentRefusal } from '#domain/people/appointments'
import { isEmail } from '#domain/people/email'
import type { Actor, Role } from '#domain/people/participants'
import { mayAppoint } from '#domain/permissions/appointments'
import { cleanLine } from '#domain/text/characters'
import { refuse, type Result } from '#server/frame/refusal'
import { linkAccount } from '#server/mail/account-links'
import { writeToMember } from '#server/mail/membership-letters'
import type { Post } from '#server/mail/write-notices'

export type Invitation = {
  name: string
  email: string
  role: Role
  delegation: DelegationId | undefined
  /** Of their screens and mails. */
  language: Language
}

/** `link` opens the account, where no mail can be sent: somebody has to hand it over. */
export type Invited = { membership: MembershipId; participant: ParticipantId; link: string | undefined }

const longestName = 200

/**
 * A person gets a role in a group. Who has no account gets one and a mail with a link that sets its password; who has
 * one, for another group, keeps it. The answer is the same for both.
 */
export async function inviteInto(
  tx: Tx,
  actor: Actor,
  { post, group, at }: { post: Post; group: ExpertGroup; at: Date },
  { email, role, delegation: wanted, language, ...invitation }: Invitation,
): Promise<Result<Invited>> {
  if (!mayAppoint(actor, group.id, role)) return refuse('not-permitted')
  const name = cleanLine(invitation.name).trim()
  if (name === '' || name.length > longestName) return refuse('invalid')
  if (!isEmail(email)) return refuse('email-wrong')
  const delegation = wanted && (await findDelegationIn(tx, group.id, wanted))
  if (wanted && !delegation) return refuse('not-found')
  const refusal = appointmentRefusal(role, delegation)
  if (refusal) return refuse(refusal)
  const known = await findParticipantByEmail(tx, email)
  const isMember = known?.memberships.some(
    (candidate) => candidate.group === group.id && candidate.meeting === undefined,
  )
  if (isMember) return refuse('already-member')
  const participant = known?.id ?? (ulid() as ParticipantId)
  if (!known) await insertParticipant(tx, { id: participant, name, email, language, at })
  const membership = ulid() as MembershipId
  await insertMembership(tx, {
    id: membership,
    participant,
    group: group.id,
    meeting: undefined,
    role,
    delegation: delegation?.id,
    at,
  })
  await recordEvent(tx, {
    type: 'membership.started',
    subject: membership,
    group: group.id,
    actor,
    detail: { participant, role, ...(delegation && { delegation: delegation.id }) },
    at,
  })
  const account = await findAccount(tx, email)
  if (account?.passwordHash !== undefined) {
    const person = account.participant
    await writeToMember(tx, post, { person, group, change: 'joined', role, delegation, at })
    return { ok: true, membership, participant, link: undefined }
  }
  const person = account?.participant ?? { id: participant, name, email, language }
  const { address } = await linkAccount(tx, post, { person, purpose: 'invitation', group, at })
  return { ok: true, membership, participant, link: post.canSend ? undefined : address }
}
