import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import mammoth from 'mammoth'
import type { Page } from 'playwright-core'
import { extractText } from 'unpdf'
import { expect } from 'vitest'
import { openDatabase } from '#db/client'
import { actorOf, listMembers } from '#db/queries/participants'
import type { RecommendationId } from '#domain/ids'
import { putUnderSilence } from '#server/commands/silences/begin'
import { expectAccessible } from './accessible'
import { picture, test, type SampleServer } from './test'

const patient = { timeout: 20_000 }

/** A moment two days from now, as a form takes it. */
const inTwoDays = () => `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T18:00`

/** A silence whose deadline is a few seconds away, as if the Chair had begun it some minutes ago. */
async function nearlyOver(server: SampleServer, recommendation: string, seconds: number) {
  const db = openDatabase(join(server.dataDir, 'rapporteur.sqlite'))
  try {
    const chair = (await listMembers(db)).find(({ membership }) => membership.role === 'chair')
    if (!chair) throw new Error('The sample has a chair.')
    const result = await putUnderSilence(
      db,
      actorOf(chair),
      {
        recommendation: recommendation as RecommendationId,
        deadline: new Date(Date.now() + seconds * 1_000),
      },
      new Date(Date.now() - 600_000),
    )
    if (!result.ok) throw new Error(result.refusal)
  } finally {
    await db.destroy()
  }
}

async function download(page: Page, name: string): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ])
  return readFile(await file.path())
}

const pdfText = async (file: Buffer) => {
  const { text } = await extractText(new Uint8Array(file), { mergePages: true })
  return text.replace(/\s+/gu, ' ')
}

test('several paragraphs under silence, one broken, one too late; the status issued and taken away', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const chair = await signIn('chair', { timezoneId: 'America/New_York' }, server)
  const kenya = await signIn({ delegation: 'KEN' }, { timezoneId: 'Africa/Nairobi' }, server)
  const rapporteur = await signIn('rapporteur', {}, server)
  await chair.goto('/')
  await chair.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await chair.waitForURL(/meetings\/\w+$/)
  const meeting = chair.url()
  await chair.getByRole('link', { name: 'Silence procedures' }).click()
  await kenya.goto(`${meeting}/silence`)
  await kenya.getByText('No paragraph is under silence procedure.').waitFor()

  // One of them has open brackets: none is put under silence, and that one is named.
  await chair.getByLabel('Select all').check()
  await chair.getByLabel('Considered agreed unless a delegation objects before').fill(inTwoDays())
  await chair.getByText(/^For you: /).waitFor()
  await chair.getByRole('button', { name: /^Place \d+ paragraphs under silence/ }).click()
  const refused = chair.locator('ul.notice')
  await refused.getByText(/There are open brackets/).waitFor()
  const number = await refused.locator('bdi').first().innerText()
  await picture(chair, 'silence-refused')
  await expectAccessible(chair)
  expect(await chair.getByLabel('Considered agreed unless a delegation objects before').inputValue()).toBe(
    inTwoDays(),
  )
  const choices = chair.locator('.silence-choices')
  await choices
    .locator('label', { has: chair.getByText(number, { exact: true }) })
    .getByRole('checkbox')
    .uncheck()
  // Another one is left for later.
  const last = choices.locator('input[name=paragraph]:checked').last()
  const later = await last.inputValue()
  await last.uncheck()
  const submit = chair.getByRole('button', { name: /^Place \d+ paragraphs? under silence/ })
  const count = Number(/\d+/.exec(await submit.innerText())?.[0])
  await submit.click()
  await expect.poll(() => chair.getByRole('timer').count(), patient).toBe(count)
  // Without a reload, on everybody's page, with the reader's own time.
  await expect.poll(() => kenya.getByRole('timer').count(), patient).toBe(count)
  await kenya
    .getByText(/^For you: /)
    .first()
    .waitFor()
  const timer = kenya.getByRole('timer').first()
  const [before, box] = [await timer.innerText(), await timer.boundingBox()]
  await expect.poll(() => timer.innerText(), patient).not.toBe(before)
  expect(await timer.boundingBox()).toEqual(box)
  await picture(kenya, 'silence-running')
  await expectAccessible(kenya)

  // Kenya breaks the first.
  await kenya.locator('.silence-card a').first().click()
  await kenya.getByText('Break the silence', { exact: true }).first().click()
  await kenya.getByLabel(/Reason/).fill('The deadline is too short for us.')
  await kenya.getByRole('button', { name: 'Break the silence' }).click()
  await kenya.getByText('The last silence was broken by').waitFor()
  await chair.getByText('The deadline is too short for us.').waitFor()

  // The deadline of another passes at the moment of writing: the words stay, and can be recorded.
  const other = `${meeting}/recommendations/${later}`
  await kenya.goto(other)
  await nearlyOver(server, later, 12)
  await kenya.getByText(/Under silence procedure: it will be considered agreed on/).waitFor()
  await kenya.getByText('Break the silence', { exact: true }).first().click()
  await kenya.getByLabel(/Reason/).fill('We understand “promptly” as without undue delay.')
  await kenya.getByText(/The deadline passed while you were writing: the text is agreed/).waitFor(patient)
  const words = kenya.getByLabel('Your words')
  expect(await words.inputValue()).toBe('We understand “promptly” as without undue delay.')
  await picture(kenya, 'silence-too-late')
  await expectAccessible(kenya)
  await kenya.getByRole('button', { name: 'Record it as an explanation of position' }).click()
  await words.waitFor({ state: 'detached' })
  await kenya.goto(`${other}?tab=positions`)
  await kenya.getByText('Recorded statements').waitFor()
  await kenya.getByText('without undue delay').first().waitFor()

  // How it stood before anything was agreed, how it will stand, and how it stands.
  await rapporteur.goto(meeting)
  await rapporteur.getByRole('link', { name: 'Status of agreed paragraphs' }).click()
  await rapporteur.getByText(/of \d+ paragraphs are agreed/).waitFor()
  const address = rapporteur.url()
  await rapporteur.goto(`${address}?at=2099-01-01T00:00`)
  await rapporteur.getByText('Choose a time that is not in the future').waitFor()
  await rapporteur.goto(address)
  await rapporteur.getByLabel('Status at').fill('2020-01-01T09:00')
  await rapporteur.getByRole('button', { name: 'Show' }).click()
  await rapporteur.getByText('No paragraph was agreed at that time.').waitFor()
  await rapporteur.getByRole('link', { name: 'Now', exact: true }).click()
  await rapporteur.getByRole('heading', { name: /^Status of agreed paragraphs: / }).waitFor()
  const view = await pdfText(await download(rapporteur, 'PDF'))
  expect(view).toContain('Drawn from the record, not an issued list.')
  await picture(rapporteur, 'status')
  await expectAccessible(rapporteur)
  // It is not for everybody to look back.
  expect((await kenya.goto(address))?.status()).toBe(404)
  const asDelegate = await kenya.request.get(`${address}.json`)
  expect(asDelegate.status()).toBe(404)

  await rapporteur.getByRole('button', { name: 'Issue the status of agreed paragraphs' }).click()
  await rapporteur.waitForURL(/\/lists\//)
  const plain = await pdfText(await download(rapporteur, 'PDF'))
  expect(plain).toContain('Status of agreed paragraphs:')
  expect(plain).toMatch(/SHA-256 [0-9a-f]{64}/u)
  expect(plain).not.toContain('without undue delay')
  await rapporteur.getByLabel('With reservations and explanations of position').check()
  const recorded = await pdfText(await download(rapporteur, 'PDF'))
  expect(recorded).toContain('Explanation of position – Kenya')
  expect(recorded).toContain('We understand “promptly” as without undue delay.')
  const word = await mammoth.extractRawText({ buffer: await download(rapporteur, 'Word') })
  expect(word.value).toContain('Explanation of position – Kenya')
  await picture(rapporteur, 'status-list')
  await expectAccessible(rapporteur)

  // The same in Arabic, and on a phone.
  await rapporteur.goto(`${rapporteur.url()}?lang=ar`)
  const arabic = await pdfText(await download(rapporteur, 'PDF'))
  for (const part of ['حالة', 'الفقرات', 'المتفق', 'صدرت']) expect(arabic).toContain(part)
  await picture(rapporteur, 'status-list-arabic')
  await expectAccessible(rapporteur)
  await rapporteur.goto(`${address}?lang=ar`)
  await rapporteur.setViewportSize({ width: 390, height: 844 })
  await picture(rapporteur, 'status-arabic-phone')
  await chair.setViewportSize({ width: 390, height: 844 })
  await chair.goto(`${meeting}/silence?lang=ar`)
  await chair.getByRole('heading', { name: 'إجراءات الصمت' }).waitFor()
  await picture(chair, 'silence-arabic-phone')
  await expectAccessible(chair)
  for (const page of [rapporteur, chair]) {
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  }
})
