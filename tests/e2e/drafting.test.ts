import { expect } from 'vitest'
import { picture, test } from './test'

test('two people write in one text at once, a reload shows both, and it is tabled', async ({ signIn }) => {
  const [first, second] = [await signIn({ delegation: 'BRA' }), await signIn({ delegation: 'BRA' })]
  await first.goto('/')
  await picture(first, 'home')
  await first.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await first.getByRole('button', { name: 'Start drafting' }).click()
  const text = first.getByRole('textbox', { name: 'Working text' })
  await first.getByText('✓ Saved').waitFor()
  await second.goto(first.url())
  const same = second.getByRole('textbox', { name: 'Working text' })
  await second.getByText('✓ Saved').waitFor()
  await text.click()
  await same.click()
  await Promise.all([
    text.pressSequentially('Algeria proposes ', { delay: 15 }),
    same.pressSequentially('belgium objects ', { delay: 15 }),
  ])
  const either = ['Algeria proposes belgium objects', 'belgium objects Algeria proposes']
  await expect
    .poll(async () => either.includes((await text.innerText()).trim()), { timeout: 10_000 })
    .toBe(true)
  await expect
    .poll(async () => (await same.innerText()) === (await text.innerText()), { timeout: 10_000 })
    .toBe(true)
  await first.getByText('✓ Saved').waitFor()
  await picture(first, 'desk')
  await first.reload()
  await expect.poll(() => text.innerText(), { timeout: 10_000 }).toContain('belgium objects')
  await first.getByRole('button', { name: 'Table', exact: true }).click()
  await first.locator('.sheet header').getByText('Tabled', { exact: true }).waitFor()
  // Whoever drafted does not edit what is tabled: the text is read-only at once, on the other screen too.
  await second.getByText('your delegation does not hold the pen').waitFor()
})
