import { join } from 'node:path'
import { expect } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { findDelegation } from '#db/queries/delegations'
import { listMembers } from '#db/queries/participants'
import type { RecommendationId } from '#domain/ids'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { getRecommendation, personOf, write } from '#tests/factories'
import { expectAccessible } from './accessible'
import { picture, test } from './test'
import type { Person } from '../factories'

const patient = { timeout: 15_000 }

/** A participant of the sample who speaks for the delegation with this code, as commands know them. */
async function delegateOf(db: Db, code: string): Promise<Person> {
  for (const member of await listMembers(db)) {
    const { delegation } = member.membership
    if (delegation && (await findDelegation(db, delegation))?.code === code) return personOf(member)
  }
  throw new Error(`The sample has nobody of ${code}.`)
}

/** Somebody who is not at a browser tables an amendment: the text after it. */
async function tableAs(db: Db, code: string, recommendation: RecommendationId, change: [string, string]) {
  const by = await delegateOf(db, code)
  const { text } = await getRecommendation(db, recommendation)
  const made = await amendRecommendation(db, by, { recommendation })
  if (!made.ok) throw new Error(made.refusal)
  const draft = await findAmendment(db, made.amendment)
  if (!draft) throw new Error('The amendment is not there.')
  await write(db, draft.document, by, text.replace(...change))
  const answer = await tableAmendment(db, by, {
    amendment: made.amendment,
    rationale: 'As in our statement.',
  })
  if (!answer.ok) throw new Error(answer.refusal)
}

test('amendments are merged change by change by two people at one desk, and a delegate looks on', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const [rapporteur, secretary, kenya] = [
    await signIn('rapporteur', {}, server),
    await signIn('secretariat', {}, server),
    await signIn({ delegation: 'KEN' }, {}, server),
  ]
  await rapporteur.goto('/')
  await rapporteur.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await rapporteur.waitForURL(/meetings\/\w+$/)
  await rapporteur.goto(`${rapporteur.url()}?status=under-discussion`)
  await rapporteur.locator('main a[href*="/recommendations/"]').first().click()
  await rapporteur.waitForURL(/recommendations\/\w+$/)
  const address = rapporteur.url()
  const recommendation = address.split('/').at(-1) as RecommendationId
  const db = openDatabase(join(server.dataDir, 'rapporteur.sqlite'))
  const { text } = await getRecommendation(db, recommendation)
  const [first = '', second = ''] = text.split(' ')
  await tableAs(db, 'BRA', recommendation, [`${first} ${second}`, `${first} urgently`])
  await tableAs(db, 'JPN', recommendation, [`${first} ${second}`, `${first} gradually`])
  await tableAs(db, 'NGA', recommendation, [/[.]$/.test(text) ? '.' : text.slice(-1), ', in good time.'])

  await Promise.all([rapporteur, secretary, kenya].map((page) => page.goto(`${address}/merge`)))
  await kenya.getByText('The Rapporteur and the secretariat decide here').waitFor()
  expect(await kenya.getByRole('button', { name: 'Accept' }).count()).toBe(0)
  await rapporteur.getByText('2 changes compete for these words').waitFor()
  await picture(rapporteur, 'merge-desk-open')
  await expectAccessible(rapporteur)
  await rapporteur.getByRole('button', { name: 'Select all uncontested changes' }).click()
  await secretary.getByText('1 change selected').waitFor()
  // Two at one desk: each sees what the other chooses, without a reload.
  const brazil = secretary.locator('.merge-change').filter({ hasText: 'urgently' })
  await brazil.getByRole('button', { name: 'Accept' }).click()
  await rapporteur.getByText('2 changes selected').waitFor()
  await kenya.locator('.merge-preview').getByText('urgently').waitFor()
  await rapporteur
    .locator('.merge-change')
    .filter({ hasText: 'gradually' })
    .getByText('both wordings side by side')
    .waitFor()
  await picture(rapporteur, 'merge-desk-chosen')
  await rapporteur
    .locator('.merge-change')
    .filter({ hasText: 'gradually' })
    .getByRole('button', { name: 'Reject' })
    .click()
  await rapporteur.getByLabel('Reason for rejected changes').fill('Brazil’s wording found more support.')
  await rapporteur.getByRole('button', { name: 'Apply selected changes' }).click()
  await rapporteur.getByText('Everything here is decided.').waitFor()
  await kenya.goto(address)
  await expect
    .poll(() => kenya.getByRole('textbox', { name: 'Working text' }).innerText(), patient)
    .toContain(`${first} urgently`)
  await kenya.getByText('Brazil’s wording found more support.').waitFor()
  await tableAs(db, 'JPN', recommendation, ['urgently', 'step by step'])
  await rapporteur.setViewportSize({ width: 390, height: 844 })
  await rapporteur.goto(`${address}/merge?lang=ar`)
  await rapporteur.getByText('step by step').first().waitFor()
  await picture(rapporteur, 'merge-desk-arabic-phone')
  await expectAccessible(rapporteur)
  await rapporteur.setViewportSize({ width: 1440, height: 900 })
  await picture(rapporteur, 'merge-desk-arabic')
  await db.destroy()
})
