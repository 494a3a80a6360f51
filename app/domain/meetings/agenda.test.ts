import { expect, test } from 'vitest'
import type { TopicId } from '#domain/ids'
import { agendaKey, agendaOf } from './agenda'

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
