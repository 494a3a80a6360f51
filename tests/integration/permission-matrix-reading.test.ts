import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'
import { lastEventSequence, listEventsAfter } from '#db/queries/events'
import { findAmendment } from '#db/queries/amendments'
import { findCall } from '#db/queries/calls'
import { findInformal } from '#db/queries/informals'
import { findRecommendation } from '#db/queries/recommendations'
import { mayLearnOf } from '#domain/events/events'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { routeDoors } from '#domain/permissions/doors'
import { recommendationIs } from '#domain/status'
import { sessionCookie } from '#server/auth/sessions'
import { decideAccess } from '#server/collab/access'
import { openSession } from '#server/commands/people/open-session'
import { takePosition } from '#server/commands/positions/take'
import { draftRecommendation } from '#server/commands/recommendations/draft'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { made } from '../amendment-factories'
import { connectClient, isGreeted } from '../collaboration-client'
import { openStream } from '../event-stream'
import { headersOf, liveAddress, startServer } from '../sample-server'
import type { ServerProcess } from '../server-process'
import { listAddresses, listOtherAddresses } from '../matrix/addresses'
import { actorFor, buildWorld, roleNames, type RoleName, type World } from '../matrix/world'

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-reading-'))
const secret = 'a secret of tests only'
const patient = { timeout: 60_000, interval: 20 }
let db: Db
let world: World
let server: ServerProcess
const cookies = new Map<RoleName, string>()

beforeAll(async () => {
  db = openDatabase(join(folder, 'rapporteur.sqlite'))
  await migrate(db)
  world = await buildWorld(db)
  for (const role of roleNames) {
    const actor = actorFor(world, role)
    if (!isSignedIn(actor)) continue
    const session = await made(
      openSession(db, { participant: actor.participant, browser: '', at: new Date() }),
    )
    cookies.set(role, sessionCookie(secret, false).keep(session.token).split(';')[0] ?? '')
  }
  server = await startServer({ DATA_DIR: folder, SESSION_SECRET: secret, SAMPLE: '0' })
}, 120_000)

afterAll(async () => {
  await server.stop()
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

const cookieOf = (role: RoleName) => cookies.get(role) ?? ''

/** Which markers were seen by whom: a marker that nobody finds would guard nothing. */
const seen = new Map<string, Set<RoleName>>()
let cells = 0

/** The markers in what somebody was sent that are not for them. */
function leaksIn(role: RoleName, where: string, text: string): string[] {
  cells += world.markers.length
  return world.markers.flatMap(({ word, what, seenBy, except }) => {
    if (!text.includes(word)) return []
    if (seenBy.includes(role)) {
      seen.set(word, (seen.get(word) ?? new Set()).add(role))
      return []
    }
    return where.includes(word) || except?.test(where) ? [] : [`${role} reads ${what} at ${where}`]
  })
}

/** Whether the rules let somebody have a page; undefined where they say nothing of it. */
async function isOpenTo(actor: Actor, path: string): Promise<boolean | undefined> {
  const { pathname, search } = new URL(path, 'http://x')
  const [, first = '', id = '', second = '', of = '', third = '', last = ''] = pathname.split('/')
  const signedIn = isSignedIn(actor)
  if (first === 'recommendations' || (first === 'meetings' && second === 'recommendations')) {
    const item = await findRecommendation(db, first === 'recommendations' ? id : of)
    if (!item || (first === 'meetings' && item.meeting !== id))
      return first === 'meetings' ? false : undefined
    if (third === 'amendments') {
      const amendment = await findAmendment(db, last)
      return amendment && can(actor, 'amendment.see', amendment)
    }
    if (third === 'informals' && last !== 'new') {
      const informal = await findInformal(db, last)
      return informal && signedIn && can(actor, 'informal.see', informal)
    }
    if (third === 'informals') return signedIn && can(actor, 'informal.start', item)
    if (third === 'history') return search ? undefined : can(actor, 'recommendation.see-history', item)
    if (third === 'merge')
      return (
        signedIn && !recommendationIs.draft(item.status) && can(actor, 'recommendation.see-history', item)
      )
    return can(actor, 'recommendation.see', item)
  }
  if (first === 'calls' && second === '') {
    const call = await findCall(db, id)
    return call && can(actor, 'call.see', call)
  }
  const place = { group: world.group }
  if (first === 'meetings' && second === 'import' && !of) return signedIn && can(actor, 'import.run', place)
  if (first === 'meetings' && second === 'list') return undefined
  if (first === 'meetings' && (second === 'floor' || second === 'projector'))
    return signedIn && can(actor, 'room.see', place)
  if (first === 'groups' && second === 'outbox') return signedIn && can(actor, 'outbox.see', place)
  return undefined
}

const inParallel = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>) => {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: 6 }, worker))
}

/** The address of a route, by the name of its file. */
const patternOf = (route: string) =>
  new RegExp(
    `^/${route
      .split('.')
      .filter((part) => part !== '_index')
      .map((part) => (part.startsWith('$') ? '[^/]+' : part.replace(/_$/u, '')))
      .join('/')}$`,
    'u',
  )

test('every page of the product is among those that are read', () => {
  const read = listAddresses(world).map((path) => new URL(path, 'http://x').pathname)
  const pages = Object.entries(routeDoors).flatMap(([route, { page }]) =>
    page !== undefined && route !== '$' ? [route] : [],
  )
  expect(pages.filter((route) => !read.some((path) => patternOf(route).test(path)))).toEqual([])
})

test.each(roleNames)(
  'no page, no data, no file tells what is private to: %s',
  async (role) => {
    const actor = actorFor(world, role)
    const headers = { cookie: cookieOf(role) }
    const wrong: string[] = []
    await inParallel(listAddresses(world), async (path) => {
      const url = new URL(path, server.url)
      url.pathname = url.pathname === '/' ? '/_root.data' : `${url.pathname}.data`
      const answer = await fetch(url, { headers, redirect: 'manual' })
      const text = await answer.text()
      wrong.push(...leaksIn(role, path, text))
      if (answer.status >= 500) wrong.push(`${path} answered ${String(answer.status)}`)
      const isOpen = await isOpenTo(actor, path)
      if (isOpen !== undefined && isOpen !== (answer.status === 200))
        wrong.push(`${path} answered ${String(answer.status)}, and should be ${isOpen ? 'open' : 'closed'}`)
    })
    await inParallel(listOtherAddresses(world), async (path) => {
      const answer = await fetch(server.url + path, { headers, redirect: 'manual' })
      wrong.push(...leaksIn(role, path, Buffer.from(await answer.arrayBuffer()).toString('utf8')))
      if (answer.status >= 500) wrong.push(`${path} answered ${String(answer.status)}`)
    })
    expect(wrong.slice(0, 60)).toEqual([])
  },
  600_000,
)

test.each(roleNames)(
  'every live text, opened and written to by: %s',
  async (role) => {
    const actor = actorFor(world, role)
    const wrong: string[] = []
    await inParallel(world.documents, async (document) => {
      const access = await decideAccess(db, actor, document)
      const client = connectClient(liveAddress(server, document), headersOf(server, cookieOf(role)))
      try {
        await vi.waitUntil(() => isGreeted(client), patient)
        const isOpen = client.said.closed === undefined
        if (isOpen !== (access !== undefined)) wrong.push(`${document} is ${isOpen ? 'open' : 'closed'}`)
        const bytes = Buffer.from(Y.encodeStateAsUpdate(client.doc)).toString('utf8')
        wrong.push(...leaksIn(role, `the live text ${document}`, bytes))
        if (!isOpen || !access) return
        if ((client.said.readOnly === 'none') !== (access.readOnly === 'none'))
          wrong.push(`${document} says ${String(client.said.readOnly)}`)
        if (access.readOnly === 'none') return
        const before = client.said.acknowledged
        client.type('Written without the right. ')
        await vi.waitUntil(
          () => client.said.refused !== undefined || client.said.acknowledged > before,
          patient,
        )
        if (client.said.refused === undefined) wrong.push(`${document} took words from ${role}`)
      } finally {
        client.close()
      }
    })
    expect(wrong.slice(0, 60)).toEqual([])
  },
  600_000,
)

test('event streams tell each reader what they may learn, and nothing else', async () => {
  const [{ id: meeting } = { id: undefined }] = world.meetings
  if (!meeting) throw new Error('The world has a meeting.')
  const streams = await Promise.all(
    roleNames.map(async (role) => ({
      role,
      stream: await openStream(server, `/meetings/${meeting}/events`, cookieOf(role)),
    })),
  )
  const after = await lastEventSequence(db)
  const { 'own-state': own } = world.people
  const { recommendation } = await made(
    draftRecommendation(db, own, { meeting, topic: world.topic, kind: 'recommendation', language: 'en' }),
  )
  const [tabled] = world.recommendations.filter(({ status }) => status === 'tabled')
  if (!tabled) throw new Error('The world has a tabled item.')
  const position = { recommendation: tabled.id, reason: 'Otherwise.' } as const
  await made(takePosition(db, own, { ...position, stance: 'cannot-accept', audience: 'chair' }))
  await made(withdrawRecommendation(db, own, { recommendation }))
  await made(takePosition(db, own, { ...position, stance: 'need-changes', audience: 'all' }))
  const events = await listEventsAfter(db, after)
  const said = (text: string, type: string, subject: string) =>
    text.includes(JSON.stringify({ meeting, type, subject }).slice(1, -1))
  const wrong: string[] = []
  const last = events.at(-1)
  if (!last) throw new Error('Something happened.')
  // The last event is for all members: whoever has it has had those before.
  for (const { role, stream } of streams)
    if (mayLearnOf(actorFor(world, role), last))
      await vi.waitUntil(() => said(stream.text(), last.type, last.subject), patient)
  for (const { role, stream } of streams) {
    for (const event of events) {
      cells += 1
      const may = mayLearnOf(actorFor(world, role), event)
      if (may !== said(stream.text(), event.type, event.subject))
        wrong.push(`${role} ${may ? 'does not learn' : 'learns'} of ${event.type}`)
    }
    // By hand: a draft is nobody’s but its drafters’.
    if (role !== 'own-state' && stream.text().includes(recommendation))
      wrong.push(`${role} learns of a draft`)
    wrong.push(...leaksIn(role, 'the event stream', stream.text()))
    stream.close()
  }
  expect(wrong).toEqual([])
}, 120_000)

// Comes last: some of these forms do something.
test('a form that nobody offered, sent to any page as a browser without scripts does, is answered and not failed on', async () => {
  const roles: readonly RoleName[] = ['visitor', 'other-delegate', 'own-state', 'secretariat']
  // Signing out works with any form.
  const paths = listAddresses(world).filter((path) => path !== '/sign-out')
  const failed: string[] = []
  for (const role of roles) {
    await inParallel(paths, async (path) => {
      const headers = { cookie: cookieOf(role), origin: server.url }
      const body = new URLSearchParams({ intent: 'nothing' })
      const answer = await fetch(server.url + path, { method: 'POST', headers, body, redirect: 'manual' })
      const text = await answer.text()
      if (answer.status >= 500) failed.push(`${role}: ${path} answered ${String(answer.status)}`)
      failed.push(...leaksIn(role, path, text))
    })
  }
  expect(failed.slice(0, 40)).toEqual([])
}, 600_000)

test('each marker was found by somebody who may, so that the search for it means something', () => {
  const lost = world.markers.filter(({ word }) => !seen.has(word)).map(({ what }) => what)
  process.stdout.write(
    `${String(world.markers.length)} markers, ${String(cells)} cells (an answer and a marker, or an event)\n`,
  )
  expect(lost).toEqual([])
})
