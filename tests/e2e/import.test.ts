import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { paragraph, run, wordFile } from '../import-files'
import { expectAccessible } from './accessible'
import { picture, test } from './test'

const patient = { timeout: 15_000 }

/** The page for imports of the meeting that is open for drafting. */
async function openImport(page: Page): Promise<string> {
  await page.goto('/')
  await page.locator('main a[href*="/meetings/"]').first().click()
  await page.waitForURL(/meetings\/\w+$/)
  const address = `${page.url()}/import`
  await page.goto(address)
  return address
}

async function send(page: Page, name: string, file: Uint8Array | string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(file),
  })
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.waitForURL(/\/import\/\w+/)
  await page.getByRole('button', { name: /^Import \d+ recommendation/ }).waitFor(patient)
}

const rowWith = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words }).first()

test('a Word file with tracked changes: one is rejected, a footnote stays with its item, all of it is undone', async ({
  signIn,
  ownServer,
}) => {
  const page = await signIn('secretariat', {}, await ownServer())
  await openImport(page)
  const changed = `<w:p>${run('States should share evidence')}<w:r><w:footnoteReference w:id="2"/></w:r><w:ins w:id="1" w:author="Ann Example">${run(' as quickly as they can')}</w:ins>${run(' with the courts of others.')}</w:p>`
  const body = `${changed}${paragraph('States should train the judges of their highest courts.')}`
  await send(
    page,
    'changes.docx',
    wordFile(body, { footnotes: `<w:footnote w:id="2">${paragraph('As agreed in spring.')}</w:footnote>` }),
  )
  await expectAccessible(page)
  const row = rowWith(page, 'States should share evidence')
  await row.getByText('One tracked change').click()
  await row.getByText('Ann Example').waitFor()
  await picture(page, 'import-tracked')
  await row.getByRole('button', { name: 'Reject' }).click()
  await rowWith(page, 'States should share evidence with the courts of others.').waitFor()
  await page.getByRole('button', { name: 'Import 2 recommendations' }).click()
  await page.getByText('2 recommendations were imported.').waitFor(patient)
  const written = page.url()
  await page.getByRole('link', { name: 'Go to the meeting' }).click()
  await page
    .getByRole('link', { name: /States should share evidence with the courts/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Where it was imported from' }).waitFor(patient)
  await page.getByText('As agreed in spring.').waitFor()
  await picture(page, 'import-source')
  await page.goto(written)
  await page.getByRole('button', { name: 'Undo the whole import' }).click()
  await page.getByText('The import of 2 recommendations was undone.').waitFor(patient)
})

test('a CSV file with unknown proposers: rows are joined, split, corrected and left out, a name is mapped, and it is written', async ({
  signIn,
  ownServer,
}) => {
  const page = await signIn('secretariat', {}, await ownServer())
  await openImport(page)
  const lines = [
    'No;Recommendation;State',
    '5.10;States should keep evidence of crimes safe;Friends of Evidence',
    ';and share it, without delay, with one another.;friends of evidence',
    '6;"States should train:\n(a) their judges of all courts;\n(b) their police in all towns.";Norway',
    '7;States should forget about it altogether.;Norway',
    '8;States should read the records of others;Norway;surplus',
  ]
  await send(page, 'list.csv', `${lines.join('\n')}\n`)
  await page
    .getByText('1 is doubtful', { exact: false })
    .or(page.getByText('one is doubtful'))
    .first()
    .waitFor()
  // Two spellings of one name are one question.
  const unknown = page.getByRole('combobox', { name: /^What “.*” means$/ })
  expect(await unknown.count()).toBe(1)
  await unknown.selectOption({ label: 'Chile' })
  await page.getByRole('button', { name: 'Apply to all rows' }).click()
  await rowWith(page, 'keep evidence of crimes').getByText('Chile').waitFor()
  await rowWith(page, 'keep evidence of crimes')
    .getByRole('button', { name: 'Join with the next row' })
    .click()
  await rowWith(page, 'crimes safe and share it, without delay').waitFor()
  await rowWith(page, 'forget about it').getByRole('button', { name: 'Leave out' }).click()
  await rowWith(page, 'forget about it').getByText('Left out by hand').waitFor()
  await rowWith(page, 'States should train').getByRole('button', { name: 'Split into 3 items' }).click()
  await page.getByRole('button', { name: 'Split into 3 items' }).waitFor({ state: 'detached' })
  const doubtful = rowWith(page, 'read the records')
  await doubtful.getByText('Correct', { exact: true }).click()
  await doubtful.getByRole('textbox', { name: 'Text' }).fill('States should read all the records of others.')
  await doubtful.getByRole('button', { name: 'Keep the correction' }).click()
  await rowWith(page, 'read all the records').getByText('Will be imported').waitFor()
  await picture(page, 'import-corrected')
  await page.getByRole('button', { name: /^Import \d recommendations$/ }).click()
  const said = page.getByText(/^\d recommendations were imported\.$/)
  await said.waitFor(patient)
  const address = page.url()
  await page.getByRole('button', { name: 'Undo the whole import' }).waitFor()
  // What somebody has built on is not undone any more, and the page says why.
  await page.getByRole('link', { name: 'Go to the meeting' }).click()
  await page
    .getByRole('link', { name: /crimes safe and share it/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Take up for discussion' }).click()
  await page.getByRole('button', { name: 'Take up for discussion' }).waitFor({ state: 'detached' })
  await page.goto(address)
  await page.getByText('One of these items has been worked on').waitFor(patient)
  expect(await page.getByRole('button', { name: 'Undo the whole import' }).count()).toBe(0)
})

test('columns that nobody knows are chosen, and without scripts as well', async ({ signIn, ownServer }) => {
  const page = await signIn('secretariat', { javaScriptEnabled: false }, await ownServer())
  const address = await openImport(page)
  await page.locator('input[type=file]').setInputFiles({
    name: 'unknown.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('alpha,beta\n1,States should keep evidence of crimes safe.\n'),
  })
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.waitForURL(/\/import\/\w+/)
  // Without scripts the page asks for itself again.
  await page.getByText('No column of texts was found.').waitFor(patient)
  await page.getByRole('combobox', { name: 'Text', exact: true }).selectOption('beta')
  await page.getByRole('button', { name: 'Read the file again' }).click()
  await rowWith(page, 'keep evidence of crimes safe').waitFor(patient)
  await page.getByRole('button', { name: 'Discard the file' }).click()
  await page.waitForURL(address)
})

test('in Arabic, from right to left and on a telephone', async ({ signIn, ownServer }) => {
  const options = { locale: 'ar', viewport: { width: 390, height: 844 } }
  const page = await signIn('secretariat', options, await ownServer())
  await page.goto('/?lang=ar')
  await page.locator('main a[href*="/meetings/"]').first().click()
  await page.waitForURL(/meetings\/\w+/)
  await page.goto(`${page.url().split('?')[0] ?? ''}/import`)
  await page.locator('input[type=file]').setInputFiles({
    name: 'قائمة.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(
      '١. ينبغي للدول أن تحفظ الأدلة.\n٢. ينبغي للمحاكم أن تتعلم من ذلك (النرويج، شيلي).\n',
    ),
  })
  await page.locator('main form button[type=submit]').first().click()
  await page.waitForURL(/\/import\/\w+/)
  await page.locator('button[value=write]').waitFor(patient)
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await expectAccessible(page)
  await picture(page, 'import-arabic')
  await page.locator('button[value=write]').click()
  await page.locator('button[value=undo]').waitFor(patient)
})
