import { expect, test } from 'vitest'
import type { DelegationId, ParticipantId } from '#domain/ids'
import { clientOf, idClasses } from '#editor/shape'
import { writerOf, type Writer } from '#server/collab/writer'
import { isForeign, unboundBases } from './client-ids'

const [kenya, brazil] = ['kenya' as DelegationId, 'brazil' as DelegationId]
const [ann, ben] = [writerOf('ann' as ParticipantId, [kenya]), writerOf('ben' as ParticipantId, [])]
const authors = new Map<number, Writer | undefined>([
  [101, ann],
  [202, ben],
  [303, undefined],
])

test('no one writes under an id of someone else, nor under that of an amendment or an import', () => {
  for (const idClass of idClasses) {
    expect(isForeign([clientOf(101, idClass)], authors, ann)).toBe(false)
    expect(isForeign([clientOf(202, idClass)], authors, ann)).toBe(true)
    expect(isForeign([clientOf(303, idClass)], authors, ann)).toBe(true)
    expect(isForeign([clientOf(101, idClass), clientOf(202, 'letters')], authors, ann)).toBe(true)
  }
})

test('what was written offline, under an id of an earlier page, is bound to who sends it', () => {
  const clients = [clientOf(404, 'letters'), clientOf(404, 'back'), clientOf(101, 'letters')]
  expect(isForeign(clients, authors, ann)).toBe(false)
  expect(unboundBases(clients, authors)).toEqual([404])
})

test('who moved to another delegation writes no more under an id of the time before', () => {
  const moved = writerOf('ann' as ParticipantId, [brazil])
  expect(isForeign([clientOf(101, 'letters')], authors, moved)).toBe(true)
  expect(isForeign([clientOf(404, 'letters')], authors, moved)).toBe(false)
})
