import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openDatabase, type Db } from '#db/client'
import { listMembers, setPasswordHash } from '#db/queries/participants'
import { hashPassword } from '#server/auth/passwords'
import { connectClient } from '../collaboration-client'
import { aDraft, getRecommendation, personOf, write } from '../factories'
import { headersOf, liveAddress, signInAs, startServer } from '../sample-server'
import type { ServerProcess } from '../server-process'

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-server-'))
let server: ServerProcess
let db: Db

beforeAll(async () => {
  server = await startServer({ DATA_DIR: folder })
  db = openDatabase(join(folder, 'rapporteur.sqlite'))
})

afterAll(async () => {
  await db.destroy()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const participant = async (delegation: boolean, name?: string) => {
  const found = (await listMembers(db)).find((member) =>
    name ? member.name === name : (member.membership.delegation !== undefined) === delegation,
  )
  if (!found) throw new Error('The sample has people.')
  return found
}

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields),
  })

const get = async (path: string, cookie = '') => {
  const answer = await fetch(server.url + path, { headers: { cookie } })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]
type Described = { paths: Record<string, unknown>; components: { schemas: Record<string, JsonSchema> } }

/** Checks answers against a schema of the description; what it does not name is an error. */
function checkerOf({ components }: Described, name: string) {
  const pointers = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/'))
  const $defs = pointers(components.schemas)
  const own = pointers(components.schemas[name])
  const schema = z.record(z.string(), z.unknown()).parse(own)
  return z.fromJSONSchema({ ...schema, additionalProperties: false, $defs } as JsonSchema)
}

test('the interface for programs answers as its description says', async () => {
  const described = (await get('/api/v1/openapi.json')).body as Described
  const cookie = await signInAs(server, (await participant(true)).id)
  const resources = Object.keys(described.paths).flatMap((path) => /^\/(\w+)$/u.exec(path)?.[1] ?? [])
  expect(resources.length).toBeGreaterThan(6)
  for (const resource of resources) {
    const schema = checkerOf(described, resource)
    const list = await get(`/api/v1/${resource}?limit=1000`, cookie)
    expect(list.status, resource).toBe(200)
    const items = list.body['items'] as Record<string, unknown>[]
    expect(items.length, resource).toBeGreaterThan(0)
    const one = await get(`/api/v1/${resource}/${String(items[0]?.['id'])}`, cookie)
    for (const item of [...items, one.body]) {
      const { error } = schema.safeParse(item)
      expect.soft(error?.issues ?? [], `${resource} ${String(item['id'])}`).toEqual([])
    }
  }
  expect((await get('/api/v1/recommendations?limit=3', cookie)).body['items']).toHaveLength(3)
  expect((await get('/api/v1/recommendations/nothing')).status).toBe(404)
  expect((await post('/api/v1/lists', {})).status).toBe(405)
})

test('a description that is wrong is noticed: a missing, an unknown or a wrong value', async () => {
  const described = (await get('/api/v1/openapi.json')).body as Described
  const cookie = await signInAs(server, (await participant(true)).id)
  const [item] = (await get('/api/v1/recommendations?limit=1', cookie)).body['items'] as Record<
    string,
    unknown
  >[]
  const schema = checkerOf(described, 'recommendations')
  const { blocks: _blocks, ...without } = item ?? {}
  for (const wrong of [
    without,
    { ...item, other: 1 },
    { ...item, blocks: [{ type: 'table', children: [] }] },
  ])
    expect(schema.safeParse(wrong).success).toBe(false)
})

test('blocks carry letters, formats and brackets with the delegation that asked for them', async () => {
  const author = await participant(true, 'Paulo Azevedo')
  const { id } = await aDraft(db, { by: personOf(author), text: 'Chapeau.' })
  const { document } = await getRecommendation(db, id)
  await write(db, document, personOf(author), {
    blocks: [
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'States should ' },
          { type: 'text', text: 'promptly', bold: true },
          {
            type: 'bracket',
            requestedBy: author.membership.delegation ?? '',
            reason: 'To be checked.',
            children: [{ type: 'text', text: 'share' }],
          },
        ],
      },
      { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'one' }] },
      { type: 'sub-item', level: 2, children: [{ type: 'text', text: 'two' }] },
    ],
  })
  const { body } = await get(`/api/v1/recommendations/${id}`, await signInAs(server, author.id))
  expect(body['blocks']).toMatchObject([
    {
      type: 'paragraph',
      children: [
        { text: 'States should ' },
        { text: 'promptly', bold: true },
        { type: 'bracket', requestedBy: 'BRA', reason: 'To be checked.', children: [{ text: 'share' }] },
      ],
    },
    { type: 'sub-item', level: 1, letter: 'a' },
    { type: 'sub-item', level: 2, letter: 'i' },
  ])
  expect(body['text']).toBe('States should promptly[share]\none\ntwo')
})

test('a paragraph has the number in the interface for programs that it has on the screen', async () => {
  const cookie = await signInAs(server, (await participant(false)).id)
  const { body } = await get('/api/v1/recommendations?limit=1000', cookie)
  type Item = { id: string; meeting: string; stage: string; status: string; label: string | null }
  const paragraphs = (body['items'] as Item[]).filter((item) => item.stage === 'consolidated')
  const numbered = paragraphs.filter((item) => item.status !== 'not-adopted')
  expect(numbered.map((item) => item.label)).toEqual(numbered.map((_, index) => String(index + 1)))
  const [first] = numbered
  if (!first) throw new Error('The sample has paragraphs.')
  const page = await fetch(`${server.url}/meetings/${first.meeting}`, { headers: { cookie } })
  expect(await page.text()).toMatch(new RegExp(`<bdi>1</bdi>[^]{0,600}${first.id}`))
})

test('without a session the interface shows public texts only, and no live documents', async () => {
  const author = await participant(true, 'Paulo Azevedo')
  const { id } = await aDraft(db, { by: personOf(author), text: 'Secret for now.' })
  const stranger = await signInAs(server, (await participant(true, 'Haruka Mori')).id)
  for (const cookie of ['', stranger]) {
    expect((await get(`/api/v1/recommendations/${id}`, cookie)).status).toBe(404)
  }
  const own = await get(`/api/v1/recommendations/${id}`, await signInAs(server, author.id))
  expect(own.body).toMatchObject({ status: 'draft', workingDocument: expect.any(String) as string })
  const { body } = await get('/api/v1/recommendations?limit=1000')
  const items = body['items'] as { status: string }[]
  expect(new Set(items.map((item) => item.status))).toEqual(new Set(['listed']))
  expect(items.some((item) => 'workingDocument' in item)).toBe(false)
  expect((await get('/api/v1/amendments')).body['items']).toEqual([])
})

test('an e-mail address and a password open a session', async () => {
  const { id, email } = await participant(false)
  const password = 'a long enough password'
  const hash = await hashPassword(password)
  expect(hash).toMatch(/^\$argon2id\$/u)
  await db.transaction().execute((tx) => setPasswordHash(tx, id, hash, new Date()))
  const right = await post('/sign-in?index', { email: email.toUpperCase(), password })
  expect(right.status).toBe(302)
  const cookie = right.headers.getSetCookie()[0] ?? ''
  expect(cookie).toMatch(/HttpOnly/iu)
  expect(cookie).toMatch(/SameSite=Lax/iu)
  const wrong = await post('/sign-in?index', { email, password: 'wrong' })
  expect(wrong.status).toBe(401)
  expect(await wrong.text()).toContain('is incorrect')
  const unknown = await post('/sign-in?index', { email: 'nobody@test.example', password: 'wrong' })
  expect(unknown.status).toBe(401)
  for (let attempt = 0; attempt < 10; attempt++) await post('/sign-in?index', { email, password: 'wrong' })
  const throttled = await post('/sign-in?index', { email, password })
  expect(throttled.status).toBe(429)
  expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await throttled.text()).toContain('Too many attempts')
})

test('a form that another site sends changes nothing', async () => {
  const { id } = await participant(true)
  const answer = await post('/sign-in/sample', { participant: id }, { origin: 'https://elsewhere.example' })
  expect(answer.status).toBe(403)
  expect(answer.headers.getSetCookie()).toEqual([])
})

test('the sample’s door exists in a database of the sample only', async () => {
  const { id } = await participant(true)
  const empty = mkdtempSync(join(tmpdir(), 'rapporteur-empty-'))
  const other = await startServer({ DATA_DIR: empty, SAMPLE: '0' })
  const answer = await fetch(`${other.url}/sign-in/sample`, {
    method: 'POST',
    headers: { origin: other.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ participant: id }),
  })
  expect(answer.status).toBe(404)
  expect(await (await fetch(`${other.url}/sign-in`)).text()).not.toContain('Continue as')
  await other.stop()
  rmSync(empty, { recursive: true, force: true })
})

test('what may not be seen answers as what never was: page, form, interface, socket', async () => {
  const author = await participant(true, 'Paulo Azevedo')
  const { id } = await aDraft(db, { by: personOf(author), text: 'Nobody else knows of this.' })
  const { meeting, document } = await getRecommendation(db, id)
  const ghost = ulid()
  const acts = ['table', 'withdraw', 'amend', 'sponsor', 'show', 'nonsense']
  const stranger = await participant(true, 'Haruka Mori')
  const secretary = (await listMembers(db)).find(({ membership }) => membership.role === 'secretariat')
  if (!secretary) throw new Error('The sample has a secretariat.')
  for (const reader of [undefined, stranger, secretary]) {
    const cookie = reader ? await signInAs(server, reader.id) : ''
    const answersTo = async (value: string) => {
      const desk = `/meetings/${meeting}/recommendations/${value}`
      const said = async (answer: Response) => [
        answer.status,
        answer.headers.get('location')?.replaceAll(value, '…'),
        (await answer.text()).replaceAll(value, '…').replace(/nonce[=:]\\?"[^"]*"/gu, ''),
      ]
      const read = (path: string) =>
        fetch(server.url + path, { headers: { cookie }, redirect: 'manual' }).then(said)
      return {
        desk: await read(desk),
        history: await read(`${desk}/history`),
        lineage: await read(`/recommendations/${value}/lineage`),
        api: await read(`/api/v1/recommendations/${value}`),
        forms: await Promise.all(acts.map((act) => post(`${desk}/${act}`, {}, { cookie }).then(said))),
      }
    }
    expect(await answersTo(id)).toEqual(await answersTo(ghost))
    for (const path of [`/meetings/${meeting}`, '/api/v1/recommendations?limit=1000', '/api/v1/amendments']) {
      const page = await (await fetch(server.url + path, { headers: { cookie } })).text()
      expect(page).not.toContain(id)
      expect(page).not.toContain('Nobody else knows of this.')
    }
    const closed = async (value: string) => {
      const client = connectClient(liveAddress(server, value), headersOf(server, cookie))
      await expect.poll(() => client.said.closed, { timeout: 10_000 }).toBeDefined()
      return client.said
    }
    expect(await closed(document)).toEqual(await closed(ghost))
  }
})

test('no letter of a page is broken, wherever it falls in the stream', async () => {
  const [meeting] = (await get('/api/v1/meetings')).body['items'] as { id: string }[]
  for (let shift = 0; shift < 40; shift += 1) {
    const query = `lang=ar&q=${'x'.repeat(shift)}`
    const page = await (await fetch(`${server.url}/meetings/${meeting?.id}?${query}`)).text()
    expect(page).toContain('</html>')
    expect([shift, /[\0\uFFFD]/u.exec(page)?.index]).toEqual([shift, undefined])
  }
})

test('an address that means nothing is not found', async () => {
  for (const path of ['/%E0%A4%A', '/%00', '/meetings/x', '/lists/x.docx', '/lists/x.exe', '/package.json']) {
    expect([path, (await fetch(server.url + path)).status]).toEqual([path, 404])
  }
})

test('a server that cannot start says why in one line', async () => {
  const busy = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => busy.once('listening', resolve))
  const address = busy.address()
  const port = address && typeof address === 'object' ? String(address.port) : ''
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: port, DATA_DIR: folder }, /port/iu],
    [{ DATA_DIR: join(folder, 'rapporteur.sqlite', 'below') }, /DATA_DIR|rapporteur\.sqlite/u],
    [{ DATA_DIR: '/proc/nowhere' }, /DATA_DIR/u],
    [{ DATABASE_URL: 'mysql://nowhere' }, /DATABASE_URL/u],
    [{ SMTP_URL: 'http://mail.example' }, /SMTP_URL must be the address of a mail server/u],
    [{ DATABASE_URL: 'postgres://127.0.0.1:1/none' }, /DATABASE_URL/u],
  ]
  for (const [environment, reason] of cases) {
    const failure = await startServer(environment).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    const said =
      failure instanceof Error ? failure.message.replace('The server ended before it served: ', '') : ''
    expect(said).toMatch(reason)
    expect(said.trim().split('\n')).toHaveLength(1)
  }
  busy.close()
})
