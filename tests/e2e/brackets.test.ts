import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { openDatabase } from '#db/client'
import type { RecommendationId } from '#domain/ids'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { person } from '../live-server'
import { expectAccessible } from './accessible'
import { picture, test } from './test'

const patient = { timeout: 15_000 }

/** A paragraph without brackets, the pen of which two delegations hold; where it is, and its meeting. */
async function aParagraphOfTwoPens(dataDir: string) {
  const db = openDatabase(join(dataDir, 'rapporteur.sqlite'))
  try {
    const { id, meeting_id: meeting } = await db
      .selectFrom('recommendation')
      .select(['id', 'meeting_id'])
      .where('stage', '=', 'consolidated')
      .where('status', '=', 'under-discussion')
      .where('brackets', '=', 0)
      .where('language', '=', 'en')
      .executeTakeFirstOrThrow()
    const rapporteur = await person(db, 'rapporteur')
    for (const code of ['KEN', 'BRA']) {
      const { delegation } = await person(db, code)
      if (delegation) await giveThePen(db, rapporteur, { recommendation: id as RecommendationId, delegation })
    }
    return { meeting: `/meetings/${meeting}`, desk: `/meetings/${meeting}/recommendations/${id}` }
  } finally {
    await db.destroy()
  }
}

const textbox = (page: Page) => page.locator('.live-document [role=textbox]')
const brackets = (page: Page) => page.locator('.live-document .document-text .bracket')
const saved = (page: Page) => page.getByText('✓ Saved').waitFor()

/** Puts the caret among the first letters, by keyboard. */
async function goToBeginning(page: Page) {
  await textbox(page).focus()
  await page.keyboard.press('Control+Home')
}

test('one delegation puts words in brackets; another cannot lift them and loses nothing; the asker lifts', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const { meeting, desk } = await aParagraphOfTwoPens(server.dataDir)
  const [kenya, brazil, chair] = [
    await signIn({ delegation: 'KEN' }, {}, server),
    await signIn({ delegation: 'BRA' }, {}, server),
    await signIn('chair', {}, server),
  ]
  for (const page of [kenya, brazil]) {
    await page.goto(desk)
    await saved(page)
  }
  const before = await textbox(brazil).innerText()

  // Without a selection the button says what it needs; Escape goes back and changes nothing.
  await goToBeginning(kenya)
  await kenya.getByRole('button', { name: '[ ] Brackets' }).click()
  await kenya.getByText('First select the words').waitFor()
  for (let word = 0; word < 2; word++) await kenya.keyboard.press('Control+Shift+ArrowRight')
  await kenya.getByRole('button', { name: '[ ] Brackets' }).click()
  const dialog = kenya.getByRole('dialog', { name: 'Place in brackets' })
  await dialog.waitFor()
  await expectAccessible(kenya)
  await picture(kenya, 'brackets-reason')
  await kenya.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await brackets(kenya).count()).toBe(0)
  await kenya.getByRole('button', { name: '[ ] Brackets' }).click()
  await dialog.getByLabel('Reason').fill('Our parliament has not been consulted.')
  await kenya.keyboard.press('Enter')
  await expect.poll(() => brackets(brazil).count(), patient).toBe(1)
  await saved(kenya)

  const list = brazil.getByRole('region', { name: 'Open brackets' })
  await list.getByText('Open brackets: 1').waitFor()
  await list.getByText('Kenya').waitFor()
  await list.getByText('Our parliament has not been consulted.').waitFor()
  expect(await list.getByRole('button').count()).toBe(0)
  await expect.poll(() => brackets(brazil).first().getAttribute('title'), patient).toContain('Kenya')
  await brazil.locator('.sheet header').getByText('1 open bracket').waitFor()

  // Somebody else neither lifts nor deletes them, is told why, and goes on writing.
  await goToBeginning(brazil)
  await brazil.keyboard.press('ArrowRight')
  await brazil.keyboard.press('ArrowRight')
  await brazil.getByRole('button', { name: '[ ] Brackets' }).click()
  await brazil.getByText('Requested by Kenya').waitFor()
  await brazil.keyboard.press('Control+a')
  await brazil.keyboard.press('Delete')
  await brazil.getByRole('alert').getByText('brackets requested by Kenya').waitFor()
  await picture(brazil, 'brackets-kept')
  await expectAccessible(brazil)
  await brazil.getByRole('button', { name: 'OK' }).click()
  expect(await brackets(brazil).count()).toBe(1)
  await textbox(brazil).focus()
  await brazil.keyboard.press('Control+End')
  await brazil.keyboard.type(' Brazil goes on.')
  await expect.poll(() => textbox(kenya).innerText(), patient).toContain('Brazil goes on.')
  await saved(brazil)

  // How many are open is told of the paragraph, the topic and the meeting.
  await brazil.goto(meeting)
  await brazil
    .getByRole('listitem')
    .filter({ hasText: 'admissibility of evidence' })
    .getByText('1 open bracket')
    .waitFor()
  const counts = await brazil.locator('.chip-brackets').allInnerTexts()
  expect(counts.length).toBeGreaterThan(2)
  await picture(brazil, 'brackets-meeting')
  await chair.goto(desk)
  await chair.getByRole('button', { name: 'Agree ad referendum' }).click()
  await chair.getByRole('alert').getByText('There are open brackets').waitFor()

  const phone = await signIn({ delegation: 'KEN' }, { viewport: { width: 390, height: 844 } }, server)
  await phone.goto(`${desk}?lang=ar`)
  await phone.getByRole('region', { name: 'العبارات الواردة بين معقوفتين' }).waitFor()
  await picture(phone, 'brackets-phone-arabic')
  await expectAccessible(phone)
  const arabic = await signIn('chair', {}, server)
  await arabic.goto(`${desk}?lang=ar`)
  await arabic.getByRole('region', { name: 'العبارات الواردة بين معقوفتين' }).waitFor()
  await picture(arabic, 'brackets-arabic')

  // The asker lifts, with a word about it; everybody sees it go, and it is on record.
  await kenya.getByRole('button', { name: /^Lift the brackets/ }).click()
  await kenya.getByRole('dialog', { name: 'Lift' }).getByLabel('Reason').fill('Parliament agrees.')
  await kenya.keyboard.press('Enter')
  await expect.poll(() => brackets(kenya).count(), patient).toBe(0)
  await expect.poll(() => brackets(chair).count(), patient).toBe(0)
  expect(await textbox(kenya).innerText()).toBe(`${before.trimEnd()} Brazil goes on.`)
  await kenya.goto(`${desk}/history`)
  await kenya.getByText('Brackets lifted').first().waitFor()
})
