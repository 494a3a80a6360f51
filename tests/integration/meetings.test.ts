import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listEvents } from '#db/queries/events'
import { findList } from '#db/queries/lists'
import { findMeeting, listPostponements } from '#db/queries/meetings'
import type { MeetingId } from '#domain/ids'
import { createCall } from '#server/commands/calls/create'
import { issueList } from '#server/commands/lists/issue'
import { changeMeeting } from '#server/commands/meetings/change-status'
import { postponeMeeting } from '#server/commands/meetings/postpone'
import { onEachEngine } from '#tests/engines'
import {
  aChair,
  aDelegate,
  aMeeting,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  theGroup,
} from '#tests/factories'

onEachEngine('the life of a meeting', (newDatabase) => {
  const plan = (db: Db, meeting: MeetingId) =>
    db.updateTable('meeting').set({ status: 'planned' }).where('id', '=', meeting).execute()
  const statusOf = async (db: Db, meeting: MeetingId) => (await findMeeting(db, meeting))?.status

  test('it is opened, closed, taken up again and reported, each by whom it is for', async () => {
    const db = await newDatabase()
    const [chair, secretary, rapporteur] = [await aChair(db), await aSecretary(db), await aRapporteur(db)]
    const delegate = await aDelegate(db)
    const { meeting } = await aMeeting(db)
    await plan(db, meeting)
    for (const action of ['open', 'close', 'report'] as const) {
      expect(await changeMeeting(db, delegate, { meeting, action })).toEqual({
        ok: false,
        refusal: 'not-permitted',
      })
    }
    expect(await changeMeeting(db, chair, { meeting, action: 'close' })).toEqual({
      ok: false,
      refusal: 'wrong-status',
    })
    expect(await changeMeeting(db, chair, { meeting, action: 'open' })).toEqual({ ok: true })
    expect(await changeMeeting(db, secretary, { meeting, action: 'close' })).toEqual({ ok: true })
    expect(await changeMeeting(db, chair, { meeting, action: 'open' })).toEqual({ ok: true })
    expect(await changeMeeting(db, chair, { meeting, action: 'close' })).toEqual({ ok: true })
    expect(await changeMeeting(db, chair, { meeting, action: 'report' })).toEqual({
      ok: false,
      refusal: 'not-permitted',
    })
    expect(await changeMeeting(db, rapporteur, { meeting, action: 'report' })).toEqual({ ok: true })
    expect(await statusOf(db, meeting)).toBe('reported')
    expect((await listEvents(db, meeting)).map((event) => event.type)).toEqual([
      'meeting.opened',
      'meeting.closed',
      'meeting.opened',
      'meeting.closed',
      'meeting.reported',
    ])
  })

  test('a postponed meeting keeps its old dates and the reason', async () => {
    const db = await newDatabase()
    const chair = await aChair(db)
    const { meeting } = await aMeeting(db)
    const to = { meeting, startsOn: '2020-07-27', endsOn: '2020-07-29', reason: { en: 'The pandemic.' } }
    expect(await postponeMeeting(db, chair, to)).toEqual({ ok: false, refusal: 'wrong-status' })
    await plan(db, meeting)
    expect(await postponeMeeting(db, await aDelegate(db), to)).toEqual({
      ok: false,
      refusal: 'not-permitted',
    })
    expect(await postponeMeeting(db, chair, { ...to, reason: { en: ' ' } })).toEqual({
      ok: false,
      refusal: 'reason-required',
    })
    expect(await postponeMeeting(db, chair, { ...to, endsOn: '2020-07-26' })).toEqual({
      ok: false,
      refusal: 'invalid',
    })
    expect(await postponeMeeting(db, chair, { ...to, startsOn: '2018-04-03', endsOn: '2018-04-05' })).toEqual(
      { ok: false, refusal: 'nothing-changed' },
    )
    expect(await postponeMeeting(db, chair, to)).toEqual({ ok: true })
    expect(await findMeeting(db, meeting)).toMatchObject({
      startsOn: '2020-07-27',
      endsOn: '2020-07-29',
      status: 'planned',
    })
    expect(await listPostponements(db, meeting)).toEqual([
      {
        old: ['2018-04-03', '2018-04-05'],
        new: ['2020-07-27', '2020-07-29'],
        reason: { en: 'The pandemic.' },
      },
    ])
    expect(await listEvents(db, meeting)).toMatchObject([
      { type: 'meeting.postponed', reason: 'The pandemic.' },
    ])
  })

  test('of two who postpone at once, one is told', async () => {
    const db = await newDatabase()
    const chair = await aChair(db)
    const { meeting } = await aMeeting(db)
    await plan(db, meeting)
    const to = { meeting, startsOn: '2020-07-27', endsOn: '2020-07-29', reason: { en: 'The pandemic.' } }
    const results = await Promise.all([postponeMeeting(db, chair, to), postponeMeeting(db, chair, to)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await listPostponements(db, meeting)).toHaveLength(1)
  })
})

onEachEngine('titles of lists and calls', (newDatabase) => {
  test('are needed in the language of the group, and in no other', async () => {
    const db = await newDatabase()
    await db
      .updateTable('expert_group')
      .set({ language: 'fr' })
      .where('id', '=', await theGroup(db))
      .execute()
    const { place } = await aTabledRecommendation(db)
    const [rapporteur, secretary] = [await aRapporteur(db), await aSecretary(db)]
    const { meeting } = place
    expect(await issueList(db, rapporteur, { meeting, title: { en: 'List' } })).toMatchObject({
      refusal: 'title-required',
    })
    const issued = await issueList(db, rapporteur, { meeting, title: { fr: ' Liste ' } })
    if (!issued.ok) throw new Error(issued.refusal)
    expect((await findList(db, issued.list))?.title).toEqual({ fr: 'Liste' })
    const call = { list: issued.list, instructions: '', deadline: new Date(Date.now() + 86_400_000) }
    expect(await createCall(db, secretary, { ...call, title: { ar: 'دعوة' } })).toMatchObject({
      refusal: 'title-required',
    })
    expect(await createCall(db, secretary, { ...call, title: { fr: 'Appel' } })).toMatchObject({ ok: true })
  })
})
