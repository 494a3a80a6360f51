import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, inject, test, vi } from 'vitest'
import { routePattern } from '#server/http/request-log'
import { openStream } from '../event-stream'
import {
  aSampleServer,
  aSharedDraft,
  cleanUps,
  documentOf,
  open,
  patient,
  person,
  storedText,
  until,
} from '../live-server'
import { makePostgresDatabase } from '../engines'
import { signInAs } from '../sample-server'

/** A port that nobody listens on now. */
const aFreePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** The value of one line of metrics. */
const valueOf = (text: string, name: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  )

test('metrics count what happens, on an address of their own', async () => {
  const port = await aFreePort()
  const { server, db } = await aSampleServer(undefined, { METRICS_PORT: String(port) })
  const read = async () => (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${String(port)}/`)).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${String(port)}/readyz`)).status).toBe(200)

  const { document, brazil, kenya } = await aSharedDraft(db)
  const stream = await openStream(server, '/events', await signInAs(server, brazil.participant))
  cleanUps.push(() => stream.close())
  const [writer, reader] = [await open(server, brazil, document), await open(server, kenya, document)]
  const before = writer.said.acknowledged
  writer.type('Counted. ')
  await until(() => writer.said.acknowledged > before)
  await fetch(`${server.url}/sign-in?index`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json' },
    body: '{}',
  })
  // A frame that is too large to be an update is refused with its reason.
  reader.type('x'.repeat(1_100_000))
  await until(() => reader.said.refused !== undefined || reader.said.closed !== undefined)
  await vi.waitUntil(
    async () =>
      valueOf(await read(), 'rapporteur_background_runs_total{work="deadlines",outcome="done"}') > 0,
    patient,
  )
  const text = await read()
  expect(valueOf(text, 'rapporteur_connections{kind="stream"}')).toBe(1)
  expect(valueOf(text, 'rapporteur_connections{kind="socket"}')).toBeGreaterThanOrEqual(1)
  expect(valueOf(text, 'rapporteur_rooms')).toBeGreaterThanOrEqual(1)
  expect(valueOf(text, 'rapporteur_commit_seconds_count')).toBeGreaterThan(0)
  expect(valueOf(text, 'rapporteur_refusals_total{reason="unsupported-form"}')).toBe(1)
  expect(valueOf(text, 'rapporteur_refusals_total{reason="too-large"}')).toBe(1)
  for (const queue of ['edits', 'passwords', 'jobs'])
    expect(valueOf(text, `rapporteur_queue_length{queue="${queue}"}`)).toBe(0)
  expect(valueOf(text, 'rapporteur_sockets')).toBeGreaterThan(0)
  expect(text).toContain('process_resident_memory_bytes')
  expect(text).toMatch(
    /rapporteur_http_request_seconds_count\{method="POST",route="\/sign-in",status="415"\} 1/u,
  )
})

test('an address for metrics that is taken is said at the start', async () => {
  const taken = createServer()
  cleanUps.push(() => void taken.close())
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()))
  const address = taken.address()
  const port = String(typeof address === 'object' && address ? address.port : 0)
  await expect(aSampleServer(undefined, { METRICS_PORT: port })).rejects.toThrow(
    /METRICS_PORT \d+ cannot be listened on/u,
  )
})

test('ready while the database answers, and no more once it does not', async () => {
  const postgres = await makePostgresDatabase(inject('postgresUrl'))
  const { server } = await aSampleServer(postgres.url)
  const answer = await fetch(`${server.url}/readyz`)
  expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([
    200,
    'no-store',
    'ready',
  ])
  await postgres.remove()
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, patient).toBe(503)
})

test('requests are logged with identifiers, and without texts or secrets', async () => {
  const { server, db } = await aSampleServer(undefined, { LOG_LEVEL: 'info' })
  const brazil = await person(db, 'BRA')
  const cookie = await signInAs(server, brazil.participant)
  const { id } = await aSharedDraft(db)
  const secret = 'Zm9yZ290dGVuLXBhc3N3b3JkLXRva2Vu'
  const answers = await Promise.all([
    fetch(`${server.url}/recommendations/${id}/lineage?q=confidential`, { headers: { cookie } }),
    fetch(`${server.url}/password/${secret}`),
    fetch(`${server.url}/whatever-strangers-type`),
    fetch(`${server.url}/sign-in?index`, {
      method: 'POST',
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'email=somebody%40private.example&password=not-for-logs',
    }),
  ])
  const lines = () =>
    server
      .log()
      .split('\n')
      .filter((line) => line.includes('"msg":"request"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  // The id of each answer stands in one line of the log.
  await until(() => {
    const logged = lines().map(({ requestId }) => requestId)
    return answers.every((answer) => logged.includes(answer.headers.get('x-request-id')))
  })
  expect(lines()).toContainEqual(
    expect.objectContaining({
      method: 'GET',
      route: '/recommendations/:id/lineage',
      ids: [id],
      status: 200,
      participant: brazil.participant,
    }),
  )
  expect(lines().map(({ route }) => route)).toEqual(
    expect.arrayContaining(['/password/:token', 'other', '/sign-in']),
  )
  for (const word of [secret, 'confidential', 'private.example', 'not-for-logs', 'strangers', cookie])
    expect(server.log()).not.toContain(word)
})

test.each([
  ['/', '/'],
  [
    '/meetings/01M8B59V7R8DT1DEZV80C32YNW/recommendations/01M8B59WBS8KX78VBN8X4WS9XX',
    '/meetings/:id/recommendations/:id',
  ],
  ['/lists/01M8B59V7R8DT1DEZV80C32YNW.pdf', '/lists/:id.pdf'],
  ['/password/short', '/password/:token'],
  ['/assets/chunk-4f3d.js', '/assets'],
  ['/meetings/<script>', 'other'],
  ['/wp-login.php', 'other'],
])('%s is counted as %s', (path, pattern) => {
  expect(routePattern(path)).toBe(pattern)
})

test('an error that nobody owns is logged, and the process ends after what was open', async () => {
  const { server, db } = await aSampleServer(undefined, {
    NODE_OPTIONS: `--import=${join(process.cwd(), 'tests/tasks/fail-on-signal.mjs')}`,
  })
  const { id, document, brazil } = await aSharedDraft(db)
  const writer = await open(server, brazil, document)
  const stream = await openStream(server, '/events', await signInAs(server, brazil.participant))
  const before = writer.said.acknowledged
  writer.type('Kept. ')
  process.kill(server.processId, 'SIGUSR2')
  expect(await server.exited).toBe(1)
  await until(() => stream.isEnded() && writer.said.closed !== undefined)
  expect(server.log()).toContain('Ending the process after an unhandledRejection')
  expect(server.log()).toContain('an error that nobody owns')
  // Updates that were taken in are stored before the process ends.
  expect(writer.said.acknowledged).toBeGreaterThan(before)
  expect(await storedText(db, await documentOf(db, id))).toContain('Kept. ')
})
