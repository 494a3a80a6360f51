import { join } from 'node:path'
import { expect } from 'vitest'
import { openDatabase } from '#db/client'
import { picture, test } from './test'

test('a meeting is postponed, opened and closed from its page, which follows for whoever reads it', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const db = openDatabase(join(server.dataDir, 'rapporteur.sqlite'))
  const { id } = await db
    .updateTable('meeting')
    .set({ status: 'planned' })
    .where('kind', '=', 'evaluation')
    .returning('id')
    .executeTakeFirstOrThrow()
    .finally(() => db.destroy())
  const chair = await signIn('chair', {}, server)
  const reader = await signIn({ delegation: 'BRA' }, {}, server)
  for (const page of [chair, reader]) await page.goto(`/meetings/${id}`)
  const head = reader.locator('.meeting-head')
  await expect.poll(() => head.innerText()).toContain('Planned')
  expect(await reader.getByText('Open, conclude or postpone').count()).toBe(0)
  await reader.getByLabel('Search the texts').fill('half a thou')

  // What is refused keeps what was typed.
  await chair.getByText('Open, conclude or postpone').click()
  await chair.getByLabel('First day').fill('2021-07-08')
  await chair.getByLabel('Last day').fill('2021-07-06')
  await chair.getByLabel('Reason').fill('The building is closed.')
  await chair.getByRole('button', { name: 'Postpone' }).click()
  await chair.getByRole('alert').waitFor()
  expect(await chair.getByLabel('Reason').inputValue()).toBe('The building is closed.')
  await picture(chair, 'meeting-postpone')
  await chair.getByLabel('Last day').fill('2021-07-09')
  await chair.getByRole('button', { name: 'Postpone' }).click()
  for (const page of [chair, reader]) {
    await page.getByText('Postponed from 6–8 April 2021 to 8–9 July 2021: The building is closed.').waitFor()
  }
  await chair.getByText('Open, conclude or postpone').click()
  await chair.getByRole('button', { name: 'Open the meeting' }).click()
  await head.getByText('Open', { exact: true }).waitFor()
  await chair.getByText('Open, conclude or postpone').click()
  await chair.getByRole('button', { name: 'Conclude the meeting' }).click()
  await head.getByText('Concluded', { exact: true }).waitFor()
  expect(await reader.getByLabel('Search the texts').inputValue()).toBe('half a thou')
})

test('a draft is given up, and its drafters still find it', async ({ signIn, ownServer }) => {
  const page = await signIn({ delegation: 'BRA' }, {}, await ownServer())
  await page.goto('/')
  await page.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await page.getByRole('button', { name: 'Start drafting' }).click()
  const text = page.getByRole('textbox', { name: 'Working text' })
  await page.getByText('✓ Saved').waitFor()
  await text.click()
  await text.pressSequentially('On second thoughts.')
  await page.getByText('✓ Saved').waitFor()
  await page.locator('summary', { hasText: 'Discard this draft' }).click()
  await page.getByRole('button', { name: 'Discard this draft' }).click()
  await page.locator('.sheet header').getByText('Withdrawn').waitFor()
  await page.getByText('this text is closed for editing').waitFor()
  await page.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  const found = page.getByRole('link', { name: 'On second thoughts.' })
  await page.getByRole('heading', { level: 1, name: 'Seventh meeting (stocktaking)' }).waitFor()
  expect(await found.count()).toBe(0)
  await page.getByLabel('Status').selectOption({ label: 'Withdrawn' })
  await found.waitFor()
})
