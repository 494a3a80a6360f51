import { z } from 'zod'
import type { CallId, ListId, ListItemId } from '#domain/ids'
import { everyone, holdersOf, ownDelegation, ownDelegationAnd } from './audiences'
import { delegates, everyParticipant, officers } from './concerns'
import { id, language, localizedText, nothing, time } from './details'
import { event } from './rule'

const answer = {
  call: id<CallId>(),
  language,
  comments: z.int(),
  /** SHA-256 of the canonical form of the general remarks and the comments. */
  hash: z.string(),
}

export const callEvents = {
  // A call is seen once it is opened.
  'call.created': event({
    subject: 'call',
    detail: z.object({ list: id<ListId>(), deadline: time, title: localizedText, instructions: z.string() }),
    audience: holdersOf('secretariat'),
    becomes: { call: 'draft' },
  }),
  'call.opened': event({
    subject: 'call',
    detail: nothing,
    audience: everyone,
    becomes: { call: 'open' },
    notice: { kind: 'comments', concerns: delegates },
  }),
  'call.closed': event({
    subject: 'call',
    detail: nothing,
    audience: everyone,
    becomes: { call: 'closed' },
  }),
  'call.published': event({
    subject: 'call',
    /** How many submissions were published with it. */
    detail: z.object({ submissions: z.int() }),
    audience: everyone,
    becomes: { call: 'published' },
    notice: { kind: 'comments', concerns: everyParticipant },
  }),
  'submission.saved': event({
    subject: 'submission',
    detail: z.object(answer),
    audience: ownDelegation,
    becomes: { submission: 'draft' },
  }),
  /** Somebody goes on writing after it was submitted: what was submitted stays as it is. */
  'submission.edited': event({
    subject: 'submission',
    detail: z.object(answer),
    audience: ownDelegation,
  }),
  'submission.submitted': event({
    subject: 'submission',
    detail: z.object({
      ...answer,
      /** Nothing was submitted before the deadline. */
      late: z.boolean(),
      /** Absent in the first events of this kind, of which only the last submitting was kept. */
      version: z.int().optional(),
      /** What came, or was changed, after the deadline. */
      lateItems: z.array(id<ListItemId>()).optional(),
      generalLate: z.boolean().optional(),
    }),
    audience: ownDelegationAnd('secretariat', 'rapporteur'),
    becomes: { submission: 'submitted' },
    notice: { kind: 'comments', concerns: officers('secretariat') },
  }),
}
