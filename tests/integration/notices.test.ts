import { afterEach, expect, test } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'
import { findAmendment } from '#db/queries/amendments'
import { findInformal } from '#db/queries/informals'
import { countMails, listMails } from '#db/queries/mails'
import { defaultNoticeSettings } from '#db/queries/notice-settings'
import { countUnreadNotices, listNotices } from '#db/queries/notices'
import { listMembers } from '#db/queries/participants'
import type { ParticipantId } from '#domain/ids'
import { noticeSentence } from '#i18n/notice-words'
import { tableAmendment } from '#server/commands/amendments/table'
import { startInformals } from '#server/commands/informals/start'
import { chooseNotices } from '#server/commands/notices/choose'
import { readNotice } from '#server/commands/notices/read'
import { readAllNotices } from '#server/commands/notices/read-all'
import { chooseLanguage } from '#server/commands/people/choose-language'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { uninviteDelegation } from '#server/commands/recommendations/uninvite'
import { speechFor } from '#server/mail/compose'
import { sendDueMails } from '#server/mail/send-mails'
import { openTransport } from '#server/mail/transport'
import { makeDigests, writeNotices, type Post } from '#server/mail/write-notices'
import { readNotices } from '#server/views/notices'
import { onEachEngine } from '#tests/engines'
import {
  aDelegate,
  aDraft,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  paragraphs,
  write,
} from '#tests/factories'
import { startMailServer } from '#tests/mail-server'
import { personOf, type Person } from '../factories'

const post: Post = { address: 'https://rapporteur.example', canSend: true }

/** Closed after the test that opened it. */
const open: { stop?: () => Promise<void>; close?: () => void }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) {
    one.close?.()
    await one.stop?.()
  }
})

async function aMailServer(given: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer(given)
  open.push(server)
  return server
}

function aTransport(url: string) {
  const transport = openTransport(url, 'rapporteur.example')
  open.push(transport)
  return transport
}

const typesOf = async (db: Db, person: Person) =>
  (await listNotices(db, person.participant, { limit: 50 })).map((notice) => notice.type)

const addressOf = (person: Person) => `${person.participant}@test.example`.toLowerCase()

onEachEngine('notices', (newDatabase, engine, newDatabaseUrl) => {
  test('an invited delegation is told, and mailed in its language with a link', async () => {
    const db = await newDatabase()
    const mailServer = await aMailServer()
    const [kenya, brazil, secretary] = [await aDelegate(db), await aDelegate(db), await aSecretary(db)]
    expect(await chooseLanguage(db, brazil, { language: 'ar' })).toEqual({ ok: true })
    expect(await chooseLanguage(db, { kind: 'visitor' }, { language: 'ar' })).toEqual({
      ok: false,
      refusal: 'not-permitted',
    })
    const draft = await aDraft(db, { by: kenya, text: 'A text that is nobody else’s.' })
    await inviteDelegation(db, kenya, { recommendation: draft.id, delegation: delegationOf(brazil) })
    expect(await writeNotices(db, post)).toEqual(new Set([brazil.participant]))
    expect(await typesOf(db, brazil)).toEqual(['recommendation.invited'])
    expect(await typesOf(db, secretary)).toEqual([])
    expect(await sendDueMails(db, aTransport(mailServer.url))).toBe(1)
    expect(mailServer.recipients()).toEqual([addressOf(brazil)])
    const [mail] = await listMails(db, { limit: 10 })
    expect(mail).toMatchObject({ status: 'sent', language: 'ar', confidential: true })
    expect(mail?.text).toContain(
      `https://rapporteur.example/meetings/${draft.place.meeting}/recommendations/${draft.id}`,
    )
    expect(mail?.text).toContain('يدعو وفد')
    expect(mail?.html).toContain('dir="rtl"')
    // The words of a draft do not travel by mail.
    expect(mail?.text).not.toContain('nobody else')
    expect(mailServer.received[0]?.message).toContain('Auto-Submitted: auto-generated')
  })

  test('proposers hear what became of their item, and a group of what it brings back', async () => {
    const db = await newDatabase()
    const { ids, chair } = await paragraphs(db, 2)
    const [first] = ids
    if (!first) throw new Error('There is no paragraph.')
    await writeNotices(db, undefined)
    const proposers = (await listMembers(db)).filter(({ membership }) => membership.delegation).map(personOf)
    // Both items went into paragraphs of their own.
    for (const one of proposers) expect(await typesOf(db, one)).toContain('recommendation.disposed')

    const members = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
    const group = await startInformals(db, chair, {
      recommendation: first,
      delegations: members.map(delegationOf),
      task: '',
    })
    if (!group.ok) throw new Error(group.refusal)
    const informal = await findInformal(db, group.informal)
    const fork = informal && (await findAmendment(db, informal.amendment))
    const [who, ...others] = members
    if (!fork || !who) throw new Error('The group has no text.')
    await write(db, fork.document, who, 'States shall share evidence within a day.')
    expect(await tableAmendment(db, who, { amendment: fork.id, rationale: '' })).toEqual({ ok: true })
    await writeNotices(db, undefined)
    for (const one of others) expect(await typesOf(db, one)).toEqual(['amendment.tabled', 'informal.started'])
    expect(await typesOf(db, who)).toEqual(['informal.started'])
    const { items } = await readNotices(db, others[0] ?? who, false)
    expect(items.map(({ words }) => noticeSentence(speechFor('en'), words))).toContain(
      'The informals brought back an amendment',
    )
  })

  test('an invitation that was taken back before anybody was told is told to nobody', async () => {
    const db = await newDatabase()
    const [kenya, brazil] = [await aDelegate(db), await aDelegate(db)]
    const draft = await aDraft(db, { by: kenya })
    const parties = { recommendation: draft.id, delegation: delegationOf(brazil) }
    await inviteDelegation(db, kenya, parties)
    await uninviteDelegation(db, kenya, parties)
    expect(await writeNotices(db, post)).toEqual(new Set())
    expect(await typesOf(db, brazil)).toEqual([])
  })

  test('two processes that write at once tell everybody once, and send every mail once', async () => {
    const url = await newDatabaseUrl()
    const db = openDatabase(url)
    // One process serves a SQLite file; in it they take turns on one connection.
    const another = engine === 'postgres' ? openDatabase(url) : db
    try {
      await migrate(db)
      const mailServer = await aMailServer()
      const rapporteur = await aRapporteur(db)
      for (let count = 0; count < 6; count += 1) await aTabledRecommendation(db)
      const draft = await aDraft(db)
      for (let count = 0; count < 5; count += 1) {
        const invited = await aDelegate(db)
        const parties = { recommendation: draft.id, delegation: delegationOf(invited) }
        await inviteDelegation(db, draft.by, parties)
      }
      await Promise.all([writeNotices(db, post), writeNotices(another, post), writeNotices(db, post)])
      expect(await typesOf(db, rapporteur)).toEqual(Array(6).fill('recommendation.tabled'))
      const mails = await listMails(db, { limit: 50 })
      const sent = await Promise.all([
        sendDueMails(db, aTransport(mailServer.url)),
        sendDueMails(another, aTransport(mailServer.url)),
      ])
      expect(sent.reduce((sum, value) => sum + value, 0)).toBe(mails.length)
      expect(mailServer.recipients()).toEqual(mails.map((mail) => mail.address).toSorted())
      expect(await countMails(db)).toMatchObject({ waiting: 0, sent: mails.length })
    } finally {
      await db.destroy()
      if (another !== db) await another.destroy()
    }
  })

  test('a mail server that is down keeps mails waiting, for longer each time; once it is up they are sent', async () => {
    const db = await newDatabase()
    const first = await aMailServer()
    await first.stop()
    await aRapporteur(db)
    await aTabledRecommendation(db)
    await writeNotices(db, post)
    const transport = aTransport(first.url)
    const start = new Date(Date.now() + 1000)
    const at = (seconds: number) => ({ now: () => new Date(start.getTime() + seconds * 1000) })
    expect(await sendDueMails(db, transport, at(0))).toBe(0)
    const [waiting] = await listMails(db, { limit: 1 })
    expect(waiting).toMatchObject({ status: 'waiting', attempts: 1 })
    expect(waiting?.error).toMatch(/ECONNREFUSED/)
    const second = await aMailServer({ port: first.port })
    // Not before its time.
    expect(await sendDueMails(db, transport, at(5))).toBe(0)
    expect(await sendDueMails(db, transport, at(11))).toBe(1)
    expect(second.received).toHaveLength(1)
    expect(await sendDueMails(db, transport, at(100_000))).toBe(0)
    expect(second.received).toHaveLength(1)
  })

  test('a process that dies while it sends gives the mail back after a while', async () => {
    const db = await newDatabase()
    const mailServer = await aMailServer()
    await aRapporteur(db)
    await aTabledRecommendation(db)
    await writeNotices(db, post)
    const dies = { send: () => new Promise<void>(() => undefined), close: () => undefined }
    void sendDueMails(db, dies, { now: () => new Date() })
    await expect.poll(async () => (await listMails(db, { limit: 1 }))[0]?.attempts).toBe(1)
    expect(await sendDueMails(db, aTransport(mailServer.url))).toBe(0)
    const later = { now: () => new Date(Date.now() + 600_000) }
    expect(await sendDueMails(db, aTransport(mailServer.url), later)).toBe(1)
    expect(mailServer.received).toHaveLength(1)
  })

  test('a recipient that the mail server refuses is not tried again; others get theirs', async () => {
    const db = await newDatabase()
    const [one, other] = [await aRapporteur(db), await aRapporteur(db)]
    const mailServer = await aMailServer({ refuse: (address) => address === addressOf(one) })
    await aTabledRecommendation(db)
    await writeNotices(db, post)
    expect(await sendDueMails(db, aTransport(mailServer.url))).toBe(1)
    expect(mailServer.recipients()).toEqual([addressOf(other)])
    const [failed] = await listMails(db, { limit: 5, status: 'failed' })
    expect(failed).toMatchObject({ address: addressOf(one), attempts: 1 })
  })

  test('without a mail server mails are kept and never sent', async () => {
    const db = await newDatabase()
    await aRapporteur(db)
    await aTabledRecommendation(db)
    await writeNotices(db, { ...post, canSend: false })
    expect(await countMails(db)).toMatchObject({ kept: 1, waiting: 0 })
    const mailServer = await aMailServer()
    expect(await sendDueMails(db, aTransport(mailServer.url))).toBe(0)
  })

  test('a daily digest tells once of everything since the last one, at its hour', async () => {
    const db = await newDatabase()
    const rapporteur = await aRapporteur(db)
    await choose(db, rapporteur, { delivery: 'daily', hour: 8, timeZone: 'Europe/Vienna' })
    await aTabledRecommendation(db)
    await aTabledRecommendation(db)
    await writeNotices(db, post)
    expect(await listMails(db, { limit: 5 })).toEqual([])
    const midnight = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000)
    const inHours = (hours: number) => new Date(midnight.getTime() + hours * 3_600_000)
    // Between midnight UTC and 5 a.m. UTC it is not 8 o'clock in Vienna, in summer or in winter.
    await makeDigests(db, post, inHours(5))
    const early = await listMails(db, { limit: 5 })
    const made = await Promise.all([makeDigests(db, post, inHours(8)), makeDigests(db, post, inHours(8))])
    const mails = await listMails(db, { limit: 5 })
    // Whether yesterday's eight o'clock comes after the events depends on when this test runs: one mail in all.
    expect(early.length + made[0] + made[1]).toBe(1)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.subject).toBe('Your daily summary: 2 notifications')
    expect(await makeDigests(db, post, inHours(48))).toBe(0)
  })

  test('what is muted makes no notice and no mail; who wants none by mail still finds it in the product', async () => {
    const db = await newDatabase()
    const [muting, quiet, other] = [await aRapporteur(db), await aRapporteur(db), await aRapporteur(db)]
    await choose(db, muting, { muted: { kinds: ['tabled'], meetings: [] } })
    await choose(db, quiet, { delivery: 'none' })
    const { place } = await aTabledRecommendation(db)
    await writeNotices(db, post)
    expect(await typesOf(db, muting)).toEqual([])
    expect(await typesOf(db, quiet)).toEqual(['recommendation.tabled'])
    expect((await listMails(db, { limit: 5 })).map((mail) => mail.participant)).toEqual([other.participant])
    await choose(db, other, { muted: { kinds: [], meetings: [place.meeting] } })
    await aTabledRecommendation(db, { place })
    await writeNotices(db, post)
    expect(await countUnreadNotices(db, other.participant)).toBe(1)
    expect(await countUnreadNotices(db, quiet.participant)).toBe(2)
  })

  test('notices are read one by one or all at once, by nobody but their reader', async () => {
    const db = await newDatabase()
    const [one, other] = [await aRapporteur(db), await aRapporteur(db)]
    await aTabledRecommendation(db)
    await aTabledRecommendation(db)
    await writeNotices(db, post)
    const [newest] = await listNotices(db, one.participant, { limit: 1 })
    if (!newest) throw new Error('There is no notice.')
    expect(await readNotice(db, other, { notice: newest.id })).toEqual({
      ok: false,
      refusal: 'nothing-changed',
    })
    expect((await readNotice(db, one, { notice: newest.id })).ok).toBe(true)
    expect(await countUnreadNotices(db, one.participant)).toBe(1)
    expect((await readAllNotices(db, one, { upTo: newest.sequence })).ok).toBe(true)
    expect(await countUnreadNotices(db, one.participant)).toBe(0)
    expect(await countUnreadNotices(db, other.participant)).toBe(2)
  })

  test('a draft that was tabled after the invitation is told with everything that happened, in order', async () => {
    const db = await newDatabase()
    const [kenya, brazil, secretary] = [await aDelegate(db), await aDelegate(db), await aSecretary(db)]
    const draft = await aDraft(db, { by: kenya })
    await inviteDelegation(db, kenya, { recommendation: draft.id, delegation: delegationOf(brazil) })
    await tableRecommendation(db, kenya, { recommendation: draft.id })
    await writeNotices(db, post)
    expect(await typesOf(db, brazil)).toEqual(['recommendation.invited'])
    expect(await typesOf(db, secretary)).toEqual(['recommendation.tabled'])
  })
})

function delegationOf(person: Person) {
  if (!person.delegation) throw new Error('Only delegates have delegations.')
  return person.delegation
}

async function choose(
  db: Db,
  person: Person,
  wish: Partial<typeof defaultNoticeSettings>,
): Promise<ParticipantId> {
  const result = await chooseNotices(db, person, { ...defaultNoticeSettings, ...wish })
  if (!result.ok) throw new Error(result.refusal)
  return person.participant
}
