import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { listMembers, setPasswordHash } from '#db/queries/participants'
import { hashPassword } from '#server/auth/passwords'
import { connectClient } from '../collaboration-client'
import { aDraft, getRecommendation, personOf } from '../factories'
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
  const found = (await listMembers(db)).find((one) =>
    name ? one.name === name : (one.membership.delegation !== undefined) === delegation,
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

type Schema = { required?: string[]; properties?: Record<string, { enum?: string[] }> }

test('the interface for programs answers as its description says', async () => {
  const { body } = await get('/api/v1/openapi.json')
  const { paths, components } = body as {
    paths: Record<string, unknown>
    components: { schemas: Record<string, Schema> }
  }
  const cookie = await signInAs(server, (await participant(true)).id)
  for (const [resource, schema] of Object.entries(components.schemas)) {
    expect(paths, resource).toHaveProperty([`/${resource}`])
    const list = await get(`/api/v1/${resource}?limit=3`, cookie)
    expect(list.status, resource).toBe(200)
    const items = list.body['items'] as Record<string, unknown>[]
    expect(items.length, resource).toBeGreaterThan(0)
    expect(items.length).toBeLessThanOrEqual(3)
    const one = await get(`/api/v1/${resource}/${String(items[0]?.['id'])}`, cookie)
    for (const item of [...items, one.body]) {
      for (const key of schema.required ?? []) expect(item, `${resource}.${key}`).toHaveProperty([key])
      for (const [key, { enum: words }] of Object.entries(schema.properties ?? {})) {
        if (words && key in item) expect(words, `${resource}.${key}`).toContain(item[key])
      }
    }
  }
  expect((await get('/api/v1/recommendations/nothing')).status).toBe(404)
  expect((await post('/api/v1/lists', {})).status).toBe(405)
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
  expect(await wrong.text()).toContain('is not right')
  const unknown = await post('/sign-in?index', { email: 'nobody@test.example', password: 'wrong' })
  expect(unknown.status).toBe(401)
  for (let attempt = 0; attempt < 10; attempt++) await post('/sign-in?index', { email, password: 'wrong' })
  const throttled = await post('/sign-in?index', { email, password })
  expect(throttled.status).toBe(429)
  expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await throttled.text()).toContain('too many attempts')
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
    const answersTo = async (one: string) => {
      const desk = `/meetings/${meeting}/recommendations/${one}`
      const said = async (answer: Response) => [
        answer.status,
        answer.headers.get('location')?.replaceAll(one, '…'),
        (await answer.text()).replaceAll(one, '…').replace(/nonce[=:]\\?"[^"]*"/gu, ''),
      ]
      const read = (path: string) =>
        fetch(server.url + path, { headers: { cookie }, redirect: 'manual' }).then(said)
      return {
        desk: await read(desk),
        history: await read(`${desk}/history`),
        lineage: await read(`/recommendations/${one}/lineage`),
        api: await read(`/api/v1/recommendations/${one}`),
        forms: await Promise.all(acts.map((act) => post(`${desk}/${act}`, {}, { cookie }).then(said))),
      }
    }
    expect(await answersTo(id)).toEqual(await answersTo(ghost))
    for (const path of [`/meetings/${meeting}`, '/api/v1/recommendations?limit=1000', '/api/v1/amendments']) {
      const page = await (await fetch(server.url + path, { headers: { cookie } })).text()
      expect(page).not.toContain(id)
      expect(page).not.toContain('Nobody else knows of this.')
    }
    const closed = async (one: string) => {
      const client = connectClient(liveAddress(server, one), headersOf(server, cookie))
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
