import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { listAllLists } from '#db/queries/lists'
import { listMeetings } from '#db/queries/meetings'
import { listWorkplans } from '#db/queries/workplans'
import { openStream } from '../event-stream'
import { patient, until } from '../live-server'
import { random as randomFrom } from '../random'
import { connectRaw, hostOf, rawAnswer } from '../raw-http'
import { signInAs, startServer } from '../sample-server'
import type { ServerProcess } from '../server-process'

vi.setConfig({ testTimeout: 180_000 })

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-budgets-'))
let server: ServerProcess
let db: Db

beforeAll(async () => {
  server = await startServer({ DATA_DIR: folder, MAX_PDFS_WAITING: '3', MAX_ADDRESS_CONNECTIONS: '100' })
  db = openDatabase(join(folder, 'rapporteur.sqlite'))
})

afterAll(async () => {
  await db.destroy()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const isAnswering = async () => (await fetch(`${server.url}/healthz`)).status === 200

/** Somebody else asks again and again while the attack goes on, and is answered each time. */
async function isAnsweringDuring(attack: Promise<unknown>): Promise<boolean> {
  let answers = 0
  let done = false
  void attack.finally(() => {
    done = true
  })
  while (!done) {
    expect(await isAnswering()).toBe(true)
    answers += 1
  }
  return answers > 0
}

const aList = async () => {
  const [list] = await listAllLists(db)
  if (!list) throw new Error('The sample has lists.')
  return list
}

const aMeeting = async () => {
  const [workplan] = await listWorkplans(db)
  const [meeting] = workplan ? await listMeetings(db, workplan.id) : []
  if (!meeting) throw new Error('The sample has meetings.')
  return meeting
}

describe('files of lists', () => {
  test('a PDF of an issued list is written once for all who ask at once, and kept', async () => {
    const list = await aList()
    const ask = async () => {
      const answer = await fetch(`${server.url}/lists/${list.id}.pdf`)
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()).toString('base64') }
    }
    const attack = Promise.all(Array.from({ length: 50 }, ask))
    expect(await isAnsweringDuring(attack)).toBe(true)
    const answers = await attack
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([200])
    expect(new Set(answers.map(({ bytes }) => bytes)).size).toBe(1)
    const kept = await db.selectFrom('issued_file').select('id').where('list_id', '=', list.id).execute()
    expect(kept).toHaveLength(1)
  })

  test('more PDFs than may wait are refused, and said when to come again', async () => {
    const list = await aList()
    const ask = () => fetch(`${server.url}/lists/${list.id}.pdf?positions=1`)
    const attack = Promise.all(Array.from({ length: 60 }, ask))
    expect(await isAnsweringDuring(attack)).toBe(true)
    const answers = await attack
    const refused = answers.filter(({ status }) => status === 503)
    const written = answers.filter(({ status }) => status === 200)
    expect(refused.length + written.length).toBe(60)
    expect(written.length).toBeGreaterThan(0)
    expect(refused.length).toBeGreaterThan(0)
    for (const answer of refused) {
      expect(answer.headers.get('retry-after')).toBe('30')
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    expect(await refused[0]?.text()).toContain('The server is busy')
  }, 120_000)

  test('Word files are written beside the event loop', async () => {
    const list = await aList()
    const ask = async () => (await fetch(`${server.url}/lists/${list.id}.docx?statements=1`)).status
    const attack = Promise.all(Array.from({ length: 40 }, ask))
    expect(await isAnsweringDuring(attack)).toBe(true)
    expect(new Set(await attack)).toEqual(new Set([200]))
  }, 120_000)
})

test('of a thousand streams from one address that nobody signed in for, a hundred are open', async () => {
  const path = `/meetings/${(await aMeeting()).id}/events`
  const attack = Promise.all(Array.from({ length: 1_000 }, () => openStream(server, path)))
  expect(await isAnsweringDuring(attack)).toBe(true)
  const streams = await attack
  const open = streams.filter(({ status }) => status === 200)
  const refused = streams.filter(({ status }) => status === 429)
  expect([open.length, refused.length]).toEqual([100, 900])
  await until(() => refused.every((stream) => stream.text().includes('too-many-of-address')))
  for (const stream of streams) stream.close()
  // Somebody who is signed in is none of them.
  const cookie = await signInAs(server, await aParticipant())
  const own = await openStream(server, path, cookie)
  expect(own.status).toBe(200)
  own.close()
}, 120_000)

const aParticipant = async () => {
  const page = await (await fetch(`${server.url}/sign-in`)).text()
  return /name="participant" value="([^"]+)"/u.exec(page)?.[1] ?? ''
}

describe('requests that no browser sends', () => {
  const ask = (target: string, headers: string) =>
    rawAnswer(
      server.url,
      `GET ${target} HTTP/1.1\r\nHost: ${hostOf(server.url)}\r\nConnection: close\r\n${headers}\r\n`,
    )

  test('long addresses, huge headers and many cookies', async () => {
    expect(await ask(`/${'x'.repeat(8_000)}`, '')).toMatch(/^HTTP\/1\.1 404 /u)
    expect(await ask(`/${'x'.repeat(200_000)}`, '')).toMatch(/^HTTP\/1\.1 431 /u)
    expect(await ask('/', `X-Long: ${'x'.repeat(200_000)}\r\n`)).toMatch(/^HTTP\/1\.1 431 /u)
    const cookies = Array.from({ length: 600 }, (_, index) => `c${String(index)}=1`).join('; ')
    expect(await ask('/sign-in', `Cookie: ${cookies}\r\n`)).toMatch(/^HTTP\/1\.1 200 /u)
    const headers = Array.from({ length: 900 }, (_, index) => `X-${String(index)}: 1\r\n`).join('')
    expect(await ask('/sign-in', headers)).toMatch(/^HTTP\/1\.1 (200|431) /u)
    const deep = `/${'a/'.repeat(2_000)}`
    expect(await ask(deep, '')).toMatch(/^HTTP\/1\.1 404 /u)
    expect(await ask(`/?${'a=b&'.repeat(3_000)}`, '')).toMatch(/^HTTP\/1\.1 (200|431) /u)
  })

  test('names that every object knows, in forms, addresses and cookies', async () => {
    const form = '__proto__=x&constructor=y&prototype=z&toString=1&hasOwnProperty=2&email=a%40b.c&password=x'
    const answer = await fetch(`${server.url}/sign-in?index&__proto__[admin]=1&constructor=2`, {
      method: 'POST',
      headers: {
        origin: server.url,
        'content-type': 'application/x-www-form-urlencoded',
        cookie: '__proto__=1; constructor=2; lang=__proto__',
      },
      body: form,
    })
    expect(answer.status).toBe(401)
    for (const path of ['/?lang=__proto__', '/?lang=constructor', '/lists/constructor.toString'])
      expect((await fetch(server.url + path)).status).toBeLessThan(500)
    const meeting = (await aMeeting()).id
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const query = `status=${name}&tag=${name}&topic=${name}&delegation=${name}&page=${name}&q=${name}`
      expect((await fetch(`${server.url}/meetings/${meeting}?${query}`)).status).toBe(200)
    }
  })

  test('addresses that climb out of the folder of assets', async () => {
    for (const target of [
      '/assets/../../package.json',
      '/assets/..%2f..%2fpackage.json',
      '/..%5c..%5cpackage.json',
      '/assets/%2e%2e/%2e%2e/etc/passwd',
      '/.env',
      '/.git/config',
    ]) {
      const answer = await ask(target, '')
      expect([target, answer.split('\r\n')[0]]).toEqual([target, 'HTTP/1.1 404 Not Found'])
    }
  })

  test('a body with two lengths is no request', async () => {
    const smuggled =
      `POST /sign-in?index HTTP/1.1\r\nHost: ${hostOf(server.url)}\r\nContent-Length: 4\r\n` +
      `Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`
    expect(await rawAnswer(server.url, smuggled)).toMatch(/^HTTP\/1\.1 400 /u)
  })

  test('a thousand requests on one connection, all at once', async () => {
    const one = `GET /healthz HTTP/1.1\r\nHost: ${hostOf(server.url)}\r\n\r\n`
    const last = one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')
    const answers = await rawAnswer(server.url, one.repeat(999) + last)
    expect(answers.match(/HTTP\/1\.1 200 OK/gu)).toHaveLength(1_000)
  })
})

test('senders that trickle are cut off, and nobody else waits', async () => {
  const slow = Array.from({ length: 300 }, () => connectRaw(server.url))
  for (const { send } of slow) send(`GET / HTTP/1.1\r\nHost: ${hostOf(server.url)}\r\nX-Slow: `)
  let isOver = false
  const closed = Promise.all(slow.map((rawConnection) => rawConnection.closed)).then(() => {
    isOver = true
  })
  const trickle = setInterval(() => {
    for (const { send, socket } of slow) if (socket.writable) send('x')
  }, 1_000)
  expect(await isAnswering()).toBe(true)
  await expect.poll(() => isOver, { ...patient, timeout: 55_000 }).toBe(true)
  clearInterval(trickle)
  await closed
  for (const { text } of slow) expect(text()).toMatch(/^HTTP\/1\.1 408 /u)
})

test('a live text that is sent thousands of random frames, and is left in every way', async () => {
  const cookie = await signInAs(server, await aParticipant())
  const documents = await db.selectFrom('document').select('id').limit(20).execute()
  const random = randomFrom(20_251_126)
  let frames = 0
  const attack = async () => {
    const { id = 'x' } = documents[random(documents.length)] ?? {}
    const { send, socket, closed } = connectRaw(server.url)
    send(
      `GET /collaboration/${id} HTTP/1.1\r\nHost: ${hostOf(server.url)}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n` +
        `Cookie: ${cookie}\r\nOrigin: ${server.url}\r\n\r\n`,
    )
    for (let count = 0; count < 40; count += 1) {
      const payload = Uint8Array.from({ length: random(125) }, () => random(256))
      // A masked frame whose mask is nothing, of any kind, whole or not; some say more than they carry.
      const head = [
        [0x82, 0x81, 0x02, 0x80, 0x88, 0x89, 0xc2, 0x8f][random(8)] ?? 0x82,
        0x80 | (payload.length + random(2)),
      ]
      send(Uint8Array.from([...head, 0, 0, 0, 0, ...payload]))
      frames += 1
    }
    const ending = random(3)
    if (ending === 0) socket.end()
    else if (ending === 1) socket.resetAndDestroy()
    else setTimeout(() => socket.destroy(), random(50))
    await closed
  }
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(Array.from({ length: 20 }, attack))
    expect(await isAnswering()).toBe(true)
  }
  process.stdout.write(`fuzz of live texts: ${String(frames)} frames on 200 connections\n`)
  expect(frames).toBe(8_000)
}, 120_000)
