import { z } from 'zod'
import type { CommissionActionId, CorrectionId, TopicId } from '#domain/ids'
import { listKinds } from '#domain/lists/canonical-list'
import { commissionActionKinds } from '#domain/lists/commission-actions'
import { everyone, participants } from './audiences'
import { everyParticipant } from './concerns'
import { id, language, localizedText } from './details'
import { event } from './rule'

const issued = {
  kind: z.enum(listKinds),
  title: localizedText,
  /** SHA-256 of the canonical form. */
  hash: z.string(),
  items: z.int(),
}

const toldToAll = { notice: { kind: 'list', concerns: everyParticipant } } as const

export const listEvents = {
  'list.issued': event({
    subject: 'list',
    /** `of` is the number of paragraphs of which a status lists the agreed ones. */
    detail: z.object({ ...issued, of: z.int().optional() }),
    audience: everyone,
    ...toldToAll,
  }),
  'list.adopted': event({ subject: 'list', detail: z.object(issued), audience: everyone, ...toldToAll }),
  // The list itself never changes.
  'list.corrected': event({
    subject: 'list',
    /** `label` is the item that it is about; absent for the whole. */
    detail: z.object({
      correction: id<CorrectionId>(),
      label: z.string().optional(),
      language,
      body: z.string(),
    }),
    audience: everyone,
    ...toldToAll,
  }),
  // The list itself never changes.
  'list.commission-action': event({
    subject: 'list',
    detail: z.object({
      action: id<CommissionActionId>(),
      kind: z.enum(commissionActionKinds),
      takenOn: z.string(),
      symbol: z.string(),
      session: z.string(),
      agendaItem: z.string(),
      language,
      remarks: z.string(),
    }),
    audience: everyone,
    ...toldToAll,
  }),
  'list.file-written': event({
    subject: 'list',
    detail: z.object({ format: z.string(), language, sha256: z.string() }),
    audience: everyone,
  }),
  'import.run': event({
    subject: 'import',
    /** Each imported item has an event of its own. */
    detail: z.object({
      source: z.string(),
      topic: id<TopicId>(),
      imported: z.int(),
      duplicates: z.int(),
      /** The codes of those that were added, and the terms. */
      delegations: z.array(z.string()),
      tags: z.array(z.string()),
    }),
    audience: participants,
  }),
  'import.undone': event({
    subject: 'import',
    detail: z.object({ source: z.string(), items: z.int() }),
    audience: participants,
  }),
}
