import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { violationsOn } from './accessible'
import { test } from './test'

type Call = { id: string; status: string }

const saved = (page: Page) =>
  page.locator('.answer-bar [role=status]', { hasText: '✓ Saved for your delegation' }).waitFor()

/** The field in which one says something about the item at this place of the list. */
const remark = (page: Page, place: number) => page.locator('textarea[name^="body-"]').nth(place)
const position = (page: Page, place: number) => page.locator('select[name^="position-"]').nth(place)

test('two windows of one delegation answer a call: nothing is lost, and one decides what both changed', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const first = await signIn({ delegation: 'IND' }, {}, server)
  const second = await signIn({ delegation: 'IND' }, {}, server)
  const { items } = (await (await first.request.get('/api/v1/calls')).json()) as { items: Call[] }
  const call = items.find(({ status }) => status === 'open')?.id ?? ''
  for (const page of [first, second]) await page.goto(`/calls/${call}/answer`)

  // Each writes on an item of its own, and presses nothing.
  await remark(first, 0).fill('From the first window.')
  await remark(second, 1).fill('From the second window.')
  await Promise.all([saved(first), saved(second)])
  await first.reload()
  expect(await remark(first, 0).inputValue()).toBe('From the first window.')
  expect(await remark(first, 1).inputValue()).toBe('From the second window.')

  // Both write on one item: what was saved first is shown beside what the other one typed.
  await remark(first, 2).fill('First on the third.')
  await saved(first)
  await remark(second, 2).fill('Second on the third.')
  const theirs = second.locator('blockquote', { hasText: 'First on the third.' })
  await theirs.waitFor()
  expect(await remark(second, 2).inputValue()).toBe('Second on the third.')
  await second.getByRole('button', { name: 'Keep what I typed' }).click()
  await theirs.waitFor({ state: 'detached' })
  await saved(second)

  // A position is chosen, never guessed.
  await second.getByRole('button', { name: 'Submit', exact: true }).click()
  await second.getByText('Choose a position for each remark').waitFor()
  for (const place of [0, 1, 2]) await position(second, place).selectOption('observation')
  await second.getByRole('button', { name: 'Submit', exact: true }).click()
  await second.getByText('Your delegation submitted its comments').waitFor()
  await second.getByText('Second on the third.').waitFor()

  // What is typed while the server cannot be reached is there afterwards, and is not submitted by itself.
  await first.goto(`/calls/${call}/answer`)
  await first.context().setOffline(true)
  await remark(first, 3).fill('Typed without a network.')
  await first.getByText('Kept in this browser').waitFor()
  await first.context().setOffline(false)
  await first.reload()
  await first.waitForFunction(() => !document.querySelector('.answer-bar')?.textContent?.includes('✓'))
  await saved(first)
  expect(await remark(first, 3).inputValue()).toBe('Typed without a network.')
  await second.reload()
  await second.getByText('The changes are not submitted yet.').waitFor()
  expect(await second.getByText('Typed without a network.').count()).toBe(0)
})

test('a visitor finds one remark among those that were published, and can point others to it', async ({
  visit,
}) => {
  const page = await visit()
  const { items } = (await (await page.request.get('/api/v1/calls')).json()) as { items: Call[] }
  await page.goto(`/calls/${items.find(({ status }) => status === 'published')?.id}`)
  const submissions = page.locator('details.card')
  const all = await submissions.count()
  await page.getByLabel('Kind').selectOption('Non-governmental organizations')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect.poll(() => submissions.count()).toBe(1)
  expect(all).toBeGreaterThan(1)
  await page.goto(page.url().replace(/\?.*/u, ''))
  await page.getByRole('link', { name: /^Oppose/u }).click()
  await page.waitForURL(/position=objection/u)
  await page.getByText('1 of 5 submissions').waitFor()
  const link = page.getByRole('link', { name: /^Permanent link to the remark on/u })
  const address = await link.getAttribute('href')
  const words = (await page.locator(`[id="${address?.slice(1)}"]`).innerText()).trim()
  expect(await violationsOn(page)).toEqual([])

  const another = await visit()
  await another.goto(`${page.url().replace(/\?.*/u, '')}${address}`)
  const remarked = another.locator(`[id="${address?.slice(1)}"]`)
  await expect.poll(() => remarked.isVisible()).toBe(true)
  expect((await remarked.innerText()).trim()).toBe(words)
})
