import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import mammoth from 'mammoth'
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { expectAccessible } from './accessible'
import { agree } from './agree'
import { picture, test } from './test'

const patient = { timeout: 15_000 }

/** The evaluation meeting's page, from the home page. */
async function openMeeting(page: Page, name = 'Seventh meeting (stocktaking)') {
  await page.goto('/')
  await page.getByRole('link', { name }).first().click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

test('from a draft of two delegations to the adopted list as a Word file', async ({ signIn }) => {
  const brazil = await signIn({ delegation: 'BRA' })
  const kenya = await signIn({ delegation: 'KEN' })
  const japan = await signIn({ delegation: 'JPN' })
  const rapporteur = await signIn('rapporteur')
  const chair = await signIn('chair')

  // Brazil drafts and invites Kenya; both write.
  await openMeeting(brazil)
  await brazil.getByRole('button', { name: 'Start drafting' }).click()
  const text = brazil.getByRole('textbox', { name: 'Working text' })
  await brazil.getByText('✓ Saved').waitFor()
  const desk = brazil.url()
  await kenya.goto(desk)
  await kenya.getByRole('heading', { name: 'Page not found' }).waitFor()
  await brazil.getByRole('link', { name: 'Delegations' }).click()
  await brazil.getByLabel('Invite a delegation').selectOption({ label: 'Kenya' })
  await brazil.getByRole('button', { name: 'Invite', exact: true }).click()
  await brazil.getByRole('button', { name: 'Withdraw Kenya' }).waitFor()
  await kenya.goto(desk)
  await kenya.getByText('✓ Saved').waitFor()
  await text.click()
  await text.pressSequentially('States should report attacks on hospitals promptly.')
  const same = kenya.getByRole('textbox', { name: 'Working text' })
  await expect.poll(() => same.innerText(), patient).toContain('promptly.')
  await same.click()
  await same.press('Control+End')
  await same.pressSequentially(' They should help one another.')
  await expect.poll(() => text.innerText(), patient).toContain('one another.')
  await brazil.getByText('✓ Saved').waitFor()

  // It is tagged and tabled; Kenya's screen follows.
  await brazil.getByLabel('Add a tag or mandate').fill('Training')
  await brazil.getByRole('button', { name: 'Add', exact: true }).click()
  await brazil.getByRole('button', { name: 'Remove Training' }).waitFor()
  await brazil.getByRole('button', { name: 'Table', exact: true }).click()
  await kenya.getByText('your delegation does not hold the pen').waitFor()
  await brazil.goto(`${desk}?authors`)
  const legend = brazil.getByRole('list', { name: 'Who wrote what' })
  await legend.getByText('Kenya').waitFor()
  await picture(brazil, 'who-wrote-what')

  // Japan amends, the Rapporteur accepts, Brazil is told.
  await japan.goto(desk)
  await japan.getByRole('button', { name: 'Propose an amendment' }).click()
  const fork = japan.getByRole('textbox', { name: 'Text with your changes' })
  await japan.getByText('✓ Saved').waitFor()
  await fork.click()
  await fork.press('Control+Home')
  await fork.pressSequentially('All ')
  await japan.locator('ins', { hasText: 'All' }).waitFor()
  await japan.getByText('✓ Saved').waitFor()
  await picture(japan, 'amendment-draft')
  await japan.getByLabel('Rationale (visible to all delegations)').fill('Nobody is exempt.')
  await japan.getByRole('button', { name: 'Table the amendment' }).click()
  await japan.getByText('Tabled', { exact: true }).waitFor()
  await rapporteur.goto(desk)
  await rapporteur.getByRole('link', { name: 'Japan' }).click()
  await rapporteur.getByRole('heading', { name: 'The text if accepted' }).waitFor()
  await picture(rapporteur, 'amendment-decision')
  await expectAccessible(rapporteur)
  await brazil.goto(desk)
  await rapporteur.getByRole('button', { name: 'Accept the amendment' }).click()
  await brazil.getByText('Accepted', { exact: true }).waitFor()
  await expect.poll(() => text.innerText(), patient).toContain('All States should report')

  // The secretariat's work: one paragraph of it, the rest is not retained; coverage is complete.
  await openMeeting(rapporteur)
  await rapporteur.getByRole('link', { name: 'Consolidation desk' }).click()
  // The meeting page has a search field of the same name: what is typed before the desk is there goes to it.
  await rapporteur.waitForURL(/\/consolidation/u)
  await rapporteur.getByText('preliminary items').first().waitFor()
  await picture(rapporteur, 'consolidation')
  await rapporteur.getByLabel('Search the texts').fill('attacks on hospitals')
  await rapporteur.getByRole('button', { name: 'Search' }).click()
  await rapporteur.getByText('1 preliminary item').waitFor()
  await rapporteur.getByRole('checkbox').check()
  await rapporteur.getByRole('button', { name: 'Carry over' }).click()
  await rapporteur.getByRole('textbox', { name: 'Consolidated paragraph' }).waitFor()
  await picture(rapporteur, 'consolidation-paragraph')
  await expectAccessible(rapporteur)
  await chair.goto(new URL(rapporteur.url()).pathname.replace('consolidation', 'adoption'))
  await chair.getByText('The list cannot be adopted yet').waitFor()
  await chair.getByRole('button', { name: 'Adopt the list' }).click()
  await chair.getByText('Not every preliminary item has a disposition yet.').waitFor()
  await rapporteur.goto(`${new URL(rapporteur.url()).pathname}?open`)
  const boxes = rapporteur.getByRole('checkbox')
  await boxes.first().waitFor()
  for (const box of await boxes.all()) await box.check()
  await rapporteur
    .getByRole('region', { name: 'Selection' })
    .getByText('Not retained', { exact: true })
    .click()
  await rapporteur.getByLabel('Reason').fill('Covered by other paragraphs.')
  await rapporteur.getByRole('button', { name: 'Record as not retained' }).click()
  await rapporteur.getByText('Every preliminary item has a disposition').waitFor()

  // The Chair lifts what is open: brackets first, then every paragraph is agreed.
  const adoption = chair.url()
  await chair.reload()
  const open = chair.locator('section', { has: chair.getByRole('heading', { name: 'not agreed yet' }) })
  const links = await open
    .getByRole('link')
    .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''))
  expect(links.length).toBeGreaterThan(3)
  for (const link of links) {
    await chair.goto(link)
    await agree(chair)
    const outcome = chair.locator('.sheet header').getByText('Agreed ad referendum')
    const refused = chair.getByRole('alert')
    await outcome.or(refused).first().waitFor()
    if (await refused.isVisible()) {
      expect(await refused.innerText()).toContain('open brackets')
      // What a delegation put in brackets, the Chair lifts.
      await chair.getByRole('button', { name: /^Lift the brackets/ }).click()
      await chair.getByRole('dialog', { name: 'Lift' }).getByRole('button', { name: 'Lift' }).click()
      await expect.poll(() => chair.locator('.live-document .bracket').count(), patient).toBe(0)
      await agree(chair)
      await outcome.waitFor()
    }
  }
  await chair.goto(adoption)
  await chair.getByText('The list can be adopted').waitFor()
  await chair.getByRole('button', { name: 'Adopt the list' }).click()
  await chair.getByRole('heading', { name: 'Conclusions and recommendations agreed upon' }).waitFor()
  await picture(chair, 'adopted-list')
  await expectAccessible(chair)

  // Anyone can take it away as a Word file, numbered across headings, and ask where a paragraph comes from.
  const [download] = await Promise.all([
    chair.waitForEvent('download'),
    chair.getByRole('link', { name: 'Word', exact: true }).click(),
  ])
  const file = await readFile(await download.path())
  const { value } = await mammoth.extractRawText({ buffer: file })
  expect(value).toContain(
    'All States should report attacks on hospitals promptly. They should help one another.',
  )
  // Word counts by itself: each paragraph of the list is one of a numbered list.
  const { 'word/document.xml': xml } = unzipSync(file)
  const items = strFromU8(xml ?? new Uint8Array()).match(/<w:pStyle w:val="Item"\/>.*?<\/w:pPr>/gu) ?? []
  expect(items.length).toBeGreaterThanOrEqual(9)
  expect(items.every((item) => item.includes('<w:numPr>'))).toBe(true)
  const plain = await chair.request.get(`${new URL(chair.url()).pathname}.txt`)
  expect(await plain.text()).toMatch(/^9 {2}/mu)
  await chair.getByRole('listitem').filter({ hasText: 'attacks on hospitals' }).getByTitle('Lineage').click()
  await chair.getByRole('heading', { name: 'From one preliminary item' }).waitFor()
  await chair.getByText('carried over').waitFor()
  await picture(chair, 'lineage')
  await expectAccessible(chair)
})
