import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findAccountLink } from '#db/queries/account-links'
import { listEventsAfter } from '#db/queries/events'
import { listMails } from '#db/queries/mails'
import { listMembershipsIn } from '#db/queries/memberships'
import { actorOf, findAccount, findParticipant, findParticipantByEmail } from '#db/queries/participants'
import { findSessionParticipant } from '#db/queries/sessions'
import { mayLearnOf } from '#domain/events/events'
import type { MembershipId } from '#domain/ids'
import { operator, visitor, type Actor, type SignedInActor } from '#domain/people/participants'
import { createPasswords } from '#server/auth/passwords'
import { hashOfToken } from '#server/auth/sessions'
import { appointAdministrator } from '#server/commands/people/appoint-administrator'
import { changeRole } from '#server/commands/people/change-role'
import { dismissAdministrator } from '#server/commands/people/dismiss-administrator'
import { inviteParticipant } from '#server/commands/people/invite'
import { inviteSeveral } from '#server/commands/people/invite-several'
import type { Invitation } from '#server/commands/people/inviting'
import { openSession } from '#server/commands/people/open-session'
import { removeParticipant } from '#server/commands/people/remove'
import { sendInvitationAgain } from '#server/commands/people/send-invitation-again'
import { setPasswordByLink } from '#server/commands/people/set-password-by-link'
import { defaultImportLimits } from '#server/formats/in/limits'
import { readPastedTable } from '#server/formats/in/pasted-table'
import { readTableFile } from '#server/formats/in/table-file'
import type { Result } from '#server/frame/refusal'
import { readCellsInChild } from '#server/workers/child/read-cells-in-child'
import { onEachEngine } from '../engines'
import { aChair, aDelegate, aDelegation, aGroup, anAdministrator, aSecretary, theGroup } from '../factories'

const post = { address: 'https://rapporteur.example', canSend: true }
const withoutMail = { ...post, canSend: false }
const passwords = createPasswords({
  estimate: () => Promise.resolve(4),
  limits: { concurrency: 1, waiting: 1 },
})
const password = 'copper lantern orchard nine'
const aDay = 24 * 60 * 60_000

const someone = {
  name: 'Ana Silva',
  email: 'Ana.Silva@mission.example',
  role: 'secretariat',
  delegation: undefined,
  language: 'en',
} as const satisfies Invitation

function done<Made extends object>(result: Result<Made>): Made {
  if (!result.ok) throw new Error(result.refusal)
  return result
}

const eventsOf = async (db: Db) => (await listEventsAfter(db, 0)).map(({ type }) => type)
const membershipOf = ({ memberships }: SignedInActor): MembershipId => {
  const [membership] = memberships
  if (!membership) throw new Error('They have no role.')
  return membership.id
}

async function linksIn(db: Db): Promise<string[]> {
  const mails = await listMails(db, { group: await theGroup(db), limit: 100, status: undefined })
  return mails.flatMap(({ text }) => text.match(/(?<=\/password\/)[\w-]+/u) ?? [])
}

onEachEngine('people of a group', (newDatabase) => {
  test('someone who is invited gets a link by mail that sets the password once', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const delegation = await aDelegation(db, 'BRA')
    const made = done(
      await inviteParticipant(db, secretary, post, { group, ...someone, role: 'delegate', delegation }),
    )
    expect(made.link).toBeUndefined()
    expect(await findParticipantByEmail(db, someone.email)).toMatchObject({
      id: made.participant,
      email: 'ana.silva@mission.example',
      memberships: [{ group, role: 'delegate', delegation }],
    })
    const [token = ''] = await linksIn(db)
    // A program that looks for harm fetches the page twice: the link still works.
    for (let time = 0; time < 2; time += 1)
      expect(await findAccountLink(db, hashOfToken(token), new Date())).toBeDefined()
    const set = () => setPasswordByLink(db, post, passwords, { token, password, at: new Date() })
    expect(await set()).toMatchObject({ ok: true, email: 'ana.silva@mission.example' })
    expect(await set()).toEqual({ ok: false, refusal: 'link-over' })
    expect((await findAccount(db, someone.email))?.passwordHash).toBeDefined()
    expect(await eventsOf(db)).toEqual(['membership.started', 'account.password-changed'])
  })

  test('a link is over after two weeks, and when another one is sent', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const { membership } = done(await inviteParticipant(db, secretary, post, { group, ...someone }))
    const [first = ''] = await linksIn(db)
    const set = (token: string, at = new Date()) =>
      setPasswordByLink(db, post, passwords, { token, password, at })
    expect(await set(first, new Date(Date.now() + 14 * aDay + 1000))).toMatchObject({ refusal: 'link-over' })
    done(await sendInvitationAgain(db, secretary, post, { membership }))
    const second = (await linksIn(db)).find((token) => token !== first) ?? ''
    expect(await set(first)).toMatchObject({ refusal: 'link-over' })
    expect(await set(second)).toMatchObject({ ok: true })
    expect(await sendInvitationAgain(db, secretary, post, { membership })).toMatchObject({
      refusal: 'already-signed-up',
    })
    expect(await eventsOf(db)).toEqual([
      'membership.started',
      'membership.invitation-sent',
      'account.password-changed',
    ])
  })

  test('where no mail can be sent, the link is there to be handed over', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const { link, membership } = done(
      await inviteParticipant(db, secretary, withoutMail, { group, ...someone }),
    )
    expect(link).toMatch(/^https:\/\/rapporteur\.example\/password\/[\w-]{43}$/u)
    const again = done(await sendInvitationAgain(db, secretary, withoutMail, { membership }))
    expect(again.link).not.toBe(link)
    expect(await linksIn(db)).toEqual([])
  })

  test('someone with an account takes part in a second group with it, and gets no link', async () => {
    const db = await newDatabase()
    const chair = await aChair(db, { group: await aGroup(db) })
    const group = await aGroup(db)
    const secretary = await aSecretary(db, { group })
    const { email } = (await findParticipant(db, chair.participant)) ?? { email: '' }
    const hash = 'hash'
    await db
      .insertInto('account')
      .values({ participant_id: chair.participant, password_hash: hash, updated_at: '' })
      .execute()
    const delegation = await aDelegation(db, 'KEN', { group })
    const invitation = { ...someone, email: email.toUpperCase(), role: 'delegate', delegation } as const
    const made = done(await inviteParticipant(db, secretary, withoutMail, { group, ...invitation }))
    expect(made).toMatchObject({ participant: chair.participant, link: undefined })
    const person = await findParticipant(db, chair.participant)
    expect(person).toMatchObject({
      name: 'chair',
      memberships: [{ role: 'chair' }, { role: 'delegate', group }],
    })
    expect((await findAccount(db, email))?.passwordHash).toBe(hash)
    const [mail] = await listMails(db, { group, limit: 9, status: undefined })
    expect(mail?.text).not.toContain('/password/')
  })

  test('what is wrong with an invitation is refused, and nothing is written or sent', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const delegation = await aDelegation(db, 'BRA')
    const foreign = await aDelegation(db, 'KEN', { group: await aGroup(db) })
    done(await inviteParticipant(db, secretary, post, { group, ...someone }))
    const before = await eventsOf(db)
    const other = { ...someone, email: 'bo@mission.example' }
    for (const [invitation, refusal] of [
      [{ ...other, email: 'not-an-email' }, 'email-wrong'],
      [{ ...other, name: ' \u0000 ' }, 'invalid'],
      [{ ...someone, email: 'ANA.SILVA@mission.example' }, 'already-member'],
      [{ ...other, role: 'delegate' }, 'delegation-required'],
      [{ ...other, delegation }, 'no-delegation'],
      [{ ...other, role: 'delegate', delegation: foreign }, 'not-found'],
    ] as const)
      expect(await inviteParticipant(db, secretary, post, { group, ...invitation })).toEqual({
        ok: false,
        refusal,
      })
    const several = [
      { ...other, role: 'delegate', delegation },
      { ...someone, role: 'delegate', delegation },
    ] as const
    expect(await inviteSeveral(db, secretary, post, { group, invitations: several })).toEqual({
      ok: false,
      refusal: 'already-member',
    })
    expect(await findParticipantByEmail(db, other.email)).toBeUndefined()
    expect(await linksIn(db)).toHaveLength(1)
    expect(await eventsOf(db)).toEqual(before)
  })

  test('who is moved to another delegation keeps the account; the membership before stays known', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const [brazil, kenya] = [await aDelegation(db, 'BRA'), await aDelegation(db, 'KEN')]
    const person = await aDelegate(db, { delegation: brazil })
    const membership = membershipOf(person)
    const moved = done(
      await changeRole(db, secretary, post, { membership, role: 'delegate', delegation: kenya }),
    )
    const now = await findParticipant(db, person.participant)
    expect(now?.memberships).toMatchObject([{ id: moved.membership, role: 'delegate', delegation: kenya }])
    const rows = await db
      .selectFrom('membership')
      .select(['id', 'delegation_id', 'ended_at'])
      .where('participant_id', '=', person.participant)
      .orderBy('since')
      .execute()
    expect(rows).toEqual([
      { id: membership, delegation_id: brazil, ended_at: expect.any(String) },
      { id: moved.membership, delegation_id: kenya, ended_at: null },
    ])
    const change = (role: 'delegate' | 'chair', delegation?: typeof kenya) =>
      changeRole(db, secretary, post, { membership: moved.membership, role, delegation })
    expect(await change('delegate', kenya)).toMatchObject({ refusal: 'nothing-changed' })
    expect(await change('chair', kenya)).toMatchObject({ refusal: 'no-delegation' })
    expect(await change('delegate')).toMatchObject({ refusal: 'delegation-required' })
    expect(await change('chair')).toMatchObject({ ok: true })
    const mails = await listMails(db, { group, limit: 9, status: undefined })
    expect(mails.map((mail) => mail.participant)).toEqual([person.participant, person.participant])
  })

  test('who is removed from the last group has no session and no link any more; others keep theirs', async () => {
    const db = await newDatabase()
    const secretary = await aSecretary(db)
    const [leaver, stayer] = [await aDelegate(db), await aDelegate(db)]
    const elsewhere = await aChair(db, { group: await aGroup(db) })
    const { email } = (await findParticipant(db, elsewhere.participant)) ?? { email: '' }
    const inBoth = done(
      await inviteParticipant(db, secretary, post, { group: await theGroup(db), ...someone, email }),
    )
    const sessionOf = async ({ participant }: Pick<SignedInActor, 'participant'>) =>
      done(await openSession(db, { participant, browser: '', at: new Date() })).session
    const sessions = await Promise.all([leaver, stayer, elsewhere].map(sessionOf))
    done(await removeParticipant(db, secretary, post, { membership: membershipOf(leaver) }))
    done(await removeParticipant(db, secretary, post, { membership: inBoth.membership }))
    const open = await Promise.all(sessions.map((session) => findSessionParticipant(db, session, new Date())))
    expect(open.map((entry) => entry?.memberships.length)).toEqual([undefined, 1, 1])
    expect(await findParticipant(db, leaver.participant)).toMatchObject({ memberships: [] })
    const again = await removeParticipant(db, secretary, post, { membership: membershipOf(leaver) })
    expect(again).toEqual({ ok: false, refusal: 'not-found' })
  })

  test('an invitation that was not answered is over when its person is removed', async () => {
    const db = await newDatabase()
    const secretary = await aSecretary(db)
    const { membership } = done(
      await inviteParticipant(db, secretary, post, { group: await theGroup(db), ...someone }),
    )
    const [token = ''] = await linksIn(db)
    done(await removeParticipant(db, secretary, post, { membership }))
    expect(await setPasswordByLink(db, post, passwords, { token, password, at: new Date() })).toMatchObject({
      refusal: 'link-over',
    })
  })

  test('the last person of the secretariat, and the last administrator, cannot go', async () => {
    const db = await newDatabase()
    const [secretary, delegation] = [await aSecretary(db), await aDelegation(db)]
    const administrator = await anAdministrator(db)
    const membership = membershipOf(secretary)
    const moved = { membership, role: 'delegate' as const, delegation }
    expect(await removeParticipant(db, secretary, post, { membership })).toMatchObject({
      refusal: 'last-secretary',
    })
    expect(await changeRole(db, secretary, post, moved)).toMatchObject({ refusal: 'last-secretary' })
    const second = await aSecretary(db)
    expect(await removeParticipant(db, second, post, { membership })).toEqual({ ok: true })
    const { participant } = administrator
    expect(await dismissAdministrator(db, administrator, { participant })).toMatchObject({
      refusal: 'last-administrator',
    })
    const another = done(
      await appointAdministrator(db, administrator, post, {
        name: 'Bo',
        email: 'bo@un.example',
        language: 'en',
      }),
    )
    expect(await dismissAdministrator(db, administrator, { participant })).toEqual({ ok: true })
    expect(await findParticipant(db, another.participant)).toMatchObject({ isAdministrator: true })
    expect((await eventsOf(db)).slice(-2)).toEqual(['administrator.appointed', 'administrator.dismissed'])
  })

  test('two who remove each other at the same moment leave one secretariat', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const [one, other] = [await aSecretary(db), await aSecretary(db)]
    const answers = await Promise.all([
      removeParticipant(db, one, post, { membership: membershipOf(other) }),
      removeParticipant(db, other, post, { membership: membershipOf(one) }),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await listMembershipsIn(db, group)).toHaveLength(1)
  })

  test('an administrator appoints officers, and nobody else; others appoint nobody', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const administrator = await anAdministrator(db)
    const [target, delegation] = [await aDelegate(db), await aDelegation(db, 'BRA')]
    const officers = (['secretariat', 'chair', 'rapporteur'] as const).map((role) => ({
      ...someone,
      role,
      email: `${role}@un.example`,
    }))
    for (const officer of officers)
      done(await inviteParticipant(db, administrator, post, { group, ...officer }))
    const asDelegate = { ...someone, email: 'd@un.example', role: 'delegate', delegation } as const
    expect(await inviteParticipant(db, administrator, post, { group, ...asDelegate })).toMatchObject({
      refusal: 'not-permitted',
    })
    const membership = membershipOf(target)
    expect(await removeParticipant(db, administrator, post, { membership })).toMatchObject({
      refusal: 'not-found',
    })
    const strangers: Actor[] = [
      visitor,
      await aDelegate(db),
      await aChair(db),
      await aSecretary(db, { group: await aGroup(db) }),
    ]
    const before = await eventsOf(db)
    for (const actor of strangers) {
      const input = { name: 'x', email: 'x@un.example', language: 'en' as const }
      const answers = await Promise.all([
        inviteParticipant(db, actor, post, { group, ...someone }),
        inviteSeveral(db, actor, post, { group, invitations: [asDelegate] }),
        appointAdministrator(db, actor, post, input),
        dismissAdministrator(db, actor, { participant: administrator.participant }),
      ])
      expect(answers).toEqual(answers.map(() => ({ ok: false, refusal: 'not-permitted' })))
      const hidden = await Promise.all([
        sendInvitationAgain(db, actor, post, { membership }),
        changeRole(db, actor, post, { membership, role: 'chair', delegation: undefined }),
        removeParticipant(db, actor, post, { membership }),
      ])
      expect(hidden).toEqual(hidden.map(() => ({ ok: false, refusal: 'not-found' })))
    }
    expect(await eventsOf(db)).toEqual(before)
  })

  test('changes of people are for the group’s secretariat and the person to know', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const [secretary, chair, person] = [await aSecretary(db), await aChair(db), await aDelegate(db)]
    const elsewhere = await aSecretary(db, { group: await aGroup(db) })
    const delegation = await aDelegation(db, 'KEN')
    const moved = done(
      await changeRole(db, secretary, post, {
        membership: membershipOf(person),
        role: 'delegate',
        delegation,
      }),
    )
    done(await removeParticipant(db, secretary, post, { membership: moved.membership }))
    done(await inviteParticipant(db, operator, post, { group, ...someone }))
    const events = await listEventsAfter(db, 0)
    const after = await findParticipant(db, person.participant)
    const readers: Actor[] = [secretary, chair, elsewhere, visitor, await anAdministrator(db)]
    for (const event of events)
      expect(readers.map((reader) => mayLearnOf(reader, event))).toEqual([true, false, false, false, false])
    const own = after ? actorOf(after) : visitor
    expect(events.map((event) => mayLearnOf(own, event))).toEqual([true, true, false])
  })
})

test('a table of people comes from a spreadsheet as from what is pasted; what is no spreadsheet is refused', async () => {
  const rows = [
    ['Name', 'E-mail', 'Role', 'Delegation'],
    ['Ana "Anita" Silva', 'ana@mission.example', '', 'BRA'],
    ['ليلى حداد', 'leila@mission.example', 'Secretariat', ''],
  ]
  const limits = { ...defaultImportLimits, rows: 10 }
  const readCells = (bytes: Uint8Array) => readCellsInChild({ limits, mostRows: 10 }, bytes)
  const spreadsheet = await writeXlsx({ sheets: [{ name: 'People', rows }] })
  const tableOf = async (bytes: Uint8Array) => {
    const read = await readTableFile(bytes, readCells)
    return 'text' in read ? readPastedTable(read.text, 10) : read.refused
  }
  expect(await tableOf(spreadsheet)).toEqual(rows)
  const text = new TextEncoder().encode(
    rows
      .slice(0, 2)
      .map((row) => row.join(';'))
      .join('\n'),
  )
  expect((await tableOf(text))[0]).toEqual(rows[0])
  const noise = Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 256)
  for (const bytes of [Uint8Array.of(0x50, 0x4b, ...noise), spreadsheet.subarray(0, 900)])
    expect(await tableOf(bytes)).toBe('broken')
})
