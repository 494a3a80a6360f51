import { z } from 'zod'
import type { ExpertGroupId, MeetingId } from '#domain/ids'
import { tagKinds } from '#domain/negotiation/vocabulary'
import { everyone, participants } from './audiences'
import { id, localizedText, nothing } from './details'
import { event } from './rule'

const workplanFacts = z.object({ title: localizedText, fromYear: z.int(), toYear: z.int() })

export const administrationEvents = {
  'workplan.added': event({
    subject: 'workplan',
    /** Meetings and delegations have events of their own; the first events of this kind name them here. */
    detail: z.object({
      group: id<ExpertGroupId>(),
      title: localizedText,
      meetings: z.array(id<MeetingId>()).readonly().optional(),
      delegations: z.array(z.string()).optional(),
      years: z.tuple([z.int(), z.int()]).optional(),
    }),
    audience: everyone,
  }),
  'workplan.changed': event({
    subject: 'workplan',
    detail: z.object({ from: workplanFacts, to: workplanFacts }),
    audience: everyone,
  }),
  'vocabulary.tag-added': event({
    subject: 'tag',
    detail: z.object({ kind: z.enum(tagKinds), name: localizedText }),
    audience: participants,
  }),
  'vocabulary.tag-renamed': event({
    subject: 'tag',
    detail: z.object({ from: localizedText, to: localizedText }),
    audience: participants,
  }),
  'vocabulary.tag-retired': event({ subject: 'tag', detail: nothing, audience: participants }),
  'vocabulary.tag-restored': event({ subject: 'tag', detail: nothing, audience: participants }),
  'vocabulary.mandate-set': event({
    subject: 'mandate',
    detail: z.object({ symbol: z.string(), title: localizedText }),
    audience: participants,
  }),
}
