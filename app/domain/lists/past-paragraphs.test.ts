import { expect, test } from 'vitest'
import type { EventType } from '#domain/events/events'
import type { RecommendationId } from '#domain/ids'
import { paragraphsAt, type ParagraphEvent } from './past-paragraphs'

const minute = (count: number) => new Date(count * 60_000)
const paragraph = (id: string, createdAt: number, topic = 'one') => ({
  id,
  topic,
  createdAt: minute(createdAt),
})
const event = (type: EventType, subject: string, at: number, direction?: 'up' | 'down'): ParagraphEvent => ({
  type,
  subject: subject as RecommendationId,
  at: minute(at),
  direction,
})

const standing = (...input: Parameters<typeof paragraphsAt>) =>
  paragraphsAt(...input).map(({ paragraph: { id }, status }) => `${id} ${status}`)

test('a paragraph stands as the last event before the instant left it, and the instant counts', () => {
  const paragraphs = [paragraph('a', 1), paragraph('b', 5)]
  const events = [
    event('paragraph.taken-up', 'a', 2),
    event('paragraph.agreed', 'a', 3),
    event('paragraph.reopened', 'a', 6),
    event('paragraph.put-under-silence', 'b', 7),
    event('paragraph.silence-concluded', 'b', 9),
    event('paragraph.adopted', 'b', 10),
  ]
  expect(standing(paragraphs, events, minute(0))).toEqual([])
  expect(standing(paragraphs, events, minute(2))).toEqual(['a under-discussion'])
  expect(standing(paragraphs, events, minute(3))).toEqual(['a agreed-ad-referendum'])
  expect(standing(paragraphs, events, minute(5))).toEqual(['a agreed-ad-referendum', 'b proposed'])
  expect(standing(paragraphs, events, minute(8))).toEqual(['a under-discussion', 'b under-silence'])
  expect(standing(paragraphs, events, minute(9))).toEqual(['a under-discussion', 'b agreed-ad-referendum'])
  expect(standing(paragraphs, events, minute(99))).toEqual(['a under-discussion', 'b adopted'])
})

test('later moves are undone, past what was there already and within the topic', () => {
  // a, b in topic one; c was added at 4; x in topic two. At 3: b up. At 5: a down past c, from b a c to b c a.
  const paragraphs = [paragraph('b', 1), paragraph('c', 4), paragraph('a', 1), paragraph('x', 1, 'two')]
  const events = [
    event('recommendation.moved', 'b', 3, 'up'),
    event('recommendation.moved', 'a', 5, 'down'),
    event('recommendation.moved', 'gone', 6, 'down'),
  ]
  const orderAt = (at: number) =>
    paragraphsAt(paragraphs, events, minute(at)).map((entry) => entry.paragraph.id)
  expect(orderAt(9)).toEqual(['b', 'c', 'a', 'x'])
  expect(orderAt(4)).toEqual(['b', 'a', 'c', 'x'])
  expect(orderAt(2)).toEqual(['a', 'b', 'x'])
})
