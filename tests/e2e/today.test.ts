import { join } from 'node:path'
import { expect } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { listAllDelegations } from '#db/queries/delegations'
import { listMembers } from '#db/queries/participants'
import { findRecommendation } from '#db/queries/recommendations'
import type { MeetingId, RecommendationId } from '#domain/ids'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { putUnderSilence } from '#server/commands/silences/begin'
import { aDraft, personOf, write } from '#tests/factories'
import { expectAccessible } from './accessible'
import { picture, test } from './test'
import type { Person } from '../factories'

const patient = { timeout: 15_000 }

/** The people of the sample, as they act from elsewhere. */
async function readCast(db: Db) {
  const [people, delegations] = await Promise.all([listMembers(db), listAllDelegations(db)])
  const found = (matches: (one: (typeof people)[number]) => boolean): Person => {
    const person = people.find(matches)
    if (!person) throw new Error('The sample lacks a participant.')
    return personOf(person)
  }
  const delegation = (code: string) => delegations.find((candidate) => candidate.code === code)?.id
  return {
    chair: found(({ membership }) => membership.role === 'chair'),
    rapporteur: found(({ membership }) => membership.role === 'rapporteur'),
    kenya: found(({ membership }) => membership.delegation === delegation('KEN')),
    brazil: found(({ membership }) => membership.delegation === delegation('BRA')),
  }
}

async function paragraphsOf(db: Db, status: string) {
  const rows = await db
    .selectFrom('recommendation')
    .select(['id', 'meeting_id', 'topic_id'])
    .where('stage', '=', 'consolidated')
    .where('status', '=', status)
    .where('text', 'not like', '%[%')
    .orderBy('position')
    .execute()
  return rows.map((row) => row.id as RecommendationId)
}

test('what needs a delegate comes by itself; the secretariat reads the mails', async ({
  signIn,
  ownServer,
}) => {
  const server = await ownServer()
  const db = openDatabase(join(server.dataDir, 'rapporteur.sqlite'))
  try {
    const cast = await readCast(db)
    const [read, silent] = await paragraphsOf(db, 'under-discussion')
    const [proposed] = await paragraphsOf(db, 'proposed')
    const silenced = silent ?? proposed
    if (!read || !silenced) throw new Error('The sample has no paragraph under discussion.')
    const item = await findRecommendation(db, read)
    if (!item) throw new Error('The paragraph is gone.')

    // Brazil reads a paragraph and goes to its own page.
    const page = await signIn({ delegation: 'BRA' }, {}, server)
    const seen = page.waitForResponse((answer) => answer.url().endsWith('/seen') && answer.status() === 204)
    await page.goto(`/meetings/${item.meeting}/recommendations/${read}`)
    await seen
    await page.getByRole('link', { name: 'My tasks' }).click()
    await page.getByRole('heading', { name: 'My tasks', level: 1 }).waitFor()
    expect(await page.getByRole('heading', { name: 'Changed since your last visit' }).count()).toBe(0)

    // Meanwhile others write, invite, and put a text under silence: the page follows without a reload.
    await write(db, item.document, cast.rapporteur, `${item.text} Every reply shall be given in writing.`)
    const deadline = new Date(Date.now() + 2 * 86_400_000)
    expect(await putUnderSilence(db, cast.chair, { recommendation: silenced, deadline })).toEqual({
      ok: true,
    })
    const meeting = await db
      .selectFrom('topic')
      .innerJoin('meeting', 'meeting.id', 'topic.meeting_id')
      .select(['meeting.id', 'topic.id as topic'])
      .where('meeting.status', '=', 'open')
      .executeTakeFirstOrThrow()
    const draft = await aDraft(db, {
      by: cast.kenya,
      place: { meeting: meeting.id as MeetingId, topic: meeting.topic as never },
      text: 'States should keep electronic evidence for as long as a request is pending.',
    })
    const { delegation } = cast.brazil
    if (!delegation) throw new Error('Brazil has no delegation.')
    await inviteDelegation(db, cast.kenya, { recommendation: draft.id, delegation })

    await page.getByText(/Will be considered agreed on .* unless a delegation objects/).waitFor()
    const changed = page.locator('section', {
      has: page.getByRole('heading', { name: 'Changed since your last visit' }),
    })
    await changed.locator('ins', { hasText: 'Every reply shall be given in writing.' }).waitFor()
    await page.getByRole('heading', { name: 'Invitations to draft' }).waitFor()
    await page.locator(`a[href*="${draft.id}"]`).waitFor()
    await page.getByRole('heading', { name: 'Still to be agreed' }).waitFor()
    await picture(page, 'today')
    await expectAccessible(page)

    // The number in the head says how much waits, in words for those who do not see it.
    await page.getByRole('link', { name: /My tasks \d+ tasks/ }).waitFor()
    await page.getByRole('button', { name: 'Mark as seen' }).click()
    await changed.waitFor({ state: 'detached' })

    // On a phone, in Arabic.
    const phone = await signIn(
      { delegation: 'BRA' },
      { viewport: { width: 390, height: 844 }, locale: 'ar' },
      server,
    )
    await phone.goto('/today?lang=ar')
    await phone.getByRole('heading', { name: 'مهامي', level: 1 }).waitFor()
    await phone.getByText(/يُعدّ متفقا عليه في/).waitFor()
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await picture(phone, 'today-arabic-phone')
    await expectAccessible(phone)
    await phone.setViewportSize({ width: 1440, height: 900 })
    await picture(phone, 'today-arabic')

    // Notices: read one by opening it, the others all at once.
    await page.getByRole('link', { name: /^Notifications/ }).click()
    await page.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor()
    await page.getByRole('link', { name: /Kenya.* invites your delegation to draft/ }).waitFor()
    await picture(page, 'notices')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await page.getByRole('link', { name: 'Notifications All read' }).waitFor()

    // What one is told, one chooses.
    await page.getByRole('link', { name: 'Notification settings' }).click()
    await page.getByLabel('In one daily e-mail').check()
    await page.getByLabel('Time of the daily e-mail').selectOption('07:00')
    await page.getByLabel('Silence procedures').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('✓ Saved').waitFor()
    await picture(page, 'notice-settings')
    await expectAccessible(page)
    await page.reload()
    expect(await page.getByLabel('Silence procedures').isChecked()).toBe(true)

    // Without a mail server the secretariat reads what would have been sent, but not what is between delegations.
    const secretary = await signIn('secretariat', {}, server)
    await secretary.goto('/today')
    await secretary.getByRole('heading', { name: 'Amendments on the table' }).waitFor()
    await secretary.getByRole('heading', { name: 'Items without a disposition' }).waitFor()
    await picture(secretary, 'today-secretariat')
    await expectAccessible(secretary)
    await secretary.getByRole('link', { name: 'Outbox' }).click()
    await secretary.getByText('No mail server is configured').waitFor()
    const silence = secretary.getByText(/A text is under silence/).first()
    await silence.click()
    await secretary.getByText('Dear ').first().waitFor()
    await secretary.getByText('Between delegations').first().waitFor()
    expect(await secretary.getByText('keep electronic evidence').count()).toBe(0)
    await picture(secretary, 'outbox')
    await expectAccessible(secretary)
    const answer = await page.request.get('/outbox')
    expect(answer.status()).toBe(404)
    await expect.poll(() => secretary.getByText('Kept here').count(), patient).toBeGreaterThan(1)
  } finally {
    await db.destroy()
  }
})
