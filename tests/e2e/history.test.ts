import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { expectAccessible } from './accessible'
import { picture, test } from './test'

const patient = { timeout: 15_000 }
const workingText = (page: Page) => page.getByRole('textbox', { name: 'Working text' })

/** A draft of the page's delegation, tabled. */
async function tableDraft(page: Page, words: string): Promise<string> {
  await page.goto('/')
  await page.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await page.getByRole('button', { name: 'Start drafting' }).click()
  await page.getByText('✓ Saved').waitFor()
  await workingText(page).click()
  await workingText(page).pressSequentially(words)
  await page.getByText('✓ Saved').waitFor()
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  await page.locator('.sheet header').getByText('Tabled', { exact: true }).waitFor()
  return page.url()
}

test('the life of a text is gone through, compared and an earlier text restored', async ({ signIn }) => {
  const [delegate, rapporteur] = [await signIn({ delegation: 'KEN' }), await signIn('rapporteur')]
  const address = await tableDraft(delegate, 'States should train their judges.')
  await rapporteur.goto(address)
  await rapporteur.getByText('✓ Saved').waitFor()
  await workingText(rapporteur).click()
  await workingText(rapporteur).press('Control+a')
  await workingText(rapporteur).pressSequentially('Nothing of it.')
  await rapporteur.getByText('✓ Saved').waitFor()
  await rapporteur.goto(`${address}?tab=history`)
  await rapporteur.getByRole('link', { name: 'Open the history' }).click()
  const slider = rapporteur.getByRole('slider', { name: 'Revision' })
  const text = rapporteur.locator('.history-text .sheet .diff')
  await expect.poll(() => text.innerText(), patient).toContain('Nothing of it.')
  // With the keyboard, as every control.
  await slider.focus()
  await slider.press('Home')
  await expect.poll(() => text.innerText(), patient).toBe('States should train their judges.')
  await rapporteur.getByText('✓ Version 1 matches the record').waitFor()
  await picture(rapporteur, 'history')
  await expectAccessible(rapporteur)
  await rapporteur.getByRole('button', { name: 'Play' }).click()
  await expect.poll(() => text.innerText(), patient).toContain('Nothing of it.')
  await rapporteur.goBack()
  await rapporteur.getByRole('link', { name: 'Open the history' }).click()
  await slider.focus()
  await slider.press('Home')
  await rapporteur.getByText('Restore this text…').click()
  await rapporteur.getByRole('button', { name: 'Restore this text' }).click()
  await expect
    .poll(() => workingText(rapporteur).innerText(), patient)
    .toBe('States should train their judges.')
  await rapporteur.getByRole('link', { name: 'Who wrote what' }).click()
  await rapporteur.getByLabel('Who wrote what').getByText('Kenya').waitFor()
  expect(await rapporteur.getByLabel('Who wrote what').getByText('Rapporteur').count()).toBe(0)
  await rapporteur.setViewportSize({ width: 390, height: 800 })
  await rapporteur.goto(`${address}/history?lang=ar`)
  await rapporteur.getByRole('slider').waitFor()
  await picture(rapporteur, 'history-arabic-phone')
})

test('the pen is taken away in mid-word: the words are kept and become an amendment', async ({ signIn }) => {
  const [delegate, chair] = [await signIn({ delegation: 'KEN' }), await signIn('chair')]
  const address = await tableDraft(delegate, 'States should train.')
  await chair.goto(`${address}?tab=people`)
  await chair.getByLabel('Give the pen to').selectOption({ label: 'Kenya' })
  await chair.getByLabel('For how long').selectOption({ label: '30 minutes' })
  await chair.getByRole('button', { name: 'Give the pen' }).click()
  await chair.getByText(/until \d/).waitFor()
  await picture(chair, 'pen')
  await delegate.getByText('✓ Saved').waitFor()
  await workingText(delegate).click()
  await workingText(delegate).press('Control+End')
  await workingText(delegate).pressSequentially(' Judges ')
  await delegate.getByText('✓ Saved').waitFor()
  // The line is down when the pen is taken: what is typed meanwhile comes too late.
  await delegate.context().setOffline(true)
  await delegate.evaluate(() => window.dispatchEvent(new Event('offline')))
  await workingText(delegate).pressSequentially('and prosecutors.')
  await chair.getByRole('button', { name: /^Withdraw/ }).click()
  await chair.locator('.desk-side').getByText('None').first().waitFor()
  await delegate.context().setOffline(false)
  const refused = delegate.getByRole('alert').filter({ hasText: 'you may no longer edit this text' })
  await refused.waitFor({ timeout: 30_000 })
  await expect.poll(() => workingText(delegate).innerText(), patient).toContain('and prosecutors.')
  await picture(delegate, 'refused')
  await refused.getByRole('button', { name: 'Propose as an amendment' }).click()
  await delegate.waitForURL(/amendments/)
  await expect
    .poll(() => delegate.getByRole('textbox').first().innerText(), patient)
    .toContain('Judges and prosecutors.')
  // Back at the paragraph nothing is left over of the refused edit.
  await delegate.goto(address)
  await delegate.getByText('your delegation does not hold the pen').waitFor()
  expect(await workingText(delegate).innerText()).not.toContain('prosecutors')
})
