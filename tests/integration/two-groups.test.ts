import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { operator, visitor, type Actor } from '#domain/people/participants'
import { startInformals } from '#server/commands/informals/start'
import { changeMeeting } from '#server/commands/meetings/change-status'
import { takePosition } from '#server/commands/positions/take'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { writeNotices } from '#server/mail/write-notices'
import { connectClient } from '../collaboration-client'
import { onEachEngine } from '../engines'
import { openStream } from '../event-stream'
import { aDelegate, aDraft, getRecommendation, write, aSecretary, type Person } from '../factories'
import { aGroupWorld, joinGroup, secretsOf, type GroupWorld } from '../group-world'
import { aSampleServer, cleanUps, until } from '../live-server'
import { headersOf, liveAddress, signInAs } from '../sample-server'

/** Every address in every part, or every command: much for one test, on a machine with other work too. */
const walk = { timeout: 240_000 }

/** As where no mail server is configured. */
const post = { address: 'https://rapporteur.example', canSend: false }

type Command = (db: Db, actor: Actor, input: Record<string, unknown>) => Promise<unknown>

/** Commands about the person's own account, or the installation: no group is their subject. */
const ownAffairs = [
  'changePassword',
  'chooseLanguage',
  'chooseNotices',
  'readAllNotices',
  'sendRecovery',
  'setPasswordByLink',
  'signIn',
  'signOut',
  'signOutElsewhere',
  'openSession',
]

/** Every function of `server/commands` that takes a database, an actor and what to do. */
async function allCommands(): Promise<Map<string, Command>> {
  const folder = join(import.meta.dirname, '../../server/commands')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const commands = new Map<string, Command>()
  for (const file of files) {
    const exported = (await import(join(folder, file))) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value !== 'function' || ownAffairs.includes(name)) continue
      // `(db, actor, input)`, and perhaps the time or the mail service; what takes a function is a helper.
      const [, third] =
        /^(?:async )?(?:function \w+)?\((?:db|_db), (?:actor|_actor), (\w+|\{)/.exec(String(value)) ?? []
      if (third === 'post')
        commands.set(`${file} ${name}`, async (db, actor, input) =>
          (value as (...all: unknown[]) => unknown)(db, actor, post, input),
        )
      else if (third === 'input' || third === '{')
        commands.set(`${file} ${name}`, async (db, actor, input) => (value as Command)(db, actor, input))
    }
  }
  return commands
}

/** Whatever a command may ask for, all of it another group's. */
function* inputsAbout(world: GroupWorld): Generator<Record<string, unknown>> {
  const { recommendations, amendments, people } = world
  const deadline = new Date(Date.now() + 86_400_000)
  const title = { en: 'Another title' }
  const delegation = people.second.delegation
  for (const [at, recommendation] of Object.values(recommendations).entries()) {
    const amendment = Object.values(amendments)[at % 3]
    for (const place of at === 0 ? [world.place, world.past, world.evaluation] : [world.evaluation]) {
      yield {
        ...place,
        group: world.group,
        recommendation,
        recommendations: [recommendation],
        amendment,
        paragraph: recommendation,
        source: world.source,
        sources: [world.source],
        targets: [recommendation],
        item: world.recommendations.open,
        delegation,
        delegations: [people.first.delegation, people.second.delegation],
        participant: people.first.participant,
        membership: people.first.memberships[0]?.id,
        call: world.call,
        list: world.list,
        informal: world.informal,
        import: world.import,
        row: 'row',
        rows: [],
        tag: world.tag,
        mandate: 'mandate',
        workplan: 'workplan',
        action: 'close',
        change: 'add',
        direction: 'down',
        kind: 'recommendation',
        stance: 'support',
        audience: 'all',
        reason: 'A reason.',
        rationale: 'A rationale.',
        task: 'A task.',
        body: 'A body.',
        text: 'A text.',
        title,
        name: title,
        names: [],
        language: 'en',
        deadline,
        role: 'secretariat',
        email: 'somebody@elsewhere.example',
        code: 'XYZ',
        codes: ['KEN'],
        as: 'submit',
        generalRemarks: 'Remarks.',
        comments: [],
        seen: 'seen',
        position: 1,
        entry: 1,
        index: 0,
        choice: 'accept',
        view: 'text',
        startsOn: '2030-01-01',
        endsOn: '2030-01-02',
        place: title,
        fromYear: 2030,
        toYear: 2031,
        timeZone: 'Europe/Vienna',
        topics: [],
        options: {},
        bytes: new Uint8Array(),
        rights: {},
        limits: {},
        label: '5 (a)',
        instructions: 'Instructions.',
        at: new Date(),
      }
    }
  }
}

/** All rows of the database, apart from how far people have read what is public. */
async function allRows(db: Db): Promise<Map<string, string>> {
  const rows = new Map<string, string>()
  for (const { name } of await db.introspection.getTables()) {
    if (name === 'last_look') continue
    const found = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
    rows.set(
      name,
      found.rows
        .map((row) => JSON.stringify(row))
        .toSorted()
        .join('\n'),
    )
  }
  return rows
}

/** How far somebody has read what is public is noted for them alone. */
const isPublicReading = (command: string, input: Record<string, unknown>, { recommendations }: GroupWorld) =>
  command.endsWith(' lookAtText') &&
  [recommendations.listed, recommendations.open].some((id) => id === input['recommendation'])

const changedTables = (before: Map<string, string>, after: Map<string, string>) =>
  [...after].filter(([name, rows]) => rows !== before.get(name)).map(([name]) => name)

onEachEngine('two groups in one installation', (newDatabase, engine) => {
  test('no command does anything to another group, for anyone', walk, async () => {
    const db = await newDatabase()
    const [ours, theirs] = [await aGroupWorld(db, 'alpha'), await aGroupWorld(db, 'beta')]
    const commands = await allCommands()
    expect(commands.size).toBeGreaterThan(90)
    const strangers: [string, Actor][] = [...Object.entries(theirs.people), ['visitor', visitor]]
    // The rules know no engine: on PostgreSQL one paragraph stands for all texts.
    const { paragraph } = ours.recommendations
    const inputs = [...inputsAbout(ours)].filter(
      ({ recommendation }) => engine === 'sqlite' || recommendation === paragraph,
    )
    const before = await allRows(db)
    const wrong: string[] = []
    for (const [name, command] of commands) {
      const attempts = inputs.flatMap((input) =>
        strangers.map(async ([who, actor]) => {
          const answer = await command(db, actor, input).catch(() => undefined)
          if (isDone(answer) && !isPublicReading(name, input, ours)) wrong.push(`${name} by ${who}`)
        }),
      )
      await Promise.all(attempts)
    }
    expect(wrong).toEqual([])
    expect(changedTables(before, await allRows(db))).toEqual([])

    // The same is done where those who may do it ask: the test does not pass because nothing is ever done.
    if (engine === 'postgres') return
    const done = new Set<string>()
    for (const [name, command] of commands) {
      for (const input of inputs) {
        if (done.has(name)) break
        for (const actor of [...Object.values(ours.people), operator]) {
          const answer = await command(db, actor, input).catch(() => undefined)
          if (isDone(answer)) done.add(name)
        }
      }
    }
    expect(done.size).toBeGreaterThan(25)
  })

  test('who is Chair of one group is no more than a delegate in the other', async () => {
    const db = await newDatabase()
    const [ours, theirs] = [await aGroupWorld(db, 'alpha'), await aGroupWorld(db, 'beta')]
    const visiting = await aDelegate(db, { group: ours.group })
    const both = await joinGroup(db, visiting, {
      group: theirs.group,
      role: 'chair',
      delegation: undefined,
      kindOfDelegation: undefined,
    })
    const { paragraph } = ours.recommendations
    const delegations = [ours.people.first, ours.people.second].flatMap((person) => person.delegation ?? [])
    const before = await allRows(db)
    const { meeting } = ours.evaluation
    expect(await changeMeeting(db, both, { meeting, action: 'close' })).toMatchObject({ ok: false })
    expect(
      await startInformals(db, both, { recommendation: paragraph, delegations, task: 'A task.' }),
    ).toMatchObject({ ok: false })
    expect(await tableRecommendation(db, both, { recommendation: ours.recommendations.draft })).toMatchObject(
      {
        refusal: 'not-found',
      },
    )
    expect(changedTables(before, await allRows(db))).toEqual([])
    const stance = { stance: 'support', audience: 'all', reason: '' } as const
    expect(await takePosition(db, both, { recommendation: paragraph, ...stance })).toEqual({ ok: true })
    expect(await changeMeeting(db, both, { meeting: theirs.evaluation.meeting, action: 'close' })).toEqual({
      ok: true,
    })
  })
})

const isDone = (answer: unknown) =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true

const routesFolder = join(import.meta.dirname, '../../app/routes')

/** In a sample anyone signs in as anyone, so it names everyone. */
const samplesDoor = 'sign-in._index.tsx'

/** Every address of the product about another group: pages, resources, files, the interface for programs. */
function addressesAbout(world: GroupWorld): string[] {
  const { recommendations: of, amendments, place, past, evaluation } = world
  /** Where each text is; an amendment is at its text. */
  const texts = [
    { $m: place.meeting, $r: of.draft },
    { $m: place.meeting, $r: of.tabled, $a: amendments.fork },
    { $m: place.meeting, $r: of.tabled, $a: amendments.amendment },
    { $m: past.meeting, $r: of.listed, $i: world.import },
    { $m: evaluation.meeting, $r: of.paragraph, $a: amendments.groupWork, $i: world.informal },
    { $m: place.meeting, $r: of.silenced, $i: world.import },
    ...world.documents.map(($d) => ({ $d })),
    { $l: world.list, $c: world.call, $g: world.group, $p: world.people.first.participant },
  ]
  const pages = readdirSync(routesFolder)
    .filter(
      (file) => /\.tsx?$/.test(file) && !file.includes('.test.') && file !== '$.tsx' && file !== samplesDoor,
    )
    .flatMap((file) => {
      const segments = file
        .replace(/\.tsx?$/, '')
        .split('.')
        .map((segment) => segment.replace(/_$/, ''))
        .filter((segment) => segment !== '_index' && segment !== '')
      return texts.flatMap((text: Record<string, string | undefined>) => {
        const filled = segments.map((segment) => (segment.startsWith('$') ? text[segment] : segment))
        return filled.includes(undefined) ? [] : [`/${filled.join('/')}`]
      })
    })
  const meetings = [place.meeting, past.meeting, evaluation.meeting]
  const queries = [
    ...meetings.flatMap((id) => [
      `/meetings/${id}?status=draft`,
      `/meetings/${id}?q=${world.mark}`,
      `/meetings/${id}?page=2`,
    ]),
    ...texts.flatMap(({ $m, $r }: Record<string, string | undefined>) =>
      $m && $r
        ? ['tab=history', 'tab=people', 'tab=positions', 'authors'].map(
            (query) => `/meetings/${$m}/recommendations/${$r}?${query}`,
          )
        : [],
    ),
    ...['json', 'csv', 'txt'].flatMap((format) => [
      `/lists/${world.list}.${format}?statements=1&positions=1`,
      ...meetings.map((id) => `/meetings/${id}/status.${format}?statements=1&positions=1`),
    ]),
    `/search?q=${world.mark}`,
    ...['workplans', 'meetings', 'recommendations', 'amendments', 'lists', 'calls', 'submissions'].map(
      (resource) => `/api/v1/${resource}?limit=1000`,
    ),
    ...meetings.map((id) => `/api/v1/recommendations?meeting=${id}`),
    ...Object.values(world.recommendations).map((id) => `/api/v1/recommendations/${String(id)}`),
    ...Object.values(world.amendments).map((id) => `/api/v1/amendments/${id}`),
    `/api/v1/calls/${world.call}`,
    `/api/v1/submissions?call=${world.call}`,
  ]
  return [...new Set([...pages, ...queries])]
}

test(
  'no page, file, interface, stream or live text of one group reaches the people of another',
  walk,
  async () => {
    const { server, db } = await aSampleServer()
    const [ours, theirs] = [await aGroupWorld(db, 'alpha'), await aGroupWorld(db, 'beta')]
    const { confidential, internal } = secretsOf('alpha')
    const administrator = await aDelegate(db, { group: theirs.group })
    await db
      .updateTable('participant')
      .set({ administrator: 1 })
      .where('id', '=', administrator.participant)
      .execute()
    const outsider = await aSecretary(db, { group: theirs.group })
    const visiting = await joinGroup(db, outsider, {
      group: ours.group,
      role: 'delegate',
      ...delegateOf(await aDelegate(db, { group: ours.group })),
    })
    const readers: { name: string; person?: Person; mayRead: readonly string[] }[] = [
      { name: 'visitor', mayRead: [] },
      { name: 'chair', person: theirs.people.chair, mayRead: [] },
      { name: 'delegate', person: theirs.people.first, mayRead: [] },
      // Administrators appoint officers, and see those.
      { name: 'administrator', person: administrator, mayRead: [internal.officer] },
      {
        name: 'a delegate here who is secretariat there',
        person: visiting,
        mayRead: Object.values(internal),
      },
    ]
    const secrets = [...Object.values(confidential), ...Object.values(internal)]
    const addresses = addressesAbout(ours)
    expect(addresses.length).toBeGreaterThan(100)
    // A group's terms are public; which of them a draft carries is not.
    const isPublic = (address: string, secret: string) =>
      secret === confidential.privateTag && address.endsWith('/vocabulary')
    const leaks: string[] = []
    const read = async (address: string, cookie: string) => {
      const answer = await fetch(server.url + address, { headers: { cookie }, redirect: 'manual' })
      return Buffer.from(await answer.arrayBuffer())
        .toString('utf8')
        .toLowerCase()
    }
    for (const { name, person, mayRead } of readers) {
      const cookie = person ? await signInAs(server, person.participant) : ''
      const hidden = secrets.filter((secret) => !mayRead.includes(secret))
      for (const address of addresses) {
        // What was searched for is shown in the field that it was typed into.
        const body = (await read(address, cookie)).replaceAll(`"${ours.mark}"`, '')
        for (const secret of hidden)
          if (body.includes(secret) && !isPublic(address, secret)) leaks.push(`${name} ${address} ${secret}`)
      }
    }
    expect(leaks).toEqual([])
    // Each secret is where those read it to whom it belongs: it is not hidden because it is nowhere.
    const found = new Set<string>()
    for (const person of Object.values(ours.people)) {
      const cookie = await signInAs(server, person.participant)
      for (const address of addresses) {
        const body = await read(address, cookie)
        for (const secret of secrets) if (body.includes(secret)) found.add(secret)
      }
    }
    expect(secrets.filter((secret) => !found.has(secret))).toEqual([])
  },
)

test('no live text and no event of one group reaches the people of another', async () => {
  const { server, db } = await aSampleServer()
  const [ours, theirs] = [await aGroupWorld(db, 'alpha'), await aGroupWorld(db, 'beta')]
  const { chair } = theirs.people
  const cookie = await signInAs(server, chair.participant)
  expect(ours.documents.length).toBeGreaterThan(8)
  for (const document of ours.documents) {
    const client = connectClient(liveAddress(server, document), headersOf(server, cookie))
    cleanUps.push(() => client.close())
    await until(() => client.said.closed !== undefined)
    expect([client.text(), client.said.synced, client.said.awareness]).toEqual(['', false, 0])
  }

  const streams = await Promise.all(
    [
      '/events',
      ...[ours.place, ours.past, ours.evaluation].map(({ meeting }) => `/meetings/${meeting}/events`),
    ].map((path) => openStream(server, path, cookie)),
  )
  cleanUps.push(() => streams.forEach((stream) => stream.close()))
  const own = await openStream(server, `/meetings/${theirs.place.meeting}/events`, cookie)
  cleanUps.push(() => own.close())
  await until(() => own.text().includes('beat'))
  const { id } = await aDraft(db, { by: ours.people.first, place: ours.place, text: 'Begin.' })
  await write(db, (await getRecommendation(db, id)).document, ours.people.first, 'Begin again.')
  expect(await tableRecommendation(db, ours.people.first, { recommendation: id })).toEqual({ ok: true })
  const stance = { stance: 'support', audience: 'all', reason: '' } as const
  await takePosition(db, ours.people.first, { recommendation: id, ...stance })
  await writeNotices(db, undefined)
  // What comes later in the log has arrived: so has, or would have, all that came before.
  const later = await aDraft(db, { by: theirs.people.first, place: theirs.place })
  expect(await tableRecommendation(db, theirs.people.first, { recommendation: later.id })).toEqual({
    ok: true,
  })
  await until(() => own.text().includes(later.id))
  for (const stream of streams) {
    expect(stream.text()).not.toContain(id)
    expect(stream.text()).not.toContain('text.edited')
  }
})

const delegateOf = (person: Person) => {
  const [membership] = person.memberships
  return { delegation: membership?.delegation, kindOfDelegation: membership?.kindOfDelegation }
}
