import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inject } from 'vitest'
import { makePostgresDatabase } from '../engines'
import { hostOf, connectRaw, rawAnswer } from '../raw-http'
import { startServer, type ServerProcess } from '../server-process'

/** One person waits at most this long for a page while somebody attacks, in milliseconds; the machine may be busy. */
const bearableMs = 1_000

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-attacks-'))
let server: ServerProcess

beforeAll(async () => {
  server = await startServer({ DATA_DIR: folder })
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const isAnswering = async (at = server) => (await fetch(`${at.url}/healthz`)).status === 200

/** Random numbers that are the same in each run, from a seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const upgrade = (path: string, host: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`

describe('no callback without an owner of its errors', () => {
  test('an upgrade with a malformed address is not found', async () => {
    const answer = await rawAnswer(server.url, upgrade('/collaboration/%E0%A4%A', hostOf(server.url)))
    expect(answer).toMatch(/^HTTP\/1\.1 404 /u)
    expect(await isAnswering()).toBe(true)
  })

  test('upgrades from another site that are reset at once harm nobody', async () => {
    for (let round = 0; round < 50; round += 1) {
      const { send, socket, closed } = connectRaw(server.url)
      send(upgrade('/collaboration/x', hostOf(server.url), 'Origin: https://elsewhere.example\r\n'))
      if (round % 2 === 0) await new Promise((resolve) => socket.once('connect', resolve))
      socket.resetAndDestroy()
      await closed
    }
    expect(await isAnswering()).toBe(true)
  })

  test('thousands of random bytes, half-closed and reset connections: the process keeps answering', async () => {
    const random = randomFrom(20_251_126)
    const host = hostOf(server.url)
    const openings = [
      () => '',
      () => `GET / HTTP/1.1\r\nHost: ${host}\r\n`,
      () => `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${String(random(9_999))}\r\n\r\n`,
      () => `POST /sign-in?index HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      () => upgrade(`/collaboration/${String(random(1e9))}`, host),
      () => upgrade('/collaboration/', host, 'Origin: null\r\n'),
      () => upgrade('/meetings/x/events', host),
      () => `GET /meetings/${'x'.repeat(random(300))}/events HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    ]
    const counts = { connections: 0, bursts: 0, halfClosed: 0, reset: 0 }
    const attack = () => {
      const { send, socket, closed } = connectRaw(server.url)
      counts.connections += 1
      send(openings[random(openings.length)]?.() ?? '')
      for (let burst = random(3); burst >= 0; burst -= 1) {
        counts.bursts += 1
        send(Uint8Array.from({ length: 1 + random(600) }, () => random(256)))
      }
      const ending = random(4)
      if (ending === 0) counts.halfClosed += 1
      if (ending === 1) counts.reset += 1
      if (ending === 0) socket.end()
      else if (ending === 1) socket.resetAndDestroy()
      else if (ending === 2) socket.destroy()
      // The others stay open, and silent, until everybody was answered.
      return { socket, closed }
    }
    for (let round = 0; round < 60; round += 1) {
      const attackers = Array.from({ length: 50 }, attack)
      expect(await isAnswering()).toBe(true)
      for (const { socket } of attackers) socket.destroy()
      await Promise.all(attackers.map(({ closed }) => closed))
    }
    process.stdout.write(`fuzz of connections: ${JSON.stringify(counts)}\n`)
    expect(counts.connections).toBe(3_000)
  })
})

describe('what no route should see', () => {
  test('a client that would like HTTP/2 gets its page in HTTP/1.1', async () => {
    const answer = await rawAnswer(
      server.url,
      `GET /sign-in HTTP/1.1\r\nHost: ${hostOf(server.url)}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 /u)
    expect(answer).toContain('</html>')
  })

  test.each(['TRACE', 'OPTIONS', 'DELETE', 'PUT', 'PATCH', 'PROPFIND'])('%s is refused', async (method) => {
    for (const path of ['/', '/api/v1/lists', '/sign-in', '/collaboration/x']) {
      const answer = await rawAnswer(
        server.url,
        `${method} ${path} HTTP/1.1\r\nHost: ${hostOf(server.url)}\r\nConnection: close\r\n\r\n`,
      )
      expect([path, answer.split('\r\n')[0]]).toEqual([path, 'HTTP/1.1 405 Method Not Allowed'])
    }
  })

  test('CONNECT is refused', async () => {
    const answer = await rawAnswer(server.url, `CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 405 /u)
  })

  test('names that every object knows are no resources', async () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      for (const path of [`/api/v1/${name}`, `/api/v1/${name}/x`, `/lists/x.${name}`])
        expect([path, (await fetch(server.url + path)).status]).toEqual([path, 404])
    }
  })

  test('malformed hosts and targets are answered, never with a failure', async () => {
    const targets = [
      '/',
      '//elsewhere.example/',
      '/sign-in',
      'http://elsewhere.example/sign-in',
      '*',
      '\\',
      '/?a[b]=c&a[b][c]=d',
    ]
    const hosts = ['a b', 'a/b', 'user@x', '[', '[::1', '%00', 'x:99999', '', 'elsewhere.example#']
    for (const target of targets) {
      for (const host of hosts) {
        const answer = await rawAnswer(
          server.url,
          `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
        )
        expect([target, host, answer.split('\r\n')[0]]).not.toEqual([
          target,
          host,
          expect.stringMatching(/ 5\d\d /u),
        ])
        expect(answer).toMatch(/^HTTP\/1\.1 \d/u)
      }
    }
  })
})

describe('who sent it', () => {
  const postAs = (headers: Record<string, string>, at = server) =>
    rawAnswer(
      at.url,
      `POST /sign-in?index HTTP/1.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
        Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('') +
        `Content-Length: 35\r\n\r\nemail=nobody%40x.example&password=x`,
    )

  test('a proxy that rewrites Host: a form of this site is taken, one of another site is not', async () => {
    const rewritten = { Host: 'app1:3000', Origin: 'https://rapporteur.example' }
    // Not configured: browsers say by themselves whether they are on the same site; without that it is refused.
    expect(await postAs(rewritten)).toMatch(/^HTTP\/1\.1 403 /u)
    expect(await postAs({ ...rewritten, 'Sec-Fetch-Site': 'same-origin' })).toMatch(/^HTTP\/1\.1 401 /u)
    expect(await postAs({ ...rewritten, 'Sec-Fetch-Site': 'same-site' })).toMatch(/^HTTP\/1\.1 403 /u)
    const stated = { ...rewritten, 'X-Forwarded-Host': 'rapporteur.example', 'X-Forwarded-Proto': 'https' }
    expect(await postAs(stated)).toMatch(/^HTTP\/1\.1 403 /u)
    const own = mkdtempSync(join(tmpdir(), 'rapporteur-proxy-'))
    const behind = await startServer({ DATA_DIR: own, TRUSTED_PROXIES: '127.0.0.0/8' })
    expect(await postAs(stated, behind)).toMatch(/^HTTP\/1\.1 401 /u)
    expect(await postAs({ ...stated, Origin: 'https://elsewhere.example' }, behind)).toMatch(/ 403 /u)
    await behind.stop()
    rmSync(own, { recursive: true, force: true })
  })

  test('a setting of proxies that is none is refused at the start', async () => {
    await expect(startServer({ DATA_DIR: folder, TRUSTED_PROXIES: 'everyone' })).rejects.toThrow(
      /TRUSTED_PROXIES must be addresses or networks/u,
    )
  })
})

describe('budgets of forms', () => {
  const form = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/sign-in?index`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    })

  test('a form of 20 MB with five million fields is refused, and nobody waits for it', async () => {
    const attack = form('a=b&'.repeat(5_000_000))
    let longest = 0
    let done = false
    void attack.finally(() => {
      done = true
    })
    while (!done) {
      const begun = performance.now()
      expect(await isAnswering()).toBe(true)
      longest = Math.max(longest, performance.now() - begun)
    }
    expect((await attack).status).toBe(413)
    expect(longest).toBeLessThan(bearableMs)
  })

  test('too many fields, an unknown kind of form and broken parts are refused, each with its reason', async () => {
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' }
    const part = (name: string, content: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`
    const cases: [Promise<Response>, number, string][] = [
      [form('&'.repeat(6_000)), 413, 'too many fields'],
      [form('x'.repeat(40_000)), 413, 'too large'],
      [form('{}', { 'content-type': 'application/json' }), 415, 'kind of form'],
      [form('a=b', { 'content-encoding': 'gzip' }), 415, 'kind of form'],
      [form('email=a%00b&password=x'), 400, 'could not be read'],
      [form(`${part('email', 'a\0b')}--b--`, multipart), 400, 'could not be read'],
      [form('--b\r\n', multipart), 400, 'could not be read'],
      [form('nothing', multipart), 400, 'could not be read'],
      [form('a', { 'content-type': 'multipart/form-data' }), 400, 'could not be read'],
      [
        form(`${part('email', 'x@x.example')}${part('password', 'x')}--b--\r\n`, multipart),
        401,
        'is incorrect',
      ],
    ]
    for (const [asked, status, reason] of cases) {
      const answer = await asked
      expect([reason, answer.status]).toEqual([reason, status])
      expect(await answer.text()).toContain(reason)
    }
  })
})

test('a zero character in any parameter fails on neither engine', async () => {
  const own = mkdtempSync(join(tmpdir(), 'rapporteur-zero-'))
  const postgres = await makePostgresDatabase(inject('postgresUrl'))
  const onPostgres = await startServer({ DATA_DIR: own, DATABASE_URL: postgres.url })
  for (const at of [server, onPostgres]) {
    for (const path of [
      '/meetings/%00',
      '/lists/%00.json',
      '/search?q=%00',
      '/api/v1/recommendations?meeting=%00',
    ]) {
      const answer = await fetch(at.url + path)
      expect([path, answer.status]).toEqual([path, 404])
    }
    const socket = await rawAnswer(at.url, upgrade('/collaboration/%00', hostOf(at.url)))
    expect(socket).toMatch(/ 404 /u)
    const form = await fetch(`${at.url}/sign-in?index`, {
      method: 'POST',
      headers: { origin: at.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'email=%00&password=%00',
    })
    expect(form.status).toBe(400)
  }
  await onPostgres.stop()
  await postgres.remove()
  rmSync(own, { recursive: true, force: true })
})

describe('what is sent to browsers', () => {
  test('headers of pages, data, the interface for programs and files', async () => {
    const page = await fetch(`${server.url}/sign-in`)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain(`connect-src 'self' ${server.url.replace('http', 'ws')};`)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('referrer-policy')).toBe('same-origin')
    expect(page.headers.get('permissions-policy')).toContain('geolocation=()')
    const html = await page.text()
    const nonce = /'nonce-([^']+)'/u.exec(policy)?.[1] ?? ''
    for (const [, attributes] of html.matchAll(/<(?:script|style)([^>]*)>/gu))
      expect(attributes).toContain(`nonce="${nonce}"`)
    expect(html).not.toMatch(/ style="/u)
  })

  test('what needs a session is kept by no cache', async () => {
    const { items } = (await (await fetch(`${server.url}/api/v1/meetings`)).json()) as {
      items: { id: string }[]
    }
    const cookie = await aSession()
    for (const path of ['/today', '/today.data', '/api/v1/meetings', `/meetings/${items[0]?.id ?? ''}`]) {
      const answer = await fetch(server.url + path, { headers: { cookie } })
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-store'])
    }
    const asset = /\/assets\/[^"]+\.js/u.exec(await (await fetch(`${server.url}/sign-in`)).text())?.[0] ?? ''
    expect((await fetch(server.url + asset)).headers.get('cache-control')).toContain('immutable')
  })

  const aSession = async () => {
    const page = await (await fetch(`${server.url}/sign-in`)).text()
    const participant = /name="participant" value="([^"]+)"/u.exec(page)?.[1] ?? ''
    const answer = await fetch(`${server.url}/sign-in/sample`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ participant }),
    })
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }

  test('behind https the cookie is bound to this host and to https', async () => {
    const own = mkdtempSync(join(tmpdir(), 'rapporteur-https-'))
    const secure = await startServer({ DATA_DIR: own, PUBLIC_URL: 'https://rapporteur.example' })
    const page = await (await fetch(`${secure.url}/sign-in`)).text()
    const participant = /name="participant" value="([^"]+)"/u.exec(page)?.[1] ?? ''
    const answer = await fetch(`${secure.url}/sign-in/sample`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        origin: 'https://rapporteur.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ participant }),
    })
    const cookie = answer.headers.getSetCookie()[0] ?? ''
    expect(cookie).toMatch(/^__Host-rapporteur_session=[^;]+;/u)
    expect(cookie).toMatch(/; Secure/u)
    expect(cookie).toMatch(/; Path=\//u)
    expect(cookie).not.toMatch(/Domain/iu)
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
    // The same token under the name that anyone on the network may set is no session.
    const planted = cookie.split(';')[0]?.replace('__Host-', '') ?? ''
    const account = await fetch(`${secure.url}/account`, { headers: { cookie: planted }, redirect: 'manual' })
    expect(account.status).toBe(302)
    await secure.stop()
    rmSync(own, { recursive: true, force: true })
  })
})

test('files in the data folder are readable by their owner only', () => {
  for (const name of ['rapporteur.sqlite', 'rapporteur.sqlite-wal', 'session-secret'])
    expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
})

describe('where signing in leads', () => {
  const destinations = [
    '/%09/evil.example',
    '/\t/evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%5Cevil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/\r\nSet-Cookie: a=b',
    '@evil.example',
    '.evil.example',
    `/${'x'.repeat(5_000)}`,
  ]

  test.each(destinations)('%j never leads away from this site', async (to) => {
    const page = await (await fetch(`${server.url}/sign-in`)).text()
    const participant = /name="participant" value="([^"]+)"/u.exec(page)?.[1] ?? ''
    const answer = await fetch(`${server.url}/sign-in/sample?${new URLSearchParams({ to }).toString()}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ participant }),
    })
    expect(answer.status).toBe(302)
    const location = answer.headers.get('location') ?? ''
    expect(new URL(location, server.url).origin).toBe(new URL(server.url).origin)
  })
})
