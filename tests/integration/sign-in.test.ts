import { afterEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listEvents } from '#db/queries/events'
import { findParticipant, setPasswordHash } from '#db/queries/participants'
import { findSessionParticipant, listSessions } from '#db/queries/sessions'
import type { ParticipantId } from '#domain/ids'
import { createPasswords, hashPassword } from '#server/auth/passwords'
import { openSession } from '#server/commands/people/open-session'
import { signIn } from '#server/commands/people/sign-in'
import { linkAccount } from '#server/mail/account-links'
import { estimatePassword } from '#server/pool/estimate-password'
import { onEachEngine } from '#tests/engines'
import { openStream } from '#tests/event-stream'
import { aChair, aDelegate, aMeeting } from '#tests/factories'
import { aSampleServer, cleanUps, person, until } from '#tests/live-server'
import { startMailServer } from '#tests/mail-server'
import type { ServerProcess } from '#tests/server-process'

const password = 'ordinary sea lantern'
const passwords = createPasswords({
  estimate: async (guessed) => estimatePassword(guessed),
  limits: { concurrency: 2, waiting: 100 },
})
const nowhere = () => undefined
const hourMs = 3_600_000

async function givePassword(db: Db, participant: ParticipantId): Promise<string> {
  const hash = await hashPassword(password)
  await db.transaction().execute((tx) => setPasswordHash(tx, participant, hash, new Date()))
  const found = await findParticipant(db, participant)
  if (!found) throw new Error('There is no such person.')
  return found.email
}

onEachEngine('signing in', (newDatabase) => {
  test('a stranger who guesses cannot keep a person out, and waits longer with each guess', async () => {
    const db = await newDatabase()
    const email = await givePassword(db, (await aChair(db)).participant)
    const start = new Date()
    const guess = (sender: string, at: Date, word = 'wrong') =>
      signIn(db, passwords, { email, password: word, sender, deviceOf: nowhere, at })
    for (let count = 0; count < 20; count += 1) await guess('192.0.2.1', start)
    const blocked = await guess('192.0.2.1', start, password)
    expect(blocked).toMatchObject({ ok: false, refusal: 'too-many-attempts' })
    expect(await guess('192.0.2.2', start, password)).toMatchObject({ ok: true })
    const delays: number[] = []
    let at = start
    for (let count = 0; count < 6; count += 1) {
      const refused = await guess('192.0.2.1', at)
      if (refused.ok || refused.refusal !== 'too-many-attempts') throw new Error('It was not blocked.')
      delays.push(refused.retryAt.getTime() - at.getTime())
      at = refused.retryAt
      expect(await guess('192.0.2.1', at)).toMatchObject({ refusal: 'wrong-credentials' })
    }
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000])
  })

  test('parallel guesses do not slip through', async () => {
    const db = await newDatabase()
    const email = await givePassword(db, (await aDelegate(db)).participant)
    const at = new Date()
    const guesses = Array.from({ length: 20 }, () =>
      signIn(db, passwords, { email, password: 'wrong', sender: 'x', deviceOf: nowhere, at }),
    )
    const answers = (await Promise.all(guesses)).map((answer) => !answer.ok && answer.refusal)
    expect(answers.filter((refusal) => refusal === 'wrong-credentials').length).toBeLessThanOrEqual(5)
  })

  test('the right password forgets the failures, and a known browser is not slowed by the same address', async () => {
    const db = await newDatabase()
    const email = await givePassword(db, (await aDelegate(db)).participant)
    const at = new Date()
    const attempt = (word: string, deviceOf: () => string | undefined = nowhere) =>
      signIn(db, passwords, { email, password: word, sender: 'hall', deviceOf, at })
    for (let count = 0; count < 4; count += 1) await attempt('mistyped')
    expect(await attempt(password)).toMatchObject({ ok: true })
    for (let count = 0; count < 4; count += 1) await attempt('mistyped')
    expect(await attempt(password)).toMatchObject({ ok: true })
    // Somebody in the same hall guesses; the person's own browser is another sender.
    for (let count = 0; count < 8; count += 1) await attempt('guess')
    expect(await attempt(password)).toMatchObject({ refusal: 'too-many-attempts' })
    expect(await attempt(password, () => 'their browser')).toMatchObject({ ok: true })
  })

  test('a session that nobody uses is over, sooner for officers unless they sit in a meeting', async () => {
    const db = await newDatabase()
    const [chair, delegate] = [await aChair(db), await aDelegate(db)]
    const at = new Date()
    const open = async (participant: ParticipantId) => {
      const opened = await openSession(db, { participant, browser: 'Firefox', at })
      if (!opened.ok) throw new Error(opened.refusal)
      return opened.session
    }
    const [hers, his] = [await open(chair.participant), await open(delegate.participant)]
    const isOpen = async (session: typeof hers, hours: number) =>
      (await findSessionParticipant(db, session, new Date(at.getTime() + hours * hourMs))) !== undefined
    expect([await isOpen(hers, 0.9), await isOpen(hers, 1.1)]).toEqual([true, false])
    expect([await isOpen(his, 11.9), await isOpen(his, 12.1)]).toEqual([true, false])
    await aMeeting(db)
    expect([await isOpen(hers, 1.1), await isOpen(hers, 12.1)]).toEqual([true, false])
    expect(await listSessions(db, delegate.participant, new Date(at.getTime() + 13 * hourMs))).toEqual([])
  })
})

describe('passwords', () => {
  const owner = { name: 'Sofía Restrepo', email: 'sofia.restrepo@example.org' }
  test.each([
    ['123456789012', 'password-too-common'],
    ['password1234', 'password-too-common'],
    ['qwertyuiopas', 'password-too-common'],
    ['SofiaRestrepo1', 'password-too-common'],
    ['rapporteur2025', 'password-too-common'],
    ['short', 'password-too-short'],
    ['x'.repeat(257), 'password-too-long'],
  ])('%s may not be set: %s', async (plain, refusal) => {
    expect(await passwords.prepare(plain, owner)).toEqual({ ok: false, refusal })
  })

  test.each(['ordinary sea lantern', 'قلم كتاب شجرة بحر', 'uKq7-2hhz-Pw9d'])(
    '%s may be set',
    async (plain) => {
      const prepared = await passwords.prepare(plain, owner)
      if (!prepared.ok) throw new Error(prepared.refusal)
      expect(prepared.hash).toMatch(/^\$argon2id\$/u)
      expect(await passwords.matches(prepared.hash, plain, 'x')).toBe(true)
    },
  )
})

const form = (server: ServerProcess, path: string, fields: Record<string, string>, cookie = '') =>
  fetch(server.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: server.url, cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  })

async function aSession(server: ServerProcess, email: string, word = password): Promise<string> {
  const answer = await form(server, '/sign-in?index', { email, password: word })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (answer.status !== 302 || !cookie) throw new Error(`Signing in answered ${String(answer.status)}.`)
  return cookie
}

test('four hundred people behind one address sign in', async () => {
  const { server, db } = await aSampleServer()
  const hash = await hashPassword(password)
  const emails: string[] = []
  await db.transaction().execute(async (tx) => {
    for (let count = 0; count < 400; count += 1) {
      const id = `person-${String(count)}` as ParticipantId
      const email = `${id}@hall.example`
      emails.push(email)
      await tx
        .insertInto('participant')
        .values({ id, name: id, email, language: 'en', created_at: new Date().toISOString() })
        .execute()
      await setPasswordHash(tx, id, hash, new Date())
    }
  })
  const begun = performance.now()
  // All at once, some with a typing mistake first.
  await Promise.all(
    emails.map(async (email, index) => {
      if (index % 10 === 0) await form(server, '/sign-in?index', { email, password: 'mistyped' })
      return aSession(server, email)
    }),
  )
  expect(performance.now() - begun).toBeLessThan(5 * 60_000)
}, 300_000)

test('a changed password ends every other session and its open streams, and is an event', async () => {
  const { server, db } = await aSampleServer()
  const { participant } = await person(db, 'BRA')
  const email = await givePassword(db, participant)
  const [here, elsewhere] = [await aSession(server, email), await aSession(server, email)]
  const stream = await openStream(server, '/events', elsewhere)
  cleanUps.push(() => stream.close())
  const change = (current: string, wanted: string) =>
    form(server, '/account', { intent: 'change-password', current, password: wanted }, here)
  expect((await change('mistyped', 'another calm harbour')).status).toBe(409)
  expect((await change(password, '123456789012')).status).toBe(409)
  const changed = await change(password, 'another calm harbour')
  expect(changed.status).toBe(302)
  const renewed = changed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  await until(() => stream.isEnded())
  const statusWith = async (cookie: string) =>
    (await fetch(`${server.url}/account`, { headers: { cookie }, redirect: 'manual' })).status
  expect([await statusWith(elsewhere), await statusWith(here), await statusWith(renewed)]).toEqual([
    302, 302, 200,
  ])
  expect((await listEvents(db, participant)).map(({ type }) => type)).toContain('account.password-changed')
  await aSession(server, email, 'another calm harbour')
})

describe('a forgotten password', () => {
  const open: { stop: () => Promise<void> }[] = []
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop()
  })

  test('a link in a mail sets a new one, once; opening it uses nothing up', async () => {
    const mailServer = await startMailServer()
    open.push(mailServer)
    const { server, db } = await aSampleServer(undefined, { SMTP_URL: mailServer.url })
    const { participant } = await person(db, 'BRA')
    const email = await givePassword(db, participant)
    const before = await aSession(server, email)
    const ask = async (address: string) => {
      const answer = await form(server, '/sign-in/forgotten', { email: address })
      return [answer.status, (await answer.text()).replace(/nonce[=:]\\?"[^"]*"/gu, '')]
    }
    // Nobody learns whether an address has an account.
    expect(await ask(email)).toEqual(await ask('nobody@test.example'))
    await ask(email)
    await until(() => mailServer.received.length > 0)
    const text = mailServer.received[0]?.message.replaceAll('=\r\n', '') ?? ''
    const path = /\/password\/[\w-]+/u.exec(text)?.[0] ?? ''
    for (let scans = 0; scans < 3; scans += 1) {
      const page = await fetch(server.url + path)
      expect([page.status, (await page.text()).includes('<form')]).toEqual([200, true])
      await fetch(server.url + path, { method: 'HEAD' })
    }
    expect((await form(server, path, { password: 'short' })).status).toBe(409)
    expect((await form(server, path, { password: 'another calm harbour' })).status).toBe(302)
    expect((await form(server, path, { password: 'a third quiet mountain' })).status).toBe(409)
    expect((await fetch(server.url + path)).status).toBe(404)
    const account = await fetch(`${server.url}/account`, { headers: { cookie: before }, redirect: 'manual' })
    expect(account.status).toBe(302)
    await aSession(server, email, 'another calm harbour')
    // The owner of the account is told, for the case that it was somebody else.
    await until(() => mailServer.received.length > 1)
    expect(mailServer.received).toHaveLength(2)
    expect(mailServer.received[1]?.message).toContain('Your password was changed')
    expect(mailServer.received[1]?.message).not.toContain('/password/')
    // What opens an account is not kept once it is sent.
    const [mail] = await db
      .selectFrom('mail')
      .selectAll()
      .where('participant_id', '=', participant)
      .where('confidential', '=', 1)
      .execute()
    await expect
      .poll(
        async () =>
          (
            await db
              .selectFrom('mail')
              .select('text')
              .where('id', '=', mail?.id ?? '')
              .execute()
          )[0],
      )
      .toEqual({ text: '' })
  })

  test('a link is over after an hour, and when the password was changed in another way', async () => {
    const { server, db } = await aSampleServer()
    expect((await fetch(`${server.url}/password/nonsense`)).status).toBe(404)
    expect((await form(server, '/password/nonsense', { password })).status).toBe(409)
    const post = { address: server.url, canSend: false }
    const { participant } = await person(db, 'BRA')
    const email = await givePassword(db, participant)
    const link = async (ageMs: number) => {
      const found = await findParticipant(db, participant)
      if (!found) throw new Error('There is no such person.')
      const at = new Date(Date.now() - ageMs)
      const { address } = await db
        .transaction()
        .execute((tx) => linkAccount(tx, post, { person: found, purpose: 'recovery', at }))
      return new URL(address).pathname
    }
    const [old, fresh] = [await link(hourMs + 1), await link(0)]
    expect([(await fetch(server.url + old)).status, (await fetch(server.url + fresh)).status]).toEqual([
      404, 200,
    ])
    const cookie = await aSession(server, email)
    const fields = { intent: 'change-password', current: password, password: 'another calm harbour' }
    expect((await form(server, '/account', fields, cookie)).status).toBe(302)
    expect((await fetch(server.url + fresh)).status).toBe(404)
  })
})
