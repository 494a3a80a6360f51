import { expect, test } from 'vitest'
import type { ExpertGroupId, MembershipId } from '#domain/ids'
import type { Role } from './participants'
import { hasIdledOut } from './sessions'

const group = 'group' as ExpertGroupId
const hourMs = 3_600_000
const person = (role: Role, isAdministrator = false) => ({
  isAdministrator,
  memberships: [{ id: 'm' as MembershipId, group, meeting: undefined, role, delegation: undefined }],
})

test('a delegate who does nothing is signed out after twelve hours', () => {
  expect(hasIdledOut(person('delegate'), 11.9 * hourMs, new Set())).toBe(false)
  expect(hasIdledOut(person('delegate'), 12.1 * hourMs, new Set([group]))).toBe(true)
})

test('officers and administrators are signed out after an hour, unless a meeting of theirs is open', () => {
  for (const role of ['chair', 'rapporteur', 'secretariat'] as const) {
    expect(hasIdledOut(person(role), 0.9 * hourMs, new Set())).toBe(false)
    expect(hasIdledOut(person(role), 1.1 * hourMs, new Set())).toBe(true)
    expect(hasIdledOut(person(role), 1.1 * hourMs, new Set(['another' as ExpertGroupId]))).toBe(true)
    expect(hasIdledOut(person(role), 11.9 * hourMs, new Set([group]))).toBe(false)
    expect(hasIdledOut(person(role), 12.1 * hourMs, new Set([group]))).toBe(true)
  }
  expect(hasIdledOut(person('delegate', true), 1.1 * hourMs, new Set([group]))).toBe(true)
})
