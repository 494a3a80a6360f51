import { z } from 'zod'
import type { DelegationId, MembershipId, ParticipantId } from '#domain/ids'
import { delegationKinds, hasRole, isSignedIn, regionalGroups, roles } from '#domain/people/participants'
import { everyone } from './audiences'
import { id, language, localizedText } from './details'
import { event, type Audience } from './rule'

/** A role, and the delegation of a delegate. */
const standing = { role: z.enum(roles), delegation: id<DelegationId>().optional() }
const person = { participant: id<ParticipantId>() }

/** The group's secretariat and the person whom it is about. */
const secretariatAndPerson: Audience<{ participant: ParticipantId }> = (reader, { detail }, someone) =>
  hasRole(reader, 'secretariat') || (isSignedIn(someone) && someone.participant === detail.participant)

/** Administrators and the person whom it is about; no one else, in any group. */
const administratorsAndPerson: Audience<{ participant: ParticipantId }> = (_reader, { detail }, someone) =>
  isSignedIn(someone) && (someone.isAdministrator || someone.participant === detail.participant)

const membershipEvent = <Detail extends { participant: ParticipantId }>(detail: z.ZodType<Detail>) =>
  event({ subject: 'membership', detail, audience: secretariatAndPerson, changesRightsOf: 'its-person' })

const groupFacts = z.object({
  name: localizedText,
  abbreviation: z.string(),
  parentBody: localizedText,
  establishedBy: z.string(),
  language,
  showsProposers: z.boolean(),
})

const delegationFacts = z.object({
  id: id<DelegationId>(),
  kind: z.enum(delegationKinds),
  code: z.string(),
  name: localizedText,
  regionalGroup: z.enum(regionalGroups).optional(),
})

export const groupEvents = {
  'group.created': event({ subject: 'group', detail: groupFacts, audience: everyone }),
  // Whether proposers are shown is decided again for every open page.
  'group.changed': event({
    subject: 'group',
    detail: z.object({ from: groupFacts, to: groupFacts }),
    audience: everyone,
  }),
  'group.delegations-added': event({
    subject: 'group',
    detail: z.object({ delegations: z.array(delegationFacts).readonly() }),
    audience: everyone,
  }),
  'delegation.renamed': event({
    subject: 'delegation',
    detail: z.object({ code: z.string(), from: localizedText, to: localizedText }),
    audience: everyone,
  }),
  'delegation.removed': event({
    subject: 'delegation',
    detail: z.object({ code: z.string(), name: localizedText }),
    audience: everyone,
  }),
}

export const peopleEvents = {
  /** A person was invited, or got a role in a further group. */
  'membership.started': membershipEvent(z.object({ ...person, ...standing })),
  /** The subject is the new membership; the one before stays, ended. */
  'membership.changed': membershipEvent(
    z.object({
      ...person,
      from: z.object({ ...standing, membership: id<MembershipId>() }),
      to: z.object(standing),
    }),
  ),
  'membership.ended': membershipEvent(z.object({ ...person, ...standing, sessions: z.int() })),
  'membership.invitation-sent': membershipEvent(z.object(person)),
  'administrator.appointed': event({
    subject: 'participant',
    detail: z.object(person),
    audience: administratorsAndPerson,
    changesRightsOf: 'its-subject',
  }),
  'administrator.dismissed': event({
    subject: 'participant',
    detail: z.object(person),
    audience: administratorsAndPerson,
    changesRightsOf: 'its-subject',
  }),
}
