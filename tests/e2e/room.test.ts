import { expect } from 'vitest'
import { expectAccessible } from './accessible'
import { picture, test } from './test'

const patient = { timeout: 15_000 }

/** A moment two days from now, as a form takes it. */
const inTwoDays = () => `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T18:00`

test('the room: a paragraph on the screen, the floor, positions, a silence that is broken', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const [chair, kenya, screen] = [
    await signIn('chair', {}, server),
    await signIn({ delegation: 'KEN' }, {}, server),
    await signIn('secretariat', {}, server),
  ]
  await chair.goto('/')
  await chair.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await chair.waitForURL(/meetings\/\w+$/)
  const meeting = chair.url()
  await screen.goto(`${meeting}/projector`)
  await screen.getByText('Nothing is on the screen yet.').waitFor()
  await chair.goto(`${meeting}?status=under-discussion`)
  await chair.locator('main a[href*="/recommendations/"]').first().click()
  await chair.getByRole('button', { name: 'Show on the room display' }).click()
  const address = chair.url().split('?')[0] ?? ''
  // No reload: the screen shows it by itself.
  await expect
    .poll(() => screen.locator('.projector-text .document-text').first().innerText(), patient)
    .not.toBe('')
  await kenya.goto(`${meeting}/floor`)
  await kenya.getByRole('button', { name: 'Ask for the floor' }).click()
  await kenya.getByRole('button', { name: /^Remove from the list/ }).waitFor()
  await expectAccessible(kenya)
  await chair.goto(`${meeting}/floor`)
  await chair.getByRole('button', { name: /^Give the floor/ }).click()
  await chair.getByRole('timer').waitFor()
  await screen
    .getByRole('contentinfo', { name: 'List of speakers' })
    .or(screen.locator('.projector-floor'))
    .getByText('Kenya')
    .waitFor()
  await screen.setViewportSize({ width: 1920, height: 1080 })
  await picture(screen, 'projector')
  await expectAccessible(screen)
  await expectAccessible(chair)
  await picture(chair, 'console')
  await screen.goto(`${meeting}/projector?lang=ar`)
  await screen.locator('.projector-floor').getByText('كينيا').waitFor()
  await picture(screen, 'projector-arabic')

  await kenya.goto(`${address}?tab=positions`)
  await kenya.getByLabel('Need changes').check()
  await kenya.getByLabel(/In a few words/).fill('The deadline is too short for small administrations.')
  await kenya.getByRole('button', { name: 'Submit our position' }).click()
  await kenya.locator('.positions').getByText('Need changes').waitFor()
  await picture(kenya, 'positions')
  await expectAccessible(kenya)

  await chair.goto(`${address}?tab=positions`)
  await chair.locator('.positions').getByText('The deadline is too short').waitFor()
  await chair.getByText('Place under silence procedure', { exact: true }).first().click()
  await chair.getByLabel('Considered agreed unless a delegation objects before').fill(inTwoDays())
  await chair.getByRole('button', { name: 'Place under silence procedure' }).click()
  await kenya.getByText(/Under silence procedure: it will be considered agreed on/).waitFor()
  await picture(kenya, 'silence')
  await kenya.getByText('Break the silence', { exact: true }).first().click()
  await kenya.getByLabel(/Reason/).fill('Not before the deadline is longer.')
  await kenya.getByRole('button', { name: 'Break the silence' }).click()
  await chair.getByText('The last silence was broken by').waitFor()
  await chair.getByText('Not before the deadline is longer.').waitFor()

  // Whoever follows the Chair goes where the Chair goes.
  await kenya.goto(`${address}?follow`)
  await chair.goto(`${meeting}?status=agreed-ad-referendum`)
  await chair.locator('main a[href*="/recommendations/"]').first().click()
  await chair.getByRole('button', { name: 'Show on the room display' }).click()
  const there = new URL(chair.url()).pathname
  await kenya.waitForURL((url) => url.pathname === there && url.search.includes('follow'))

  // Whoever is writing is told, and not taken away.
  await kenya.goto(`${there}?follow&tab=positions`)
  await kenya.getByText('Record a statement').first().click()
  await kenya.getByLabel('Statement', { exact: true }).fill('A half-written reason')
  await chair.goto(`${meeting}/floor`)
  await chair.getByText('Present', { exact: true }).waitFor()
  await chair.getByText('Who is here').click()
  await chair.locator('.presence-people').getByText('Kenya').waitFor()
  // The paragraph that is on the screen may be the last one.
  await chair.keyboard.press(
    (await chair.getByRole('button', { name: /^Next/ }).isEnabled()) ? 'Alt+PageDown' : 'Alt+PageUp',
  )
  await kenya.getByText('The Chair has moved to another paragraph.').waitFor()
  expect(await kenya.getByLabel('Statement', { exact: true }).inputValue()).toBe('A half-written reason')
  await kenya.getByRole('link', { name: 'Go there' }).click()
  await kenya.waitForURL((url) => url.pathname !== there && url.search.includes('follow'))
  await kenya.reload()
  await kenya.getByRole('link', { name: /stop/ }).click()
  await kenya.waitForURL((url) => !url.search.includes('follow'))

  // The list closes and reopens; a point of order is still taken.
  await chair.getByRole('button', { name: 'Close the list' }).click()
  await kenya.goto(`${meeting}/floor`)
  await kenya.getByText('The list of speakers is closed.').waitFor()
  await kenya.getByRole('button', { name: 'Raise a point of order' }).click()
  await kenya.locator('.floor-waiting').getByText('Point of order').waitFor()
  await picture(chair, 'console-full')
  await chair.setViewportSize({ width: 390, height: 844 })
  await picture(chair, 'console-phone')
  await expectAccessible(chair)

  // The screen comes back by itself when its line was down, and shows what it missed.
  await screen.goto(`${meeting}/projector?lang=en`)
  await screen.getByText('The list of speakers is closed.').waitFor()
  const loaded = await screen.evaluate(() => performance.timeOrigin)
  await screen.context().setOffline(true)
  await screen.getByText('Connection lost').waitFor(patient)
  await chair.getByRole('button', { name: 'Reopen the list' }).click()
  await chair.getByRole('button', { name: 'Text only' }).click()
  await screen.context().setOffline(false)
  await screen.getByText('The list of speakers is closed.').waitFor({ state: 'hidden', ...patient })
  await screen.getByText('Connection lost').waitFor({ state: 'hidden', ...patient })
  expect(await screen.evaluate(() => performance.timeOrigin)).toBe(loaded)
  await picture(screen, 'projector-text')
})
