import axe from 'axe-core'
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { picture, test } from './test'

const patient = { timeout: 15_000 }
const evaluation = 'Seventh meeting (stocktaking)'

async function expectAccessible(page: Page) {
  // The page's own policy forbids injected scripts; evaluating is the browser's door for tools.
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const tool = Reflect.get(window, 'axe') as typeof axe
    return (await tool.run()).violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`,
    )
  })
  expect(violations).toEqual([])
}

async function expectNoSideways(page: Page) {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(over).toBeLessThanOrEqual(0)
}

/** The paragraph of the sample that begins like this. */
async function openParagraph(page: Page, beginning: string) {
  await page.goto('/')
  await page.getByRole('link', { name: evaluation }).first().click()
  await page
    .getByRole('link', { name: new RegExp(`^${beginning}`) })
    .first()
    .click()
  await page.waitForURL(/recommendations\/\w+$/)
}

/** Writes into the text of an amendment that is being drafted. */
async function draft(page: Page, name: string, how: (box: ReturnType<Page['getByRole']>) => Promise<void>) {
  const box = page.getByRole('textbox', { name })
  await page.getByText('✓ Saved').waitFor()
  await box.click()
  await box.press('Control+End')
  await how(box)
  await page.getByText('✓ Saved').waitFor()
}

const tabledChip = (page: Page) => page.locator('main').getByText('Tabled', { exact: true }).first()

test('an amendment to an amendment, in three views, is accepted by those whose amendment it changes', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const [canada, nigeria, phone, arabic] = [
    await signIn({ delegation: 'CAN' }, {}, server),
    await signIn({ delegation: 'NGA' }, {}, server),
    await signIn({ delegation: 'KEN' }, { viewport: { width: 390, height: 844 } }, server),
    await signIn({ delegation: 'EGY' }, {}, server),
  ]
  await openParagraph(canada, 'States should train judges')
  const card = canada.locator('.card', { hasText: 'Nigeria' }).first()
  await card.getByText('Add “, prosecutors').or(card.locator('.change-summary')).first().waitFor()
  await card
    .getByRole('link', { name: /Nigeria/ })
    .first()
    .click()
  await canada.getByRole('heading', { level: 1, name: 'Amendment' }).waitFor()
  const parent = canada.url()
  await canada.getByRole('heading', { name: 'Amendments to this amendment' }).waitFor()
  await picture(canada, 'amendment-with-sub')
  await expectAccessible(canada)
  await canada.getByRole('button', { name: 'Amend this amendment' }).click()
  await canada.getByRole('heading', { level: 1, name: 'Amendment to an amendment' }).waitFor()
  await draft(canada, 'Text with your changes', async (box) => {
    await box.press('Backspace')
    await box.pressSequentially(' and shared examples.')
  })
  await canada.locator('ins', { hasText: 'shared examples' }).waitFor()
  await expect
    .poll(() => canada.locator('.change-summary').first().innerText(), patient)
    .toContain('shared examples')
  await canada.getByLabel('Rationale (visible to all delegations)').fill('Examples travel.')
  await canada.getByRole('button', { name: 'Table the amendment' }).click()
  await tabledChip(canada).waitFor()
  const sub = canada.url()

  for (const [name, shown] of [
    ['Side by side', 'table'],
    ['Clean', '.diff'],
    ['In one text', 'ins'],
  ] as const) {
    await canada
      .getByRole('navigation', { name: 'How changes are shown' })
      .getByRole('link', { name })
      .click()
    await canada.locator(`[aria-labelledby=changes] ${shown}`).first().waitFor()
    if (name === 'Clean')
      await expect.poll(() => canada.locator('[aria-labelledby=changes] ins').count()).toBe(0)
    await picture(canada, `amendment-view-${name.replaceAll(' ', '-').toLowerCase()}`)
    await expectAccessible(canada)
  }

  await phone.goto(`${sub}?view=side-by-side`)
  await phone.locator('table.side-by-side').waitFor()
  await expectNoSideways(phone)
  await expectAccessible(phone)
  await picture(phone, 'amendment-phone')
  await arabic.goto(`${sub}?lang=ar`)
  await arabic.getByRole('heading', { level: 1, name: 'تعديل على تعديل' }).waitFor()
  await expectAccessible(arabic)
  await picture(arabic, 'amendment-sub-arabic')

  await nigeria.goto(sub)
  await nigeria.getByRole('heading', { name: 'The amendment if accepted' }).waitFor()
  await picture(nigeria, 'sub-amendment-decision')
  await nigeria.getByRole('button', { name: 'Accept the amendment' }).click()
  await nigeria.locator('main').getByText('Accepted', { exact: true }).first().waitFor()
  await canada.goto(`${parent}?view=clean`)
  await expect
    .poll(() => canada.locator('[aria-labelledby=changes]').innerText(), patient)
    .toContain('shared examples')
})

test('what was withdrawn is taken over by another delegation, and each leads to the other', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const [canada, kenya] = [
    await signIn({ delegation: 'CAN' }, {}, server),
    await signIn({ delegation: 'KEN' }, {}, server),
  ]
  await openParagraph(canada, 'States should train judges')
  await canada.getByRole('button', { name: 'Propose an amendment' }).click()
  await draft(canada, 'Text with your changes', async (box) => {
    await box.press('Backspace')
    await box.pressSequentially(', every year.')
  })
  await canada.getByRole('button', { name: 'Table the amendment' }).click()
  await tabledChip(canada).waitFor()
  const withdrawn = canada.url()
  await canada.getByRole('button', { name: 'Withdraw the amendment' }).click()
  await canada.locator('main').getByText('Withdrawn', { exact: true }).first().waitFor()
  await kenya.goto(withdrawn)
  await picture(kenya, 'amendment-withdrawn')
  await kenya.getByRole('button', { name: 'Reintroduce the amendment' }).click()
  await kenya.getByText(/^Reintroduces the amendment withdrawn by .*Canada/).waitFor()
  await tabledChip(kenya).waitFor()
  await expect.poll(() => kenya.locator('ins').first().innerText(), patient).toContain('every year')
  await kenya.getByRole('link', { name: 'Canada' }).first().click()
  await kenya.getByText('Reintroduced by Kenya').waitFor()
  expect(await kenya.getByRole('button', { name: 'Reintroduce the amendment' }).count()).toBe(0)
})

test('a new paragraph comes into the list, and another is deleted by the Chair', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const [japan, rapporteur, chair] = [
    await signIn({ delegation: 'JPN' }, {}, server),
    await signIn('rapporteur', {}, server),
    await signIn('chair', {}, server),
  ]
  await openParagraph(japan, 'States should train judges')
  const before = japan.url()
  await japan.getByRole('heading', { name: 'Proposed new paragraphs' }).waitFor()
  await japan.getByRole('button', { name: 'Propose a new paragraph after this one' }).click()
  await japan.getByRole('heading', { level: 1, name: 'New paragraph' }).waitFor()
  await draft(japan, 'Text of the new paragraph', async (box) => {
    await box.pressSequentially('States should publish what they learned from each exercise.')
  })
  await picture(japan, 'new-paragraph-draft')
  await expectAccessible(japan)
  const proposal = japan.url()
  await rapporteur.goto(proposal)
  await rapporteur.getByRole('heading', { name: 'Page not found' }).waitFor()
  await japan.getByRole('button', { name: 'Table the amendment' }).click()
  await tabledChip(japan).waitFor()
  await rapporteur.goto(proposal)
  await picture(rapporteur, 'new-paragraph-decision')
  await rapporteur.getByRole('button', { name: 'Accept the new paragraph' }).click()
  await rapporteur.waitForURL(/recommendations\/\w+$/)
  await rapporteur.getByText('Proposed', { exact: true }).first().waitFor()
  const added = rapporteur.url()
  await rapporteur.getByRole('link', { name: 'Lineage' }).click()
  await rapporteur.getByText('This paragraph was proposed in an amendment by Japan').waitFor()
  await picture(rapporteur, 'lineage-of-new-paragraph')
  await japan.goto(before)
  await japan
    .getByRole('link', { name: /States should publish what they learned/ })
    .first()
    .waitFor()

  await japan.getByRole('button', { name: 'Propose to delete this paragraph' }).click()
  await japan.getByRole('heading', { level: 1, name: 'Deletion of a paragraph' }).waitFor()
  await japan.locator('del', { hasText: 'States should train judges' }).waitFor()
  await japan.getByLabel('Rationale (visible to all delegations)').fill('Paragraph 7 says it.')
  await japan.getByRole('button', { name: 'Table the amendment' }).click()
  await tabledChip(japan).waitFor()
  await chair.goto(japan.url())
  await chair.getByText(/without a disposition again/).waitFor()
  await picture(chair, 'deletion-decision')
  await expectAccessible(chair)
  await chair.getByRole('button', { name: 'Accept: the paragraph will not be adopted' }).click()
  await chair.waitForURL(before)
  await chair.getByText('Not adopted', { exact: true }).first().waitFor()
  await chair.goto(added)
  await chair.getByText('Proposed', { exact: true }).first().waitFor()

  const meeting = before.split('/recommendations/')[0] ?? ''
  await japan.setViewportSize({ width: 390, height: 844 })
  await japan.goto(`${meeting}?lang=ar`)
  await japan.getByText('اقتراح فقرة جديدة').click()
  await japan.getByLabel('الموضع').waitFor()
  await expectNoSideways(japan)
  await expectAccessible(japan)
  await picture(japan, 'new-paragraph-form-phone-arabic')
})

test('an earlier version is amended from the list of versions', async ({ signIn, ownServer }) => {
  const server = await ownServer()
  const kenya = await signIn({ delegation: 'KEN' }, {}, server)
  await openParagraph(kenya, 'States should train judges')
  await kenya
    .getByRole('navigation', { name: 'About this text' })
    .getByRole('link', { name: 'Versions' })
    .click()
  await kenya
    .getByRole('button', { name: /^Amend version/ })
    .last()
    .click()
  await kenya.getByRole('heading', { level: 1, name: 'Amendment' }).waitFor()
  await kenya.getByText('✓ Saved').waitFor()
})
