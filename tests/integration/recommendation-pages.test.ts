import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findMeeting } from '#db/queries/meetings'
import { countItems, listUsedMarks, pageOfItems } from '#db/queries/recommendation-pages'
import { listRecommendations } from '#db/queries/recommendations'
import { actorIn, visitor, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { consolidatedStatuses, preliminaryStatuses, undecidedFilter } from '#domain/status'
import { paragraphsOf } from '#domain/text/content'
import { importRecommendations } from '#server/commands/imports/run'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { readMeetingPage } from '#server/views/meeting-page'
import { countWaiting, readToday } from '#server/views/today'
import { readUndecided } from '#server/views/undecided'
import { made } from '#tests/amendment-factories'
import { onEachEngine } from '#tests/engines'
import {
  aChair,
  aDelegate,
  aDelegation,
  aDraft,
  aGroup,
  aMeeting,
  aRapporteur,
  aSecretary,
} from '#tests/factories'

const everyItem = { topic: '', tag: '', status: '', delegation: '', search: '' }
const all = { limit: 1_000, offset: 0 }

const kindsOfItem = [
  ...preliminaryStatuses.map((status) => ({ stage: 'preliminary', status })),
  ...consolidatedStatuses.map((status) => ({ stage: 'consolidated', status })),
  { stage: 'new-paragraph', status: 'draft' },
]

/** A meeting with an item of every stage and status, tabled and not: who may see which depends on all three. */
async function aMeetingOfEveryStatus(db: Db) {
  const place = await aMeeting(db)
  const [proposer, invited] = [await aDelegate(db), await aDelegate(db)]
  if (!invited.delegation) throw new Error('A delegate has a delegation.')
  for (const kind of kindsOfItem)
    for (const tabledAt of [null, '2018-04-03T10:00:00.000Z']) {
      const { id } = await aDraft(db, { place, by: proposer })
      await inviteDelegation(db, proposer, { recommendation: id, delegation: invited.delegation })
      await db
        .updateTable('recommendation')
        .set({ ...kind, tabled_at: tabledAt })
        .where('id', '=', id)
        .execute()
    }
  const meeting = await findMeeting(db, place.meeting)
  if (!meeting) throw new Error('The meeting is there.')
  return { meeting, proposer, invited }
}

/** Tabled items with numbered texts, brought in at once: there are many. */
async function aMeetingWith(db: Db, items: number) {
  const place = await aMeeting(db)
  const by = await aDelegate(db, { delegation: await aDelegation(db, 'Ruritania') })
  const rows = Array.from({ length: items }, (_, index) => ({
    line: index + 1,
    content: paragraphsOf(`States should take step ${String(index)}.`),
    language: 'en' as const,
    proposers: ['Ruritania'],
    tags: [],
    notes: [],
    doubts: [],
    remarks: [],
  }))
  await made(importRecommendations(db, await aSecretary(db), { ...place, rows, source: 'items.csv' }))
  const meeting = await findMeeting(db, place.meeting)
  if (!meeting) throw new Error('The meeting is there.')
  return { meeting, by, place }
}

onEachEngine('long lists in pages', (newDatabase) => {
  test('the query for what a reader may see answers as the rule does', async () => {
    const db = await newDatabase()
    const { meeting, proposer, invited } = await aMeetingOfEveryStatus(db)
    const readers: Record<string, Actor> = {
      visitor,
      proposer,
      invited,
      'another delegation': await aDelegate(db),
      chair: await aChair(db),
      rapporteur: await aRapporteur(db),
      secretariat: await aSecretary(db),
      'secretariat of another group': await aSecretary(db, { group: await aGroup(db) }),
      operator: { kind: 'operator' },
    }
    const items = await listRecommendations(db, meeting.id)
    expect(items).toHaveLength(2 * kindsOfItem.length)
    for (const [name, actor] of Object.entries(readers)) {
      const reader = actorIn(actor, meeting)
      const seen = items.filter((item) => can(actor, 'recommendation.see', item))
      const counts = await countItems(db, meeting.id, reader)
      expect(
        counts.reduce((sum, count) => sum + count.items, 0),
        name,
      ).toBe(seen.length)
      const shown = seen.filter((item) => item.status !== 'withdrawn' || item.wasTabled)
      const page = await pageOfItems(db, meeting.id, reader, everyItem, all)
      expect(
        page.items.map((item) => item.id),
        name,
      ).toEqual(shown.map((item) => item.id))
      expect(page.found, name).toBe(shown.length)
      const { delegations } = await listUsedMarks(db, meeting.id, reader, everyItem)
      expect(delegations.size > 0, name).toBe(shown.length > 0)
    }
  })

  test('the pages of a meeting have each item once, in order, and keep their filters', async () => {
    const db = await newDatabase()
    const { meeting, by } = await aMeetingWith(db, 53)
    const read = (page: number, filter = {}) =>
      readMeetingPage(db, by, meeting, { ...everyItem, ...filter, page })
    const [first, second, beyond] = [await read(1), await read(2), await read(9)]
    expect(first.paging).toMatchObject({ pages: 2, first: 1, last: 50, found: 53 })
    const texts = [...first.items, ...second.items].map((item) => item.text)
    expect(texts).toEqual(
      Array.from({ length: 53 }, (_, index) => `States should take step ${String(index)}.`),
    )
    expect(beyond.items).toEqual([])
    expect(first.total).toBe(53)
    const found = await read(1, { search: 'STEP 4', status: undecidedFilter })
    expect(found.items.map((item) => item.text)).toEqual(
      ['4', '40', '41', '42', '43', '44', '45', '46', '47', '48', '49'].map(
        (step) => `States should take step ${step}.`,
      ),
    )
    // Signs that a pattern would take for any letter are letters.
    expect((await read(1, { search: 'step %' })).paging.found).toBe(0)
    expect((await read(1, { search: 'step _' })).paging.found).toBe(0)
    expect((await read(1, { delegation: by.delegation })).paging.found).toBe(53)
    expect((await read(1, { tag: 'none' })).paging.found).toBe(0)
  })

  test('what waits is counted whole and shown in parts', async () => {
    const db = await newDatabase()
    const { meeting, place } = await aMeetingWith(db, 45)
    const rapporteur = await aRapporteur(db)
    const today = await readToday(db, rapporteur, new Date())
    expect(today.counts.notTakenUp).toBe(45)
    expect(today.notTakenUp).toHaveLength(8)
    expect(await countWaiting(db, rapporteur)).toBe(45)
    const last = await readToday(db, rapporteur, new Date(), { only: 'notTakenUp', page: 2 })
    expect(last.notTakenUp.map((text) => text.text)).toEqual(
      [40, 41, 42, 43, 44].map((step) => `States should take step ${String(step)}.`),
    )
    expect(last.paging).toMatchObject({ first: 41, last: 45, found: 45 })
    const [undecided] = await readUndecided(db, rapporteur)
    expect(undecided).toMatchObject({ id: meeting.id, open: 45, topics: [{ id: place.topic, items: 45 }] })
    expect(undecided?.topics[0]?.open).toHaveLength(8)
  })
})
