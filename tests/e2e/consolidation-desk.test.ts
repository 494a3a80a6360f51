import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { expectAccessible } from './accessible'
import { picture, test, type SampleServer } from './test'

const patient = { timeout: 15_000 }

async function openDesk(page: Page) {
  const { items } = (await (await page.request.get('/api/v1/meetings')).json()) as {
    items: { id: string; status: string }[]
  }
  const open = items.find(({ status }) => status === 'open')
  await page.goto(`/meetings/${open?.id}/consolidation?open`)
  await page.locator('html[data-hydrated]').waitFor()
}

const tray = (page: Page) => page.getByRole('region', { name: 'Selection' })
const cards = (page: Page) => page.locator('[data-item]')
const nameOf = async (page: Page, at: number) =>
  (await cards(page).nth(at).locator('bdi.strong').first().innerText()).trim()

async function twoAtTheDesk(signIn: SignIn, ownServer: () => Promise<SampleServer>) {
  const server = await ownServer()
  const rapporteur = await signIn('rapporteur', {}, server)
  const secretariat = await signIn('secretariat', {}, server)
  await openDesk(rapporteur)
  await openDesk(secretariat)
  return { rapporteur, secretariat }
}
type SignIn = (who: 'rapporteur' | 'secretariat', options: object, server: SampleServer) => Promise<Page>

test('a selection survives pages, searches and what a colleague decides; nothing is selected by itself', async ({
  signIn,
  ownServer,
}) => {
  const { rapporteur, secretariat } = await twoAtTheDesk(signIn, ownServer)
  const [first, second, third] = [
    await nameOf(rapporteur, 0),
    await nameOf(rapporteur, 1),
    await nameOf(rapporteur, 2),
  ]
  for (const at of [0, 1, 2]) await cards(rapporteur).nth(at).getByRole('checkbox').check()
  await tray(rapporteur).getByText(third).waitFor()
  await picture(rapporteur, 'desk-selection')
  await expectAccessible(rapporteur)

  // Another search, another filter and a reload show other items; the selection stays and is in sight.
  await rapporteur.getByLabel('Search the texts').fill('children')
  await rapporteur.getByRole('button', { name: 'Search' }).click()
  await rapporteur.waitForURL(/q=children/u)
  await expect.poll(() => cards(rapporteur).count(), patient).toBeLessThan(5)
  expect(await tray(rapporteur).getByRole('listitem').count()).toBe(3)
  await rapporteur.reload()
  await tray(rapporteur).getByText('3 items selected').first().waitFor()
  expect(await tray(rapporteur).getByRole('button', { name: 'Merge into one paragraph' }).isVisible()).toBe(
    true,
  )

  // A colleague decides on one of them: it leaves the selection, and that is said.
  await cards(secretariat).nth(0).getByRole('checkbox').check()
  await tray(secretariat).getByRole('button', { name: 'Carry over' }).click()
  await secretariat.getByRole('textbox', { name: 'Consolidated paragraph' }).waitFor()
  await rapporteur
    .getByText(`Someone else has decided on this item, which left your selection: ${first}`)
    .waitFor()
  await expect.poll(() => tray(rapporteur).getByRole('listitem').count(), patient).toBe(2)

  // The colleague undoes it: it is not selected again.
  await tray(secretariat).getByText(`Last step: carried over, ${first}`).waitFor()
  await tray(secretariat).getByRole('button', { name: 'Undo' }).click()
  await tray(secretariat).waitFor({ state: 'detached' })
  await openDesk(rapporteur)
  await expect.poll(() => nameOf(rapporteur, 0), patient).toBe(first)
  expect(await cards(rapporteur).nth(0).getByRole('checkbox').isChecked()).toBe(false)
  expect(await cards(rapporteur).nth(1).getByRole('checkbox').isChecked()).toBe(true)
  await tray(rapporteur).getByRole('button', { name: 'Merge into one paragraph' }).click()
  await tray(rapporteur).getByText(`Last step: merged, ${second} and ${third}`).waitFor()
})

test('the whole desk with the keyboard alone', async ({ signIn, ownServer }) => {
  const page = await signIn('rapporteur', {}, await ownServer())
  await openDesk(page)
  const [first, second] = [await nameOf(page, 0), await nameOf(page, 1)]
  const { keyboard } = page
  await cards(page).nth(0).focus()
  await keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys of this desk' }).waitFor()
  await keyboard.press('Escape')
  await keyboard.press('x')
  await keyboard.press('j')
  await keyboard.press('x')
  await tray(page).getByText(second).waitFor()
  await keyboard.press('m')
  await keyboard.press('Enter')
  await tray(page).getByText(`Last step: merged, ${first} and ${second}`).waitFor()

  // One goes on at the next item: not retained, with its reason.
  await expect.poll(() => page.locator('[data-item]:focus').count(), patient).toBe(1)
  const third = (await page.locator('[data-item]:focus bdi.strong').first().innerText()).trim()
  expect([first, second]).not.toContain(third)
  await keyboard.press('n')
  await keyboard.type('It has been implemented.')
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await tray(page).getByText(`Last step: Not retained, ${third}`).waitFor()

  // Undone in their order, each by its name.
  await expect.poll(() => page.locator('[data-item]:focus').count(), patient).toBe(1)
  await keyboard.press('u')
  await keyboard.press('Enter')
  await tray(page).getByText(`Last step: merged, ${first} and ${second}`).waitFor()
  await cards(page).nth(0).focus()
  await keyboard.press('u')
  await keyboard.press('Enter')
  await tray(page).waitFor({ state: 'detached' })
  await expect.poll(() => nameOf(page, 0), patient).toBe(first)
})

test('what belongs together is suggested, selected, refused and stays refused', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const page = await signIn('rapporteur', {}, server)
  await openDesk(page)
  await page.getByRole('link', { name: 'Suggested groups' }).click()
  const group = page.locator('.consolidation-items li.card', { has: page.getByRole('heading') }).first()
  await group.waitFor()
  await picture(page, 'desk-groups')
  await expectAccessible(page)
  const title = await group.getByRole('heading').innerText()
  const before = await page.locator('.consolidation-items li.card').count()
  await group.getByRole('button', { name: /^Select \d/u }).click()
  await expect.poll(() => tray(page).getByRole('listitem').count(), patient).toBeGreaterThan(1)
  await group.getByRole('button', { name: 'They belong together' }).click()
  await group.getByText('Belong together', { exact: true }).waitFor()
  await group.getByRole('button', { name: 'Take the answer back' }).click()
  await group.getByRole('button', { name: 'Not related' }).click()
  await expect.poll(() => page.locator('.consolidation-items li.card').count(), patient).toBe(before - 1)
  await page.reload()
  await expect.poll(() => page.locator('.consolidation-items li.card').count(), patient).toBe(before - 1)
  expect(await page.getByRole('heading', { name: title }).count()).toBe(0)
})

test('a delegation sees what became of its own proposals, and of no others; the secretariat of all', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const secretariat = await signIn('secretariat', {}, server)
  await openDesk(secretariat)
  await secretariat.goto(new URL(secretariat.url()).pathname.replace('consolidation', 'proposals'))
  await secretariat.getByRole('table', { name: 'By topic' }).waitFor()
  await picture(secretariat, 'proposals-coverage')
  await expectAccessible(secretariat)
  await secretariat.getByRole('link', { name: 'Kenya' }).click()
  await secretariat.getByRole('heading', { name: 'What became of the proposals of Kenya' }).waitFor()
  const kenyas = secretariat.url()
  await secretariat
    .getByRole('link', { name: /^In paragraph/u })
    .first()
    .waitFor()
  await picture(secretariat, 'proposals')
  await expectAccessible(secretariat)

  const brazil = await signIn({ delegation: 'BRA' }, {}, server)
  await brazil.goto(kenyas)
  await brazil.getByRole('heading', { name: 'What became of the proposals of Brazil' }).waitFor()
  expect(await brazil.getByRole('table').count()).toBe(0)
})
