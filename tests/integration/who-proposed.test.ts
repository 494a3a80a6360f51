import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findGroup, updateGroup } from '#db/queries/groups'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { visitor, type Actor } from '#domain/people/participants'
import { issueList } from '#server/commands/lists/issue'
import { readLineage } from '#server/views/lineage'
import { readMeetingPage } from '#server/views/meeting-page'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aMeeting, aRapporteur, aTabledRecommendation, theGroup } from '#tests/factories'

const everything = { topic: '', tag: '', status: '', delegation: '', search: '', page: 1 }

/** An item that a list has made public, of a group that hides who proposed what from those outside it. */
async function aListedItem(db: Db, showsProposers: boolean) {
  const place = await aMeeting(db)
  const by = await aDelegate(db)
  const { id } = await aTabledRecommendation(db, { place, by })
  const rapporteur = await aRapporteur(db)
  expect(await issueList(db, rapporteur, { meeting: place.meeting, title: { en: 'List' } })).toMatchObject({
    ok: true,
  })
  const group = await findGroup(db, await theGroup(db))
  const meeting = await findMeeting(db, place.meeting)
  if (!group || !meeting || !by.delegation) throw new Error('They were made.')
  await db.transaction().execute((tx) => updateGroup(tx, { ...group, showsProposers }))
  return { id, by, meeting, delegation: by.delegation }
}

/** What the pages say to a reader: whether they name the delegation anywhere. */
async function isNamed(
  db: Db,
  actor: Actor,
  { id, meeting, delegation }: Awaited<ReturnType<typeof aListedItem>>,
) {
  const item = await findRecommendation(db, id)
  if (!item) throw new Error('It was listed.')
  const page = await readMeetingPage(db, actor, meeting, everything)
  expect(page.items).toHaveLength(1)
  const shown = JSON.stringify([page.items, page.choices, await readLineage(db, actor, item, meeting)])
  return shown.includes(delegation)
}

onEachEngine('who proposed an item', (newDatabase) => {
  test('is told to visitors where the group shows it', async () => {
    const db = await newDatabase()
    expect(await isNamed(db, visitor, await aListedItem(db, true))).toBe(true)
  })

  test('is told to participants alone where the group hides it, and cannot be asked for', async () => {
    const db = await newDatabase()
    const item = await aListedItem(db, false)
    expect(await isNamed(db, visitor, item)).toBe(false)
    expect(await isNamed(db, item.by, item)).toBe(true)
    const { delegation = '' } = await aDelegate(db)
    const asked = { ...everything, delegation }
    expect((await readMeetingPage(db, visitor, item.meeting, asked)).items).toHaveLength(1)
  })
})
