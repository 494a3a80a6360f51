import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, vi } from 'vitest'
import { openDatabase } from '#db/client'
import { operator } from '#domain/people/participants'
import { createGroup } from '#server/commands/groups/create'
import { appointAdministrator } from '#server/commands/people/appoint-administrator'
import { readAuthorship } from '#server/views/authorship'
import type { DocumentId, ExpertGroupId } from '#domain/ids'
import { startMailServer } from '../mail-server'
import { startServer } from '../server-process'
import { picture, test } from './test'

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const password = 'copper lantern orchard nine'

/** An empty installation that sends mail, with one administrator and one group in it already. */
async function anEmptyServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-setting-up-'))
  cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }))
  const mails = await startMailServer()
  cleanUps.push(() => mails.stop())
  const server = await startServer({ DATA_DIR: dataDir, SAMPLE: '0', SMTP_URL: mails.url })
  cleanUps.push(() => server.stop())
  const db = openDatabase(join(dataDir, 'rapporteur.sqlite'))
  cleanUps.push(() => db.destroy())
  const post = { address: server.url, canSend: false }
  const account = { name: 'Ada Admin', email: 'ada@un.example', language: 'en' } as const
  const administrator = await appointAdministrator(db, operator, post, account)
  const first = await createGroup(db, operator, {
    name: { en: 'First group' },
    abbreviation: 'ONE',
    parentBody: {},
    establishedBy: '',
    language: 'en',
    showsProposers: true,
  })
  if (!administrator.ok || !first.ok || !administrator.link) throw new Error('An empty database takes both.')
  return { db, mails, url: server.url, link: new URL(administrator.link).pathname }
}

type Server = Awaited<ReturnType<typeof anEmptyServer>>

/** The page of the link in the newest mail to somebody. */
async function linkTo({ mails }: Server, address: string): Promise<string> {
  return vi.waitUntil(
    () => {
      const mail = mails.received.findLast(({ to }) => to.includes(address))
      return mail?.message.replaceAll('=\r\n', '').match(/\/password\/[\w-]{43}/u)?.[0]
    },
    { timeout: 20_000 },
  )
}

/** Follows an invitation, sets the password and signs in. */
async function signUp(page: Page, link: string, email: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Set this password' }).click()
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('.user-menu > summary').waitFor()
}

/** Opens a part of the page that is folded, unless it is open. */
async function unfold(page: Page, summary: string): Promise<void> {
  const details = page.locator('details', { has: page.locator('summary', { hasText: summary }) }).last()
  if ((await details.getAttribute('open')) === null)
    await details.locator('summary', { hasText: summary }).click()
}

test('a second group is set up from the screens, and runs a meeting', async ({ visit }) => {
  const server = await anEmptyServer()
  const [admin, secretary, delegate] = await Promise.all([
    visit({ baseURL: server.url }),
    visit({ baseURL: server.url }),
    visit({ baseURL: server.url }),
  ])

  // The administrator creates the group and appoints its secretariat.
  await signUp(admin, server.link, 'ada@un.example')
  await admin.goto('/groups')
  await unfold(admin, 'Create an expert group')
  await admin.getByLabel('Name (English)').fill('Expert Group on Wildlife')
  await admin.getByLabel('Abbreviation').fill('one')
  await admin.getByRole('button', { name: 'Create the group' }).click()
  await admin.getByRole('alert').getByText('Another group has this abbreviation').waitFor()
  expect(await admin.getByLabel('Name (English)').inputValue()).toBe('Expert Group on Wildlife')
  await admin.getByLabel('Abbreviation').fill('EGW')
  await picture(admin, 'setting-up-group')
  await admin.getByRole('button', { name: 'Create the group' }).click()
  await admin.getByRole('heading', { level: 1, name: 'People' }).waitFor()
  await admin.getByLabel('Name', { exact: true }).fill('Sam Secretary')
  await admin.getByLabel('E-mail address').fill('sam@un.example')
  await admin.getByLabel('Takes part as').selectOption({ label: 'Secretariat' })
  await admin.getByRole('button', { name: 'Send the invitation' }).click()
  await admin.getByText('Invited. Who has no account yet').waitFor()
  expect(await admin.getByLabel('Takes part as').locator('optgroup[label="Delegate of"]').count()).toBe(0)
  const group = new URL(admin.url()).pathname.split('/')[2] ?? ''

  // A mail scanner fetches the link; the secretary can use it all the same, once.
  const link = await linkTo(server, 'sam@un.example')
  await fetch(server.url + link)
  await signUp(secretary, link, 'sam@un.example')
  expect((await fetch(server.url + link)).status).toBe(404)

  await secretary.goto(`/groups/${group}`)
  await secretary.getByLabel('Title (English)').fill('Workplan 2027')
  await secretary.getByLabel('From year').fill('2027')
  await secretary.getByLabel('To year').fill('2027')
  await secretary.getByRole('button', { name: 'Begin a workplan' }).click()
  await secretary.getByRole('heading', { level: 1, name: 'Workplan 2027' }).waitFor()
  await secretary.locator('input[name="title.en"]').last().fill('First meeting')
  await secretary.getByLabel('Place (English)').fill('Vienna')
  await secretary.getByLabel('Symbol of its documents').fill('UNODC/EGW/2027/1')
  await secretary.getByLabel('First day').fill('2027-03-01')
  await secretary.getByLabel('Last day').fill('2027-03-03')
  await secretary.getByLabel('New topic 1 (English)').fill('Trade')
  await secretary.getByLabel('New topic 2 (English)').fill('Evidence')
  await picture(secretary, 'setting-up-meeting')
  await secretary.getByRole('button', { name: 'Plan the meeting' }).click()
  await secretary.getByRole('link', { name: 'Change the plan First meeting' }).click()
  await secretary.getByRole('heading', { level: 2, name: 'Topics' }).waitFor()
  await secretary.locator('#topic-0-order').fill('2.5')
  await secretary.getByRole('button', { name: 'Save the topics' }).click()
  await secretary.getByText('Saved.').waitFor()
  expect(await secretary.getByLabel('Topic 1 (English)', { exact: true }).inputValue()).toBe('Evidence')
  const meeting = new URL(secretary.url()).pathname.split('/')[2] ?? ''

  // States are found by any of their names, in any language, and several are added at once.
  await secretary.goto(`/groups/${group}/delegations`)
  await secretary.getByLabel('Find a delegation').fill('كينيا')
  await secretary.getByLabel('Kenya').check()
  await secretary.getByLabel('Find a delegation').fill('Brésil')
  await secretary.getByLabel('Brazil').check()
  await secretary.getByText('2 States chosen.').waitFor()
  await picture(secretary, 'setting-up-delegations')
  await secretary.getByRole('button', { name: 'Add these States' }).click()
  await secretary.getByRole('listitem').getByText('African States').waitFor()
  await unfold(secretary, 'Add an organization')
  await secretary.getByLabel('Name (English)').first().fill('A university')
  await secretary.getByLabel('Code').fill('UNI-1')
  await secretary.getByLabel('Kind').selectOption({ label: 'Academia' })
  await secretary.getByRole('button', { name: 'Add the delegation' }).click()
  await secretary.getByRole('heading', { name: 'Academia' }).waitFor()

  // One person by a form; several by a table, which is corrected before anybody is invited.
  await secretary.goto(`/groups/${group}/people`)
  await unfold(secretary, 'Invite a person')
  await secretary.getByLabel('Name', { exact: true }).fill('Wanjiru Otieno')
  await secretary.getByLabel('E-mail address').fill('wanjiru@kenya.example')
  await secretary.getByLabel('Takes part as').first().selectOption({ label: 'Kenya (KEN)' })
  await secretary.getByRole('button', { name: 'Send the invitation' }).click()
  await secretary.getByText('Invited. Who has no account yet').waitFor()
  await secretary.getByRole('link', { name: 'Invite many by a table' }).click()
  const table = secretary.getByLabel('Table of people')
  await table.fill('Name\tE-mail\tDelegation\nBea\tbea@brazil.example\tBrasil\nCy\tnot-an-email\tAtlantis')
  await secretary.getByRole('button', { name: 'Check the table' }).click()
  await secretary.getByText('1 row cannot be taken.').waitFor()
  await secretary.getByText('the group has no such delegation').waitFor()
  expect(await secretary.getByRole('button', { name: /^Invite \d/u }).count()).toBe(0)
  await picture(secretary, 'setting-up-table')
  await table.fill('Name\tE-mail\tDelegation\nBea\tbea@brazil.example\tBrasil\nCy\tcy@uni.example\tUNI-1')
  await secretary.getByRole('button', { name: 'Check the table' }).click()
  await secretary.getByRole('button', { name: 'Invite 2 people' }).click()
  await secretary.getByRole('heading', { name: '4 people' }).waitFor()
  await linkTo(server, 'cy@uni.example')

  // The delegate follows the link, and the meeting is run to a listed item.
  await signUp(delegate, await linkTo(server, 'wanjiru@kenya.example'), 'wanjiru@kenya.example')
  await secretary.goto(`/meetings/${meeting}`)
  await secretary.getByText('Open, conclude or postpone').click()
  await secretary.getByRole('button', { name: 'Open the meeting' }).click()
  await secretary.locator('.meeting-head').getByText('Open', { exact: true }).waitFor()
  await delegate.goto(`/meetings/${meeting}`)
  await delegate.getByRole('button', { name: 'Start drafting' }).click()
  const text = delegate.getByRole('textbox', { name: 'Working text' })
  await delegate.getByText('✓ Saved').waitFor()
  await text.click()
  await text.pressSequentially('States should protect elephants.')
  await delegate.getByText('✓ Saved').waitFor()
  await delegate.locator('[data-action="table"]').click()
  await delegate.getByText('Tabled').first().waitFor()
  await secretary.goto(`/meetings/${meeting}/list`)
  await secretary.getByText('States should protect elephants.').waitFor()
  await secretary.getByRole('button', { name: 'Issue the list' }).click()
  await secretary.waitForURL('**/lists/*')
  await secretary.getByText('States should protect elephants.').waitFor()
  const exported = await secretary.request.get(`${new URL(secretary.url()).pathname}.json`)
  expect(await exported.json()).toMatchObject({ items: [{ label: '1 (a)', proposers: ['KEN'] }] })

  // Moved to another delegation while the editor is open: the words before stay Kenya's.
  await delegate.goto(`/meetings/${meeting}`)
  await delegate.getByRole('button', { name: 'Start drafting' }).click()
  await delegate.getByText('✓ Saved').waitFor()
  await text.click()
  await text.pressSequentially('Kenya wrote this.')
  await delegate.getByText('✓ Saved').waitFor()
  await secretary.goto(`/groups/${group}/people`)
  const row = secretary.getByRole('listitem').filter({ hasText: 'Wanjiru' })
  await row.getByText('Change', { exact: true }).click()
  await row.getByLabel('Takes part as').selectOption({ label: 'Brazil (BRA)' })
  await picture(secretary, 'setting-up-people')
  await row.getByRole('button', { name: 'Change the role' }).click()
  await secretary.getByText('The role was changed.').waitFor()
  // The draft is Kenya's, and the person is Kenya's no more.
  await delegate.getByText('Page not found').waitFor()
  const [draft] = await server.db
    .selectFrom('recommendation')
    .select('document_id')
    .where('status', '=', 'draft')
    .execute()
  const place = { document: draft?.document_id as DocumentId, group: group as ExpertGroupId }
  expect((await readAuthorship(server.db, place)).authors).toMatchObject([{ codes: ['KEN'], characters: 17 }])

  // Removed while an editor is open: everything ends at once.
  await delegate.goto(`/meetings/${meeting}`)
  await delegate.getByRole('button', { name: 'Start drafting' }).click()
  await delegate.getByText('✓ Saved').waitFor()
  await text.click()
  await text.pressSequentially('Brazil wrote this.')
  await delegate.getByText('✓ Saved').waitFor()
  await row.getByText('Change', { exact: true }).click()
  await row.getByRole('button', { name: 'Remove Wanjiru Otieno from the group' }).click()
  await secretary.getByText('The person no longer takes part.').waitFor()
  await delegate
    .getByRole('alert')
    .getByText(/session has ended/u)
    .first()
    .waitFor()
  const drafts = await server.db
    .selectFrom('recommendation')
    .select('document_id')
    .where('status', '=', 'draft')
    .orderBy('created_at')
    .execute()
  const last = drafts[1]?.document_id as DocumentId
  expect((await readAuthorship(server.db, { ...place, document: last })).authors).toMatchObject([
    { codes: ['BRA'], characters: 18 },
  ])
  expect(
    server.mails.received.filter(({ to }) => to.includes('wanjiru@kenya.example')).length,
  ).toBeGreaterThan(1)

  // In Arabic.
  await secretary.goto(`/groups/${group}/people?lang=ar`)
  await secretary.getByRole('heading', { level: 1, name: 'الأشخاص' }).waitFor()
  expect(await secretary.locator('html').getAttribute('dir')).toBe('rtl')
  await picture(secretary, 'setting-up-people-arabic')
})
