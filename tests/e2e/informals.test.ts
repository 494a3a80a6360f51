import { expect } from 'vitest'
import { expectAccessible } from './accessible'
import { picture, test } from './test'

const patient = { timeout: 15_000 }

test('informals: a group is chosen, works apart, and brings one proposal back', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const [chair, kenya, japan, brazil] = [
    await signIn('chair', {}, server),
    await signIn({ delegation: 'KEN' }, {}, server),
    await signIn({ delegation: 'JPN' }, {}, server),
    await signIn({ delegation: 'BRA' }, {}, server),
  ]
  await chair.goto('/')
  await chair.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await chair.waitForURL(/meetings\/\w+$/)
  await chair.goto(`${chair.url()}?status=under-discussion`)
  await chair.locator('main a[href*="/recommendations/"]').first().click()
  await chair.waitForURL(/recommendations\/\w+$/)
  const desk = chair.url()
  await brazil.goto(desk)

  // One delegation is no group.
  await chair.getByRole('link', { name: 'Refer to informals' }).click()
  await chair.getByRole('checkbox', { name: /Kenya/ }).check()
  await chair.getByRole('button', { name: 'Refer to informals' }).click()
  await chair.getByText('Choose at least two delegations for the group.').waitFor()
  await chair.getByLabel('Find a delegation').fill('jap')
  await chair.getByRole('checkbox', { name: /Kenya/ }).waitFor({ state: 'hidden' })
  await chair.getByRole('checkbox', { name: /Japan/ }).check()
  await chair.getByLabel('What the group is asked to settle').fill('The time limit.')
  await picture(chair, 'informals-choose')
  await expectAccessible(chair)
  await chair.getByRole('button', { name: 'Refer to informals' }).click()
  await chair.getByText('Informals in progress').waitFor()
  const group = chair.url()

  // The room learns at once that the group is at work and who is in it, and nothing of its text.
  await brazil.getByText('Informals in progress').waitFor()
  await brazil.getByRole('link', { name: 'Members' }).click()
  await brazil.getByText('The group is meeting apart from the room.').waitFor()
  expect(await brazil.getByRole('textbox', { name: 'The group’s text' }).count()).toBe(0)
  await picture(brazil, 'informals-room')
  await expectAccessible(brazil)

  // Two of the group write at the same time; each sees the other's words.
  await kenya.goto(group)
  await japan.goto(group)
  const [ofKenya, ofJapan] = [kenya, japan].map((page) =>
    page.getByRole('textbox', { name: 'The group’s text' }),
  )
  if (!ofKenya || !ofJapan) throw new Error('Both have the text.')
  await kenya.getByText('Saved').waitFor(patient)
  await ofKenya.click()
  await kenya.keyboard.press('Control+End')
  await kenya.keyboard.type(' Kenya wrote this.')
  await expect.poll(() => ofJapan.innerText(), patient).toContain('Kenya wrote this.')
  await ofJapan.click()
  await japan.keyboard.press('Control+End')
  await japan.keyboard.type(' Japan wrote that.')
  await expect.poll(() => ofKenya.innerText(), patient).toContain('Japan wrote that.')
  await kenya.getByText('Saved').waitFor(patient)
  await picture(kenya, 'informals-work')
  await expectAccessible(kenya)
  await kenya.setViewportSize({ width: 390, height: 844 })
  await picture(kenya, 'informals-work-phone')
  await japan.goto(`${group}?lang=ar`)
  await japan.getByText('Kenya wrote this.').first().waitFor()
  await picture(japan, 'informals-work-arabic')

  await kenya.getByRole('button', { name: 'Bring back to the room' }).click()
  await kenya.waitForURL(/amendments\/\w+$/)
  await kenya.getByText('Tabled').first().waitFor()
  await kenya.getByText('Japan and Kenya').or(kenya.getByText('Kenya and Japan')).first().waitFor()
  // Whoever waited on the group's page is shown what came of it, without a reload.
  await brazil.getByRole('link', { name: 'Proposal of the group' }).click()
  await brazil.getByText('Japan wrote that.').first().waitFor()
})
