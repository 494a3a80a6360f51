import { eventTypes, statusesAfter, type EventType, type RecordedEvent } from '#domain/events/events'
import type { ConsolidatedStatus } from '#domain/status'

type Paragraph = { id: string; topic: string | undefined; createdAt: Date }

/** What of the log says what the paragraphs were: in the order in which it happened. */
export type ParagraphEvent = Pick<RecordedEvent, 'type' | 'subject' | 'at'> & {
  /** Which way it was moved within its topic, where that is what happened. */
  direction?: 'up' | 'down' | undefined
}

/** Types of events that say which paragraphs there were, in which order and with which status. */
export const paragraphEventTypes: readonly EventType[] = [
  ...eventTypes.filter((type) => statusesAfter(type).consolidated !== undefined),
  'recommendation.moved',
]

/**
 * The paragraphs as they stood at an instant: which there were, in which order, and with which status. What
 * happened at the instant itself had happened.
 * @param paragraphs all of today, in today's order, topic by topic.
 * @param events of the types above, oldest first, up to now.
 */
export function paragraphsAt<Of extends Paragraph>(
  paragraphs: readonly Of[],
  events: readonly ParagraphEvent[],
  at: Date,
): { paragraph: Of; status: ConsolidatedStatus }[] {
  const statuses = new Map<string, ConsolidatedStatus>()
  for (const event of events) {
    const status = event.at <= at ? statusesAfter(event.type).consolidated : undefined
    if (status) statuses.set(event.subject, status)
  }
  const order = [...paragraphs]
  for (const event of events.toReversed()) {
    if (event.at > at && event.direction) undoMove(order, event)
  }
  return order
    .filter((paragraph) => paragraph.createdAt <= at)
    .map((paragraph) => ({ paragraph, status: statuses.get(paragraph.id) ?? 'proposed' }))
}

/** Puts a paragraph back where it was: past the neighbour that it then had, which was there already. */
function undoMove(order: Paragraph[], event: ParagraphEvent): void {
  const from = order.findIndex((paragraph) => paragraph.id === event.subject)
  const moved = order[from]
  if (!moved) return
  const step = event.direction === 'up' ? 1 : -1
  for (let place = from + step; order[place]?.topic === moved.topic; place += step) {
    const neighbour = order[place]
    if (!neighbour || neighbour.createdAt > event.at) continue
    order.splice(from, 1)
    order.splice(place, 0, moved)
    return
  }
}
