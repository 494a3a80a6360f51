import { expect, test } from 'vitest'
import type { DelegationId, ParticipantId } from '#domain/ids'
import type { Role, SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { bracketRights, respectsBrackets, type Bracketing } from './brackets'
import type { BracketFacts } from './content'

const [swiss, kenyan] = ['che' as DelegationId, 'ken' as DelegationId]
const since = '2026-04-07T16:00:00.000Z'

const an = (role: Role, delegation?: DelegationId): SignedInActor => ({
  kind: 'participant',
  participant: 'p' as ParticipantId,
  name: '',
  role,
  delegation,
})

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
const mayChange = (after: Bracketing, by: SignedInActor = an('delegate', kenyan), from = before) =>
  respectsBrackets(from, after, bracketRights(by, false))

test('a bracket is lifted by the delegation that asked and by the Chair', () => {
  const lift = (actor: SignedInActor, requestedBy: DelegationId | '', inOwnDraft = false) =>
    can(actor, 'bracket.lift', { requestedBy, inOwnDraft })
  expect(lift(an('delegate', swiss), swiss)).toBe(true)
  expect(lift(an('chair'), swiss)).toBe(true)
  for (const other of [an('delegate', kenyan), an('rapporteur'), an('secretariat')])
    expect(lift(other, swiss)).toBe(false)
  for (const officer of [an('chair'), an('rapporteur'), an('secretariat')])
    expect(lift(officer, '')).toBe(true)
  expect(lift(an('delegate', swiss), '')).toBe(false)
  expect(lift(an('delegate', kenyan), swiss, true)).toBe(true)
})

test('nobody asks in another’s name', () => {
  expect(can(an('delegate', swiss), 'bracket.put', { requestedBy: swiss })).toBe(true)
  expect(can(an('delegate', kenyan), 'bracket.put', { requestedBy: swiss })).toBe(false)
  expect(can(an('delegate', kenyan), 'bracket.put', { requestedBy: '' })).toBe(false)
  expect(can(an('rapporteur'), 'bracket.put', { requestedBy: '' })).toBe(true)
  expect(can(an('rapporteur'), 'bracket.put', { requestedBy: swiss })).toBe(false)
})

test('what somebody else asked for cannot be lifted, deleted, emptied, or given another reason', () => {
  const lifted = text('States answer within twenty-four hours.')
  expect(mayChange(lifted)).toBe(false)
  expect(mayChange(lifted, an('delegate', swiss))).toBe(true)
  expect(mayChange(lifted, an('chair'))).toBe(true)
  expect(mayChange(lifted, an('rapporteur'))).toBe(false)
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
  expect(mayChange(before, an('delegate', kenyan), cut)).toBe(true)
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
  expect(mayChange(before, an('delegate', kenyan), nested(own))).toBe(true)
  expect(mayChange(text(before.words, ['hours', own, '2']), an('delegate', kenyan), nested(own))).toBe(false)
})
