import { expect, test } from 'vitest'
import type { DelegationId } from '#domain/ids'
import { actorIn, type SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { bracketRights, emptiedBrackets, respectsBrackets, type Bracketing } from './brackets'
import type { BracketFacts, DocumentContent } from './content'
import { anActor, aPlace } from '#tests/people'

const [swiss, kenyan] = ['che' as DelegationId, 'ken' as DelegationId]
const since = '2026-04-07T16:00:00.000Z'

const asked: BracketFacts = { requestedBy: swiss, reason: 'Domestic law.', since }
const officers: BracketFacts = { requestedBy: '', reason: '', since }

const text = (
  words: string,
  ...brackets: [words: string, facts?: BracketFacts, id?: string][]
): Bracketing => ({
  words,
  brackets: brackets.map(([inside, facts = asked, id = inside]) => ({ ...facts, words: inside, id })),
})

const before = text('States answer within twenty-four hours.', ['within twenty-four hours', asked, '1'])
const mayChange = (after: Bracketing, by: SignedInActor = anActor('delegate', kenyan), from = before) =>
  respectsBrackets(from, after, bracketRights(actorIn(by, aPlace), false))

test('a bracket is lifted by the delegation that asked and by the Chair', () => {
  const lift = (actor: SignedInActor, requestedBy: DelegationId | '', inOwnDraft = false) =>
    can(actor, 'bracket.lift', { ...aPlace, requestedBy, inOwnDraft })
  expect(lift(anActor('delegate', swiss), swiss)).toBe(true)
  expect(lift(anActor('chair'), swiss)).toBe(true)
  for (const other of [anActor('delegate', kenyan), anActor('rapporteur'), anActor('secretariat')])
    expect(lift(other, swiss)).toBe(false)
  for (const officer of [anActor('chair'), anActor('rapporteur'), anActor('secretariat')])
    expect(lift(officer, '')).toBe(true)
  expect(lift(anActor('delegate', swiss), '')).toBe(false)
  expect(lift(anActor('delegate', kenyan), swiss, true)).toBe(true)
})

test('nobody asks in another’s name', () => {
  expect(can(anActor('delegate', swiss), 'bracket.put', { ...aPlace, requestedBy: swiss })).toBe(true)
  expect(can(anActor('delegate', kenyan), 'bracket.put', { ...aPlace, requestedBy: swiss })).toBe(false)
  expect(can(anActor('delegate', kenyan), 'bracket.put', { ...aPlace, requestedBy: '' })).toBe(false)
  expect(can(anActor('rapporteur'), 'bracket.put', { ...aPlace, requestedBy: '' })).toBe(true)
  expect(can(anActor('rapporteur'), 'bracket.put', { ...aPlace, requestedBy: swiss })).toBe(false)
})

test('what somebody else asked for cannot be lifted, deleted, emptied, or given another reason', () => {
  const lifted = text('States answer within twenty-four hours.')
  expect(mayChange(lifted)).toBe(false)
  expect(mayChange(lifted, anActor('delegate', swiss))).toBe(true)
  expect(mayChange(lifted, anActor('chair'))).toBe(true)
  expect(mayChange(lifted, anActor('rapporteur'))).toBe(false)
  expect(mayChange(text('States answer.'))).toBe(false)
  expect(mayChange(text('States answer .', ['  ', asked, '1']))).toBe(false)
  const reworded = { ...asked, reason: 'None.' }
  expect(mayChange(text(before.words, ['within twenty-four hours', reworded, '1']))).toBe(false)
})

test('it may be moved, cut in two anywhere and joined again', () => {
  const moved = text('States answer\nwithin twenty-four hours.', ['within twenty-four hours', asked, '2'])
  expect(mayChange(moved)).toBe(true)
  const cut = text('States answer within twen\nty-four hours.', ['within twen'], ['ty-four hours'])
  expect(mayChange(cut)).toBe(true)
  expect(mayChange(before, anActor('delegate', kenyan), cut)).toBe(true)
})

test('the words in it are open, and moving words out of it or into it is lifting or extending it', () => {
  expect(mayChange(text('States answer within two days.', ['within two days', asked, '1']))).toBe(true)
  expect(mayChange(text(before.words, ['within', asked, '2']))).toBe(false)
  expect(mayChange(text(before.words, ['answer within twenty-four hours', asked, '2']))).toBe(false)
  expect(mayChange(text('States act.', ['act', asked, '2']))).toBe(false)
  expect(mayChange(text(before.words, ['within twenty-four hours', asked, '1'], ['States']))).toBe(false)
})

test('new brackets are one’s own, and nested ones are each their own', () => {
  const own = { requestedBy: kenyan, reason: '', since }
  const nested = (inner: BracketFacts) =>
    text(before.words, ['within twenty-four hours', asked, '1'], ['hours', inner, '2'])
  expect(mayChange(nested(own))).toBe(true)
  expect(mayChange(nested(officers))).toBe(false)
  expect(mayChange(before, anActor('delegate', kenyan), nested(own))).toBe(true)
  expect(mayChange(text(before.words, ['hours', own, '2']), anActor('delegate', kenyan), nested(own))).toBe(
    false,
  )
})

test('brackets that lose their words, or go, are named with what was in them', () => {
  const content = (...pieces: [id: string, words: string][]): DocumentContent => ({
    blocks: [
      {
        type: 'paragraph',
        children: pieces.map(([id, words]) => ({
          type: 'bracket' as const,
          id,
          ...asked,
          children: words === '' ? [] : [{ type: 'text' as const, text: words }],
        })),
      },
    ],
  })
  const earlier = content(['1', 'within '], ['1', 'a day'], ['2', 'at once'], ['3', 'fully'], ['4', ''])
  expect(emptiedBrackets(earlier, earlier)).toEqual([])
  expect(emptiedBrackets(earlier, content(['1', ''], ['2', 'soon']))).toEqual([
    { requestedBy: swiss, words: 'within a day' },
    { requestedBy: swiss, words: 'fully' },
  ])
})
