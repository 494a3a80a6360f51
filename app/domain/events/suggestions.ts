import { z } from 'zod'
import type { RecommendationId } from '#domain/ids'
import { holdersOf } from './audiences'
import { id } from './details'
import { event } from './rule'

const items = z.array(id<RecommendationId>()).readonly()
const parts = z.array(items).readonly()

/** The work of those who consolidate: what they think of two texts is not the room's before they act on it. */
const atTheDesk = holdersOf('rapporteur', 'secretariat')

/** Answers to suggestions that items belong together. None of them settles an item. */
export const suggestionEvents = {
  'suggestion.accepted': event({
    subject: 'suggestion',
    detail: z.object({ items }),
    audience: atTheDesk,
  }),
  'suggestion.refused': event({
    subject: 'suggestion',
    detail: z.object({ items }),
    audience: atTheDesk,
  }),
  'suggestion.split': event({
    subject: 'suggestion',
    /** The items of each part stay a suggestion of their own. */
    detail: z.object({ parts }),
    audience: atTheDesk,
  }),
  'suggestion.reopened': event({
    subject: 'suggestion',
    detail: z.object({ items }),
    audience: atTheDesk,
  }),
}
