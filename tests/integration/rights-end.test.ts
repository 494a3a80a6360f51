import { expect, test, vi } from 'vitest'
import { closeEvents } from '#collab/close-events'
import type { Db } from '#db/client'
import { listAllDelegations } from '#db/queries/delegations'
import { listMembers, setPasswordHash } from '#db/queries/participants'
import { listEventsAfter, lastEventSequence } from '#db/queries/events'
import type { EventType } from '#domain/events/events'
import type { DelegationId, MembershipId } from '#domain/ids'
import { createPasswords, hashPassword } from '#server/auth/passwords'
import { hashOfToken } from '#server/auth/sessions'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { takeThePen } from '#server/commands/recommendations/take-pen'
import { changePassword } from '#server/commands/people/change-password'
import { changeRole } from '#server/commands/people/change-role'
import { removeParticipant } from '#server/commands/people/remove'
import { signOut } from '#server/commands/people/sign-out'
import { signOutElsewhere } from '#server/commands/people/sign-out-elsewhere'
import { made } from '../amendment-factories'
import { connectClient, isGreeted, type CollaborationClient } from '../collaboration-client'
import { onEachEngine } from '../engines'
import { openStream, type EventStream } from '../event-stream'
import type { Person } from '../factories'
import { aSampleServer, aSharedDraft, cleanUps, documentOf, person, until } from '../live-server'
import { headersOf, liveAddress, signInAs, startServer } from '../sample-server'

// Each test starts one server or two.
vi.setConfig({ testTimeout: 180_000 })

const post = { address: 'http://localhost', canSend: false }
const password = 'ordinary sea lantern'

/** Somebody with a live text and an event stream open, each in another process where there are two. */
type Sitting = { cookie: string; socket: CollaborationClient; stream: EventStream }

/** A State's delegation that none of these people speaks for. */
async function aThirdDelegation(db: Db, people: readonly Person[]): Promise<DelegationId> {
  const found = (await listAllDelegations(db)).find(
    ({ id, kind }) => kind === 'member-state' && people.every(({ delegation }) => delegation !== id),
  )
  if (!found) throw new Error('The sample has several States.')
  return found.id
}

const sessionOf = (cookie: string) =>
  hashOfToken(decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '') as never

async function membershipOf(db: Db, who: Person): Promise<MembershipId> {
  const found = (await listMembers(db)).find(({ id }) => id === who.participant)
  if (!found) throw new Error('They take part.')
  return found.membership.id
}

onEachEngine('rights end on what is open', (_newDatabase, engine, newDatabaseUrl) => {
  async function aHouse() {
    const { server, db, environment } = await aSampleServer(await newDatabaseUrl())
    const other = engine === 'postgres' ? await startServer(environment) : server
    if (other !== server) cleanUps.push(() => other.stop())
    const sit = async (who: Person, document: string): Promise<Sitting> => {
      const cookie = await signInAs(server, who.participant)
      const socket = connectClient(liveAddress(other, document), headersOf(other, cookie))
      cleanUps.push(() => socket.close())
      const stream = await openStream(server, '/events', cookie)
      cleanUps.push(() => stream.close())
      await until(() => isGreeted(socket))
      expect(socket.said.closed).toBeUndefined()
      return { cookie, socket, stream }
    }
    const after = await lastEventSequence(db)
    const typesSince = async () => (await listEventsAfter(db, after)).map(({ type }) => type)
    return { db, sit, typesSince }
  }
  const isOver = ({ socket, stream }: Sitting) => socket.said.closed !== undefined && stream.isEnded()
  const expectEvent = async (types: Promise<EventType[]>, type: EventType) =>
    expect(await types).toContain(type)

  test('signing out, here and elsewhere', async () => {
    const { db, sit, typesSince } = await aHouse()
    const { document, brazil } = await aSharedDraft(db)
    const [first, second, third] = [
      await sit(brazil, document),
      await sit(brazil, document),
      await sit(brazil, document),
    ]
    await made<object>(signOut(db, brazil, { session: sessionOf(first.cookie), at: new Date() }))
    await until(() => isOver(first))
    expect(first.socket.said.closed).toBe(4401)
    expect(isOver(second)).toBe(false)
    await made(signOutElsewhere(db, brazil, { except: sessionOf(second.cookie), at: new Date() }))
    await until(() => isOver(third))
    expect(isOver(second)).toBe(false)
    await expectEvent(typesSince(), 'session.revoked')
    await expectEvent(typesSince(), 'account.signed-out-elsewhere')
  })

  test('a changed password', async () => {
    const { db, sit, typesSince } = await aHouse()
    const { document, brazil } = await aSharedDraft(db)
    const hash = await hashPassword(password)
    await db.transaction().execute((tx) => setPasswordHash(tx, brazil.participant, hash, new Date()))
    const sitting = await sit(brazil, document)
    const passwords = createPasswords({ estimate: async () => 4, limits: { concurrency: 1, waiting: 10 } })
    await made(
      changePassword(db, brazil, post, passwords, {
        current: password,
        password: 'another calm harbour',
        sender: 'x',
        at: new Date(),
      }),
    )
    await until(() => isOver(sitting))
    await expectEvent(typesSince(), 'account.password-changed')
  })

  test('the removal of a participant', async () => {
    const { db, sit, typesSince } = await aHouse()
    const { document, kenya, brazil } = await aSharedDraft(db)
    const secretary = await person(db, 'secretariat')
    const [removed, stays] = [await sit(kenya, document), await sit(brazil, document)]
    await made(removeParticipant(db, secretary, post, { membership: await membershipOf(db, kenya) }))
    await until(() => isOver(removed))
    expect(stays.socket.said.closed).toBeUndefined()
    await expectEvent(typesSince(), 'membership.ended')
  })

  test('a move to another delegation closes the drafts of the former one', async () => {
    const { db, sit, typesSince } = await aHouse()
    const { document, kenya } = await aSharedDraft(db)
    const secretary = await person(db, 'secretariat')
    const moved = await sit(kenya, document)
    const another = await aThirdDelegation(db, [kenya, await person(db, 'BRA')])
    await made(
      changeRole(db, secretary, post, {
        membership: await membershipOf(db, kenya),
        role: 'delegate',
        delegation: another,
      }),
    )
    await until(() => moved.socket.said.closed !== undefined)
    expect(moved.socket.said.closed).toBe(4404)
    // They are still signed in, as somebody else's delegate; their pages load again.
    await until(() => moved.stream.text().includes('log.grown'))
    expect(moved.stream.isEnded()).toBe(false)
    await expectEvent(typesSince(), 'membership.changed')
  })

  test('somebody who is no longer Rapporteur reads on, and writes no more', async () => {
    const { db, sit } = await aHouse()
    const { id, brazil } = await aSharedDraft(db)
    await made(tableRecommendation(db, brazil, { recommendation: id }))
    const document = await documentOf(db, id)
    const rapporteur = await person(db, 'rapporteur')
    const secretary = await person(db, 'secretariat')
    const sitting = await sit(rapporteur, document)
    expect(sitting.socket.said.readOnly).toBe('none')
    await made(
      changeRole(db, secretary, post, {
        membership: await membershipOf(db, rapporteur),
        role: 'delegate',
        delegation: await aThirdDelegation(db, [brazil]),
      }),
    )
    // What they write in another role needs another client id.
    await until(() => sitting.socket.said.closed !== undefined)
    expect(sitting.socket.said.closed).toBe(closeEvents.roleChanged.code)
    const again = await sit(rapporteur, document)
    expect(again.socket.said.readOnly).toBe('no-pen')
    again.socket.type('Too late. ')
    await until(() => again.socket.said.refused !== undefined)
    expect(again.socket.said.refused).toBe('not-permitted')
  })

  test('the pen that is taken back', async () => {
    const { db, sit } = await aHouse()
    const { id, brazil, kenya } = await aSharedDraft(db)
    await made(tableRecommendation(db, brazil, { recommendation: id }))
    const [rapporteur, document] = [await person(db, 'rapporteur'), await documentOf(db, id)]
    const delegation = kenya.delegation as DelegationId
    await made(giveThePen(db, rapporteur, { recommendation: id, delegation }))
    const sitting = await sit(kenya, document)
    expect(sitting.socket.said.readOnly).toBe('none')
    await made(takeThePen(db, rapporteur, { recommendation: id, delegation }))
    await until(() => sitting.socket.said.readOnly === 'no-pen')
  })
})
