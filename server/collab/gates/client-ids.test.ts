import { expect, test } from 'vitest'
import type { ParticipantId } from '#domain/ids'
import { clientOf, idClasses } from '#editor/shape'
import { isForeign, unboundBases } from './client-ids'

const [ann, ben] = ['ann' as ParticipantId, 'ben' as ParticipantId]
const authors = new Map<number, ParticipantId | undefined>([
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
