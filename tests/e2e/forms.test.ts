import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { test } from './test'

async function openDesk(page: Page): Promise<void> {
  const answer = await page.request.get('/api/v1/recommendations')
  const { items } = (await answer.json()) as { items: { id: string; meeting: string; stage: string }[] }
  const item = items.find((one) => one.stage === 'consolidated')
  await page.goto(`/meetings/${item?.meeting}/recommendations/${item?.id}?tab=positions`)
}

const wrongTerm = 'A term that is in no vocabulary'

test('a refusal stands in the form that caused it, marks the field, and goes there', async ({ signIn }) => {
  const page = await signIn('rapporteur')
  await openDesk(page)
  await page.locator('html[data-hydrated]').waitFor()
  const form = page.locator('form.tag-form')
  const term = form.getByLabel('Add a tag or mandate')
  await term.fill(wrongTerm)
  await form.getByRole('button').click()
  await form.getByRole('alert').getByText('There is no such term in the vocabulary').waitFor()
  expect(await term.getAttribute('aria-invalid')).toBe('true')
  const described = await term.getAttribute('aria-describedby')
  expect(await page.locator(`[id="${described}"]`).innerText()).toContain('no such term')
  expect(await term.evaluate((field) => field === document.activeElement)).toBe(true)
  expect(await term.inputValue()).toBe(wrongTerm)
})

test('without scripts the page comes back with the refusal and the words, and success leads back to the same tab', async ({
  signIn,
}) => {
  const page = await signIn('rapporteur', { javaScriptEnabled: false })
  await openDesk(page)
  const form = page.locator('form.tag-form')
  await form.getByLabel('Add a tag or mandate').fill(wrongTerm)
  await form.getByRole('button').click()
  await form.getByRole('alert').getByText('There is no such term in the vocabulary').waitFor()
  expect(await form.getByLabel('Add a tag or mandate').inputValue()).toBe(wrongTerm)

  const known = await form.locator('datalist option').first().getAttribute('value')
  await form.getByLabel('Add a tag or mandate').fill(known ?? '')
  await form.getByRole('button').click()
  await page.locator('.tag-panel .chip', { hasText: known ?? '' }).waitFor()
  expect(new URL(page.url()).search).toBe('?tab=positions')
  // Nobody reads the address of an act: it leads to its page.
  await page.goto(new URL(page.url()).pathname + '/tag')
  expect(new URL(page.url()).pathname).not.toContain('/tag')
})
