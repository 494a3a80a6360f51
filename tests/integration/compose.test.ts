import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { openDatabase } from '#db/client'
import { readEnvironment } from '#server/env'
import { makePostgresDatabase } from '../engines'
import { aSharedDraft, cleanUps, storedText, until } from '../live-server'
import { aLine, aTab, portOf } from '../network'
import { signInAs, startServer } from '../sample-server'
import type { ServerProcess } from '../server-process'

const serviceSchema = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  build: z.object({ dockerfile_inline: z.string() }).optional(),
})
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  configs: z.object({ proxy: z.object({ content: z.string() }) }),
})

const compose = composeSchema.parse(parse(readFileSync('compose.yaml', 'utf8'), { merge: true }))
const apps = Object.entries(compose.services).filter(([name]) => name.startsWith('app'))

/** As Compose fills in what is given on the command line, or the default behind `:-`. */
const filledIn = (values: Record<string, string>, given: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.replace(
        /\$\{(\w+)(?::[?-]([^}]*))?\}/g,
        (_all, key: string, other: string) => given[key] ?? other,
      ),
    ]),
  )

test('the environment of the containers is one that the server starts with, the same for all', () => {
  expect(apps.map(([name]) => name)).toEqual(['app1', 'app2', 'app3'])
  const given = {
    SITE: 'rapporteur.example',
    SESSION_SECRET: 'a-secret-of-sixteen',
    POSTGRES_PASSWORD: 'secret',
  }
  const environments = apps.map(([, app]) => readEnvironment(filledIn(app.environment, given)))
  expect(environments[0]).toMatchObject({
    databaseUrl: 'postgres://rapporteur:secret@database/rapporteur',
    publicUrl: 'https://rapporteur.example',
    sample: false,
  })
  expect(environments[1]).toEqual(environments[0])
  expect(environments[2]).toEqual(environments[0])
})

test('the proxy knows every process, asks for its health, and the image starts what exists', () => {
  const { content } = compose.configs.proxy
  const upstreams = /reverse_proxy ([^{]+)\{/.exec(content)?.[1]?.trim().split(' ')
  expect(upstreams).toEqual(apps.map(([name, app]) => `${name}:${app.environment['PORT'] ?? ''}`))
  expect(content).toContain('health_uri /healthz')
  const image = apps[0]?.[1].build?.dockerfile_inline ?? ''
  const bootstrap = readFileSync('server/bootstrap.mjs', 'utf8')
  const commands = [...image.matchAll(/bootstrap\.mjs"?,? "?(\w+)/g)].map(([, command]) => command)
  expect(commands).toEqual(['prepare', 'start'])
  for (const command of commands) expect(bootstrap).toContain(`case '${command ?? ''}':`)
})

test('three processes behind one address: any of them may be killed and nothing is lost', async () => {
  const { url, remove } = await makePostgresDatabase(inject('postgresUrl'))
  cleanUps.push(remove)
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-compose-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  const line = await aLine(0)
  const site = `http://127.0.0.1:${String(line.port)}`
  const given = { SITE: 'any', SESSION_SECRET: 'a-secret-of-sixteen', POSTGRES_PASSWORD: 'any', SAMPLE: '1' }
  const start = async (index: number): Promise<ServerProcess> => {
    const environment = filledIn(apps[index]?.[1].environment ?? {}, given)
    const server = await startServer({
      ...environment,
      PORT: '0',
      DATABASE_URL: url,
      DATA_DIR: folder,
      PUBLIC_URL: site,
    })
    cleanUps.push(() => server.stop())
    return server
  }
  // The first one makes the sample; the others come at once.
  const first = await start(0)
  const servers = [first, ...(await Promise.all([start(1), start(2)]))]
  line.leadTo(...servers.map((server) => portOf(server.url)))
  const db = openDatabase(url)
  cleanUps.push(() => db.destroy())
  const { document, brazil, kenya } = await aSharedDraft(db)
  const atSite = { ...first, url: site }
  const [hers, his] = [await signInAs(atSite, brazil.participant), await signInAs(atSite, kenya.participant)]
  const tabs = [hers, his, hers].map((cookie) => aTab(line.port, document, cookie))
  await until(() => tabs.every(({ provider }) => provider.synced))
  let typed = 0
  const typing = setInterval(() => {
    typed += 1
    tabs.forEach((tab, index) => tab.type(`${'abc'.charAt(index)}${String(typed)} `))
  }, 15)
  cleanUps.push(() => clearInterval(typing))
  for (const victim of servers.slice(0, 2)) {
    const before = typed
    await until(() => typed > before + 30)
    await victim.kill()
    line.leadTo(...servers.slice(servers.indexOf(victim) + 1).map((server) => portOf(server.url)))
  }
  const before = typed
  await until(() => typed > before + 30)
  clearInterval(typing)
  const everything = Array.from({ length: typed }, (_, word) =>
    ['a', 'b', 'c'].map((name) => `${name}${String(word + 1)}`),
  ).flat()
  const wordsIn = (text: string) => text.replace('Begin.', '').split(' ').filter(Boolean)
  await until(() => tabs.every((tab) => wordsIn(tab.text()).length === everything.length))
  expect(wordsIn(await storedText(db, document)).sort()).toEqual(everything.sort())
  // Pages come from whoever is left.
  expect((await fetch(`${site}/healthz`)).status).toBe(200)
}, 120_000)
