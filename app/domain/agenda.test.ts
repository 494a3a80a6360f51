import { expect, test } from 'vitest'
import { agendaKey, agendaOf } from './agenda'
import type { TopicId } from './ids'

const topic = (id: string) => id as TopicId

test('the topics stand between how a meeting begins and how it ends', () => {
  expect(agendaOf([topic('a'), topic('b')]).map(agendaKey)).toEqual([
    'opening',
    'adoption-of-agenda',
    'a',
    'b',
    'other-matters',
    'adoption-of-report',
    'closing',
  ])
})
