import { join } from 'node:path'
import { expect } from 'vitest'
import { openDatabase } from '#db/client'
import { listAmendments } from '#db/queries/amendments'
import type { AmendmentId } from '#domain/ids'
import { takeOverAmendment } from '#server/commands/amendments/take-over'
import { withdrawAmendment } from '#server/commands/amendments/withdraw'
import { chooseChange } from '#server/commands/merging/choose-change'
import { chooseUncontested } from '#server/commands/merging/choose-uncontested'
import { getAmendment, made, workingText } from '../amendment-factories'
import { getRecommendation } from '../factories'
import { person } from '../live-server'
import {
  inTwoDays,
  isAt,
  isOf,
  nearlyOver,
  saved,
  showProjector,
  takeChosen,
  textbox,
  whoseWords,
} from './negotiation-acts'
import {
  amendmentNames,
  amendments,
  openNegotiation,
  script,
  tableScripted,
  textOf,
  type AmendmentName,
} from './negotiation-script'
import { agree } from './agree'
import { picture, test } from './test'

const patient = { timeout: 15_000 }

test('a negotiation of ten paragraphs and twenty-five amendments ends with the right texts and authors', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const db = openDatabase(join(server.dataDir, 'rapporteur.sqlite'))
  const { meeting, ids } = await openNegotiation(db)
  const tabled = new Map<AmendmentName, AmendmentId>()
  for (const name of amendmentNames)
    if (!('later' in amendments[name])) tabled.set(name, await tableScripted(db, ids, name))
  const one = (name: AmendmentName) => {
    const id = tabled.get(name)
    if (!id) throw new Error(`${name} is not tabled yet.`)
    return id
  }
  const at = (number: number) => {
    const id = ids[number - 1]
    if (!id) throw new Error('There are ten paragraphs.')
    return id
  }
  const desk = (number: number) => `/meetings/${meeting}/recommendations/${at(number)}`
  const [chair, rapporteur, kenya] = [
    await signIn('chair', {}, server),
    await signIn('rapporteur', {}, server),
    await signIn({ delegation: 'KEN' }, {}, server),
  ]

  // The Chair opens the discussion; the room's screen follows by itself.
  const screen = await signIn('chair', { viewport: { width: 1920, height: 1080 } }, server)
  await screen.goto(`/meetings/${meeting}/projector`)
  await chair.goto(desk(1))
  await chair.getByRole('button', { name: 'Take up for discussion' }).click()
  await isAt(chair, 'Under discussion')
  await chair.getByRole('button', { name: 'Show on the room display' }).click()
  await screen
    .locator('.projector-live')
    .getByText(script[0]?.begins ?? '')
    .waitFor()
  await chair.goto(`/meetings/${meeting}/floor`)
  await chair.getByRole('button', { name: 'Text and amendments' }).click()
  await screen.locator('.projector-amendments').getByText('within 72 hours').waitFor()
  await showProjector(screen, 'amendments')
  await chair.getByRole('button', { name: 'Show the amendment by Japan full screen' }).click()
  await screen.locator('.projector-large').getByText('without delay').waitFor()
  await showProjector(screen, 'amendment')

  // Kenya writes its amendment in the browser, in a live fork.
  await kenya.goto(desk(3))
  await kenya.getByRole('button', { name: 'Propose an amendment' }).click()
  const fork = kenya.getByRole('textbox', { name: 'Text with your changes' })
  await saved(kenya)
  await fork.focus()
  await kenya.keyboard.press('Control+End')
  await kenya.keyboard.press('ArrowLeft')
  await kenya.keyboard.type(', including on encrypted data')
  await saved(kenya)
  await kenya
    .getByLabel('Rationale (visible to all delegations)')
    .fill('Few of our prosecutors have seen any.')
  await kenya.getByRole('button', { name: 'Table the amendment' }).click()
  await kenya.locator('.chip-row').getByText('Tabled').waitFor()
  tabled.set('encrypted', kenya.url().split('/').at(-1) as AmendmentId)

  // The Rapporteur merges: what nobody contests, then what competes.
  const openDesk = async (number: number) => {
    await rapporteur.goto(`${desk(number)}/merge`)
    await rapporteur.getByRole('heading', { name: `Merge desk ${String(number)}` }).waitFor()
  }
  const choose = async (words: string, choice: string, among = isOf(rapporteur, words)) => {
    await among.getByRole('button', { name: choice, exact: true }).click()
    await among.getByText(/Selected by/).waitFor()
  }
  const chooseUncontestedHere = async (count: number) => {
    await rapporteur.getByRole('button', { name: 'Select all uncontested changes' }).click()
    await rapporteur
      .getByText(count === 1 ? '1 change selected' : `${String(count)} changes selected`)
      .waitFor()
  }
  const take = async (reason?: string) => {
    if (reason) await rapporteur.getByLabel('Reason for rejected changes').fill(reason)
    await rapporteur.getByRole('button', { name: 'Apply selected changes' }).click()
    await rapporteur.getByText('No changes selected').waitFor()
  }
  await openDesk(1)
  await rapporteur.getByText('2 changes compete for these words').waitFor()
  await picture(rapporteur, 'negotiation-merge-desk')
  await chooseUncontestedHere(1)
  await choose('without delay', 'Accept')
  await choose('within 72 hours', 'Reject')
  await picture(rapporteur, 'negotiation-merge-desk-chosen')
  await take('Japan’s wording found more support.')
  // The screen in the room has the new text without a reload.
  await screen.locator('.projector-live').getByText('All States should share').waitFor()

  await openDesk(2)
  await chooseUncontestedHere(1)
  await choose('around the clock', 'Keep as alternative')
  await choose('during working hours', 'Keep as alternative')
  await take()
  expect(await workingText(db, at(2))).toBe(
    'Each State should designate a single point of contact that is available ' +
      '[Alt. 1 at all times] [Alt. 2 around the clock] [Alt. 3 during working hours].',
  )

  await openDesk(3)
  await choose('encrypted', 'Place in brackets')
  await chooseUncontestedHere(3)
  await take()
  expect(await workingText(db, at(3))).toBe(
    'Regular training should be offered free of charge to judges and prosecutors[, including on encrypted data].',
  )

  await openDesk(4)
  await chooseUncontestedHere(2)
  await choose('through secure channels', 'Accept')
  await choose('electronic form', 'Reject')
  await take('Paper remains possible.')

  await openDesk(9)
  await choose('refused ones', 'Reject')
  await chooseUncontestedHere(2)
  await take('The statistics would say less.')

  await openDesk(10)
  await choose('fully', 'Place in brackets')
  await take()
  await rapporteur.getByText('1 is open').waitFor()

  // Meanwhile the secretariat and the delegations go on with the other paragraphs.
  const secretary = await person(db, 'secretariat')
  await made(
    chooseChange(db, secretary, {
      recommendation: at(5),
      amendment: one('twelve'),
      index: 0,
      choice: 'accept',
    }),
  )
  await made(
    chooseChange(db, secretary, {
      recommendation: at(5),
      amendment: one('everywhere'),
      index: 0,
      choice: 'accept',
    }),
  )
  await takeChosen(db, at(5))
  await made(
    withdrawAmendment(db, await person(db, 'NGA'), { amendment: one('must'), reason: 'Too strict.' }),
  )
  const japan = await person(db, 'JPN')
  const again = await made(
    takeOverAmendment(db, japan, { amendment: one('must'), rationale: 'Duties bind.' }),
  )
  tabled.set('mustAgain', again.amendment)
  for (const number of [6, 7, 8]) {
    await made(chooseUncontested(db, secretary, { recommendation: at(number) }))
    await takeChosen(db, at(number))
  }

  // The Chair takes the alternative that the room agrees on, and lifts the other brackets.
  const lift = async (number: number, words: string) => {
    await chair.getByRole('button', { name: `Lift the brackets around “${words}”` }).click()
    await chair.getByRole('dialog', { name: 'Lift' }).getByLabel('Reason').fill('Agreed in the room.')
    await chair.keyboard.press('Enter')
    await expect
      .poll(async () => (await workingText(db, at(number))).includes(`${words}]`), patient)
      .toBe(false)
  }
  await chair.goto(desk(2))
  await chair.getByRole('region', { name: 'Open brackets' }).getByText('Open brackets: 3').waitFor()
  await picture(chair, 'negotiation-desk-alternatives')
  await agree(chair)
  await chair.getByRole('alert').getByText('There are open brackets').waitFor()
  await chair.getByRole('button', { name: 'Choose this alternative: “around the clock”' }).click()
  await chair
    .getByRole('dialog', { name: 'Choose this alternative' })
    .getByLabel('Reason')
    .fill('Agreed in the room.')
  await picture(chair, 'negotiation-desk-taking')
  await chair.keyboard.press('Enter')
  await expect.poll(() => workingText(db, at(2)), patient).toBe(textOf(2))
  await textbox(chair).getByText('available around the clock.').waitFor()
  await chair.goto(desk(3))
  await lift(3, ', including on encrypted data')

  for (const number of [1, 2, 3, 4, 5, 6, 9]) {
    await chair.goto(desk(number))
    await agree(chair)
    await isAt(chair, 'Agreed ad referendum')
  }
  await chair.goto(desk(10))
  await chair.getByRole('button', { name: 'Take up for discussion' }).click()
  await isAt(chair, 'Under discussion')
  await agree(chair)
  await chair.getByRole('alert').getByText('There are open brackets').waitFor()

  // One silence is broken by Kenya, and what is tabled then brings agreement.
  await chair.goto(desk(7))
  await chair.getByText('Place under silence procedure', { exact: true }).first().click()
  await chair.getByLabel('Considered agreed unless a delegation objects before').fill(inTwoDays())
  await chair.getByRole('button', { name: 'Place under silence procedure' }).click()
  await isAt(chair, 'Under silence')
  await kenya.goto(desk(7))
  await kenya.getByText('Break the silence', { exact: true }).first().click()
  await kenya.getByLabel(/Reason/).fill('Five years are too long for some, and too short for others.')
  await kenya.getByRole('button', { name: 'Break the silence' }).click()
  await isAt(chair, 'Under discussion')
  await chair.getByText('Five years are too long for some').waitFor()
  tabled.set('regularly', await tableScripted(db, ids, 'regularly'))
  await openDesk(7)
  await chooseUncontestedHere(1)
  await take()
  // The Chair's page, open all the time, follows what the Rapporteur merged.
  await chair.getByLabel('They will be superseded for this reason').waitFor({ state: 'detached' })
  await agree(chair)
  await isAt(chair, 'Agreed ad referendum')

  // The other is concluded by its deadline, before everybody's eyes.
  await kenya.goto(desk(8))
  await nearlyOver(db, at(8), 6)
  await isAt(kenya, 'Under silence')
  await picture(kenya, 'negotiation-desk-silence')
  await isAt(kenya, 'Agreed ad referendum')
  await screen.getByText('9 of 10 paragraphs agreed').waitFor()
  await kenya.goto(`${desk(2)}?authors`)
  await picture(kenya, 'negotiation-desk-authors')

  const items = await Promise.all(ids.map((id) => getRecommendation(db, id)))
  expect(items.map((item) => item.status)).toEqual(script.map((paragraph) => paragraph.status))
  expect(items.map((item) => item.text)).toEqual(script.map((_, index) => textOf(index + 1)))
  expect(await Promise.all(ids.map((id) => workingText(db, id)))).toEqual(items.map((item) => item.text))
  expect(await Promise.all(ids.map((id) => whoseWords(db, id)))).toEqual(
    script.map((paragraph) => paragraph.ends),
  )
  const outcomes = await Promise.all(
    amendmentNames.map(async (name) => [name, (await getAmendment(db, one(name))).status]),
  )
  expect(outcomes).toEqual(amendmentNames.map((name) => [name, amendments[name].ends]))
  expect((await Promise.all(ids.map((id) => listAmendments(db, id)))).flat()).toHaveLength(25)
  await db.destroy()
})
