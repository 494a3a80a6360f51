import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { violationsOn } from './accessible'
import { picture, test } from './test'

type Listed = {
  items: { id: string; recommendation?: string; meeting?: string; status?: string; stage?: string }[]
}

const list = async (page: Page, path: string) =>
  ((await (await page.request.get(path)).json()) as Listed).items

/** Every address that a person can come to directly, and who comes. */
async function addresses(page: Page) {
  const meetings = await list(page, '/api/v1/meetings')
  const lists = await list(page, '/api/v1/lists')
  const calls = await list(page, '/api/v1/calls')
  const amendment = (await list(page, '/api/v1/amendments')).find(
    (candidate) => candidate.status === 'tabled',
  )
  const here = `/meetings/${meetings.find((meeting) => meeting.status === 'open')?.id}`
  const desk = `${here}/recommendations/${amendment?.recommendation}`
  const open = calls.find((call) => call.status === 'open')?.id
  const home = await (await page.request.get('/')).text()
  const idAfter = (folder: string) => new RegExp(`/${folder}/([0-9A-Z]{26})`, 'u').exec(home)?.[1]
  const group = `/groups/${idAfter('groups')}`
  return [
    '/',
    here,
    `/meetings/${meetings[0]?.id}`,
    `${here}?q=nothing-has-this-word`,
    desk,
    `${desk}?authors&tab=people`,
    `${desk}?tab=positions`,
    `${desk}?tab=history`,
    `${desk}/history`,
    `${desk}/amendments/${amendment?.id}`,
    `${here}/consolidation`,
    `${here}/consolidation?groups`,
    `${here}/proposals`,
    `${here}/adoption`,
    `${here}/list`,
    `${here}/import`,
    `${here}/floor`,
    `${here}/projector`,
    `/lists/${lists[0]?.id}`,
    `/calls/new?list=${lists[0]?.id}`,
    `/calls/${open}`,
    `/recommendations/${amendment?.recommendation}/lineage`,
    '/groups',
    group,
    ...['people', 'people/table', 'delegations', 'vocabulary', 'settings', 'outbox', 'record'].map(
      (page) => `${group}/${page}`,
    ),
    `${here}/plan`,
    `${here}/rights`,
    `${here}/silence`,
    `${here}/status`,
    `/workplans/${idAfter('workplans')}/plan`,
    '/today',
    '/notices',
    '/vocabulary',
    '/account',
    '/nowhere',
  ]
}

/** How much wider than the screen the page is, in pixels. */
const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const screens = {
  'wide, in English': { language: 'en', viewport: { width: 1440, height: 900 } },
  'on a phone, in Arabic': { language: 'ar', viewport: { width: 390, height: 844 } },
} as const

test.for(Object.entries(screens))(
  'every page can be opened, read by everyone and fits, %s',
  async ([, { language, viewport }], { signIn }) => {
    const page = await signIn('secretariat', { viewport })
    const wrong: Record<string, unknown> = {}
    for (const path of await addresses(page)) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
      await page.locator('html[data-hydrated]').waitFor()
      await picture(page, `page-${language}-${path.replace(/[^a-z]+/giu, '-')}`)
      const found = {
        violations: await violationsOn(page),
        overhang: await overhang(page),
        // Each says what it is; only where nothing is, there is nothing to say.
        title: await page.title(),
      }
      const isNamed = found.title.includes(' · ') || path === '/nowhere'
      if (found.violations.length > 0 || found.overhang > 0 || !isNamed) wrong[path] = found
    }
    expect(wrong).toEqual({})
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
  },
)

test('whoever has not signed in reads what is public, and signs in, in either language', async ({
  visit,
}) => {
  const page = await visit()
  for (const path of ['/', '/sign-in', '/?lang=ar', '/sign-in?lang=ar', '/nowhere']) {
    await page.goto(path)
    expect(await violationsOn(page)).toEqual([])
  }
  await picture(page, 'nowhere-arabic')
})

test('where the rail finds no place, the meeting and the other texts are in a drawer above the text', async ({
  signIn,
  ownServer,
}) => {
  // A text that other tests adopt has no amendments to lead to any more.
  const server = await ownServer()
  const page = await signIn({ delegation: 'BRA' }, { viewport: { width: 1200, height: 800 } }, server)
  const amendment = (await list(page, '/api/v1/amendments')).find(({ status }) => status === 'tabled')
  const open = (await list(page, '/api/v1/meetings')).find(({ status }) => status === 'open')
  await page.goto(`/meetings/${open?.id}/recommendations/${amendment?.recommendation}`)
  const drawer = page.locator('nav.desk-drawer')
  await drawer.locator('summary').click()
  expect(await drawer.locator('[aria-current="page"]').isVisible()).toBe(true)
  await drawer.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).click()
  await page.waitForURL(`**/meetings/${open?.id}`)
})

test('a visitor is told that participants see what is negotiated', async ({ visit, ownServer }) => {
  // Once everything is adopted, all of it is public.
  const { url } = await ownServer()
  const page = await visit({ baseURL: url })
  const open = (await list(page, '/api/v1/meetings')).find(({ status }) => status === 'open')
  await page.goto(`/meetings/${open?.id}`)
  await page.getByText('Texts under negotiation are visible to participants.').waitFor()
  expect(await page.getByText('Nothing has been tabled').count()).toBe(0)
})

test('one sees where one is and goes back by steps, and the look that was chosen stays', async ({
  visit,
}) => {
  const page = await visit()
  const [meeting] = await list(page, '/api/v1/meetings')
  const [issued] = await list(page, '/api/v1/lists')
  await page.goto(`/lists/${issued?.id}`)
  const trail = page.getByRole('navigation', { name: 'You are here' })
  await expect.poll(() => trail.getByRole('link').count()).toBe(3)
  await trail.getByRole('link').last().click()
  await page.waitForURL(/\/meetings\//u)
  await expect.poll(() => trail.getByRole('link').count()).toBe(2)
  await trail.getByRole('link').last().click()
  await page.waitForURL(/\/workplans\//u)

  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const light = await background()
  await page.getByRole('link', { name: 'Dark' }).click()
  await page.waitForURL(/theme=dark/u)
  const dark = await background()
  expect(dark).not.toBe(light)
  await page.goto(`/meetings/${meeting?.id}`)
  expect(await background()).toBe(dark)
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('link', { name: 'Light', exact: true }).click()
  await page.waitForURL(/theme=light/u)
  expect(await background()).toBe(light)
})

test('who goes to another page by keyboard is at its heading, and goes on from there', async ({ signIn }) => {
  const page = await signIn({ delegation: 'BRA' })
  await page.goto('/')
  await page.locator('html[data-hydrated]').waitFor()
  await page.getByRole('link', { name: 'My tasks' }).press('Enter')
  await page.waitForURL('**/today')
  const heading = page.getByRole('heading', { level: 1 })
  await expect
    .poll(() => heading.evaluate((element) => element === document.activeElement && element.textContent))
    .toBe('My tasks')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('#content') !== null)).toBe(true)
})
