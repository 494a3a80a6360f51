import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { test } from './test'

type Listed = { items: { id: string; recommendation?: string; status?: string; stage?: string }[] }

const list = async (page: Page, path: string) =>
  ((await (await page.request.get(path)).json()) as Listed).items

/** Pages that a person opens in another way than by signing in and following links. */
const opensAnotherWay = [/^sign-in/u, /^password\./u, /^\$$/u, /^vocabulary$/u, /\.\$i$/u]

/** Pages that show other forms by what their address says. */
const views: Record<string, readonly string[]> = {
  'meetings.$m.recommendations.$r': ['?tab=amendments', '?tab=positions', '?tab=history', '?tab=people'],
  'calls.new': ['?list=$l'],
  'meetings.$m.consolidation': ['', '?paragraph=$r'],
}

/** The address of every page of the product, from the names of their modules, with each choice of sample subjects. */
async function addresses(page: Page): Promise<string[]> {
  const meetings = await list(page, '/api/v1/meetings')
  const calls = await list(page, '/api/v1/calls')
  const lists = await list(page, '/api/v1/lists')
  const items = await list(page, '/api/v1/recommendations')
  const amendment = (await list(page, '/api/v1/amendments')).find(
    (candidate) => candidate.status === 'tabled',
  )
  const home = await (await page.request.get('/')).text()
  const idAfter = (folder: string) => new RegExp(`/${folder}/([0-9A-Z]{26})`, 'u').exec(home)?.[1] ?? ''
  const shared = {
    m: meetings.find((meeting) => meeting.status === 'open')?.id ?? '',
    a: amendment?.id ?? '',
    l: lists[0]?.id ?? '',
    c: calls.find((call) => call.status === 'open')?.id ?? '',
    w: idAfter('workplans'),
    g: idAfter('groups'),
  }
  const consolidated = items.find((item) => item.stage === 'consolidated')?.id ?? ''
  const subjects: Record<string, string>[] = [
    { ...shared, r: amendment?.recommendation ?? '' },
    { ...shared, r: consolidated },
    { ...shared, r: consolidated, m: meetings[0]?.id ?? '' },
  ]
  const modules = readdirSync('app/routes')
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => file.slice(0, -'.tsx'.length))
    .filter((name) => !opensAnotherWay.some((pattern) => pattern.test(name)))
  return [
    ...new Set(
      modules.flatMap((name) =>
        subjects.flatMap((ids) =>
          (views[name] ?? ['']).map((view) => {
            const path = `/${name
              .replaceAll('_.', '.')
              .replace(/\.?_index$/u, '')
              .replaceAll('.', '/')}${view}`
            return path.replaceAll(/\$([a-z]+)/gu, (_, letter: string) => ids[letter] ?? '')
          }),
        ),
      ),
    ),
  ]
}

/** Fields of forms that are sent, each with what it says; passwords, files and searches are not kept. */
const readFields = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('form input, form textarea')]
        .filter((field) => field.form?.method === 'post' && field.name !== '')
        .filter(
          (field) =>
            field.type === 'textarea' || ['text', 'date', 'datetime-local', 'email'].includes(field.type),
        )
        .map((field, index) => [`${field.name} ${index}`, field.value]),
    ),
  )

/** Types into every such field, as a person would. */
async function typeIntoAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
  const fields = page.locator(
    'form[method=post] :is(textarea, input[type=date], input[type=datetime-local], input[type=email], input[type=text], input:not([type]))',
  )
  for (const field of await fields.all()) {
    const type = await field.getAttribute('type')
    const value =
      type === 'date' ? '2031-02-03' : type === 'datetime-local' ? '2031-02-03T04:05' : 'typed@example.org'
    if (await field.isEditable()) await field.fill(value)
  }
}

const hydrated = (page: Page) => page.locator('html[data-hydrated]').waitFor()

test.for([
  { role: 'secretariat', fields: ['instructions', 'deadline', 'title.en', 'term'] },
  { role: 'chair', fields: ['reason', 'deadline', 'body', 'task'] },
  { role: 'rapporteur', fields: ['reason', 'term'] },
  { role: { delegation: 'BRA' }, fields: ['reason', 'body'] },
] as const)(
  'every form keeps what was typed over the end of a session, $role',
  async (who, { signIn, ownServer }) => {
    const { role, fields } = who
    // What other tests settle has no forms any more.
    const page = await signIn(role, {}, await ownServer())
    const { cookies } = await page.context().storageState()
    const lost: Record<string, unknown> = {}
    const kept = new Set<string>()
    for (const path of await addresses(page)) {
      await page.goto(path)
      await hydrated(page)
      await typeIntoAll(page)
      const before = await readFields(page)
      if (Object.keys(before).length === 0) continue
      await page.context().clearCookies()
      await page.goto(path)
      await page.context().addCookies(cookies)
      await page.goto(path)
      await hydrated(page)
      const after = await readFields(page)
      for (const name of Object.keys(before)) kept.add(name.replace(/ \d+$/u, ''))
      if (JSON.stringify(after) !== JSON.stringify(before)) lost[path] = { before, after }
    }
    expect(lost).toEqual({})
    expect([...kept]).toEqual(expect.arrayContaining([...fields]))
  },
)

/** Ends the session on the server's side of an open page, as time or another window does. */
const endSession = (page: Page) => page.context().clearCookies()

async function openStatement(page: Page) {
  await page.goto(await deskOf(page))
  await hydrated(page)
  const form = page.locator('form', { has: page.locator('[name=body]') })
  return { form, body: form.locator('[name=body]') }
}

async function deskOf(page: Page): Promise<string> {
  const items = (await list(page, '/api/v1/recommendations')) as {
    id: string
    meeting: string
    stage: string
  }[]
  const item = items.find((candidate) => candidate.stage === 'consolidated')
  return `/meetings/${item?.meeting}/recommendations/${item?.id}?tab=positions`
}

test('a statement that is sent after the session ended is there again after signing in, and nobody else sees it', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const page = await signIn({ delegation: 'BRA' }, {}, server)
  const session = await page.context().cookies()
  const { form, body } = await openStatement(page)
  await page.getByText('Record a statement').click()
  await body.fill('We join in the spirit of consensus.')
  await endSession(page)
  await form.getByRole('button').last().click()
  await page.waitForURL(/sign-in/u)
  expect(new URL(page.url()).searchParams.get('to')).toContain('/recommendations/')

  const other = await (await signIn({ delegation: 'KEN' }, {}, server)).context().cookies()
  await page.context().addCookies(other)
  expect(await (await openStatement(page)).body.inputValue()).toBe('')

  await page.context().clearCookies()
  await page.context().addCookies(session)
  const again = await openStatement(page)
  expect(await again.body.inputValue()).toBe('We join in the spirit of consensus.')
  await again.form.getByRole('button').last().click()
  await page.getByText('We join in the spirit of consensus.').waitFor()
  const sent = await openStatement(page)
  expect(await sent.body.inputValue()).toBe('')
})

test('two windows keep their own words, and what is discarded does not come back', async ({
  signIn,
  ownServer,
}) => {
  const page = await signIn({ delegation: 'BRA' }, {}, await ownServer())
  const second = await page.context().newPage()
  const [one, two] = [await openStatement(page), await openStatement(second)]
  await page.getByText('Record a statement').click()
  await one.body.fill('Words of the first window')
  await second.getByText('Record a statement').click()
  await two.body.fill('Words of the second window')
  for (const [window, words] of [
    [page, 'Words of the first window'],
    [second, 'Words of the second window'],
  ] as const) {
    const { body } = await openStatement(window)
    expect(await body.inputValue()).toBe(words)
  }
  await page.getByRole('button', { name: 'Discard' }).click()
  expect(await one.body.inputValue()).toBe('')
  await second.close()
})
