import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core'
import { afterAll, inject, test as base } from 'vitest'
import { openDatabase } from '#db/client'
import { listAllDelegations } from '#db/queries/delegations'
import { listMembers } from '#db/queries/participants'
import { startServer } from '../sample-server'

/** Enough for a busy machine; a test that needs longer has hung. */
const patience = 20_000

let running: Promise<Browser> | undefined

/** One browser for a file of tests. CHROMIUM names another one than the package's. */
const theBrowser = () =>
  (running ??= (async () =>
    chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? (await sparticuz.executablePath()),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    }))())

afterAll(async () => {
  await (await running)?.close()
  running = undefined
})

export type SampleRole = 'delegate' | 'chair' | 'rapporteur' | 'secretariat'

export type SampleServer = { url: string; dataDir: string }

type Fixtures = {
  /** A page of a visitor who has not signed in. */
  visit: (options?: BrowserContextOptions) => Promise<Page>
  /** A page of the first sample participant with this role, or of a delegate of the delegation with this code. */
  signIn: (
    who: Exclude<SampleRole, 'delegate'> | { delegation: string },
    options?: BrowserContextOptions,
    server?: SampleServer,
  ) => Promise<Page>
  /** A server of the test's own with a sample that no other test changes. */
  ownServer: () => Promise<SampleServer>
}

/**
 * Pages of people in contexts of their own; closed after the test. A script error on any of them fails it, and so does
 * whatever the content security policy forbids.
 */
export const test = base.extend<
  Fixtures & { people: { open: (options?: BrowserContextOptions) => Promise<Page> } }
>({
  people: async ({ task }, use) => {
    const contexts: BrowserContext[] = []
    const failures = new Set<string>()
    await use({
      open: async (options) => {
        const browser = await theBrowser()
        const context = await browser.newContext({
          baseURL: inject('baseURL'),
          locale: 'en-GB',
          viewport: { width: 1440, height: 900 },
          ...options,
        })
        contexts.push(context)
        context.setDefaultTimeout(patience)
        const page = await context.newPage()
        page.on('console', (message) => {
          if (message.text().includes('Content Security Policy'))
            failures.add(`${page.url()}\n${message.text()}`)
        })
        page.on('pageerror', (error) => failures.add(`${page.url()}\n${error.stack ?? error.message}`))
        return page
      },
    })
    if (task.result?.state === 'fail') await describePages(contexts)
    await Promise.all(contexts.map((context) => context.close()))
    if (failures.size > 0) throw new Error(`A page had errors:\n${[...failures].join('\n')}`)
  },
  visit: async ({ people }, use) => {
    await use(people.open)
  },
  // eslint-disable-next-line no-empty-pattern -- Vitest reads the fixtures that are used from this pattern
  ownServer: async ({}, use) => {
    const cleanUps: (() => Promise<void> | void)[] = []
    await use(async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-e2e-'))
      cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }))
      const server = await startServer({ DATA_DIR: dataDir })
      cleanUps.push(() => server.stop())
      return { url: server.url, dataDir }
    })
    for (const cleanUp of cleanUps.reverse()) await cleanUp()
  },
  signIn: async ({ people }, use) => {
    await use(async (who, options, server = { url: inject('baseURL'), dataDir: inject('dataDir') }) => {
      const page = await people.open({ ...options, baseURL: server.url })
      const participant = await sampleParticipant(who, server.dataDir)
      const answer = await page.request.post('/sign-in/sample', {
        form: { participant },
        headers: { origin: server.url },
        maxRedirects: 0,
      })
      if (answer.status() !== 302) throw new Error(`Signing in answered ${answer.status()}.`)
      return page
    })
  },
})

/** Prints what each open page showed when the test failed: a timeout alone does not say what was on the screen. */
async function describePages(contexts: readonly BrowserContext[]): Promise<void> {
  for (const page of contexts.flatMap((context) => context.pages())) {
    const words = await page.evaluate(() => document.body.innerText).catch(String)
    process.stderr.write(`\n${page.url()}\n${words.replace(/\n+/gu, '\n').slice(0, 2_000)}\n`)
  }
}

async function sampleParticipant(who: SampleRole | { delegation: string }, dataDir: string): Promise<string> {
  const db = openDatabase(join(dataDir, 'rapporteur.sqlite'))
  try {
    const [people, delegations] = await Promise.all([listMembers(db), listAllDelegations(db)])
    const found = people.find(({ membership }) =>
      typeof who === 'string'
        ? membership.role === who
        : delegations.find((delegation) => delegation.id === membership.delegation)?.code === who.delegation,
    )
    if (!found) throw new Error(`The sample has no participant for ${JSON.stringify(who)}.`)
    return found.id
  } finally {
    await db.destroy()
  }
}

/** A picture to look at, when SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png` })
}
