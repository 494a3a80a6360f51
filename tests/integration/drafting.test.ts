import { expect, test } from 'vitest'
import { listEvents } from '#db/queries/events'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { listVersions } from '#db/queries/versions'
import { mayLearnOf } from '#domain/events/events'
import { can } from '#domain/permissions/can'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { readMeetingPage } from '#server/views/meeting-page'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aDraft, aRapporteur, getRecommendation } from '#tests/factories'
import type { Person } from '../factories'

onEachEngine('drafting and tabling', (newDatabase) => {
  test('a draft is its delegation’s alone until it is tabled, with one event and one version', async () => {
    const db = await newDatabase()
    const [actor, other, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const { id } = await aDraft(db, { by: actor, text: 'States should share information.' })
    const seen = async (who: Person) => {
      const item = await findRecommendation(db, id)
      return item !== undefined && can(who, 'recommendation.see', item)
    }
    expect([await seen(actor), await seen(other), await seen(rapporteur)]).toEqual([true, false, false])
    expect(await tableRecommendation(db, actor, { recommendation: id })).toEqual({ ok: true })
    expect([await seen(other), await seen(rapporteur)]).toEqual([true, true])
    expect(await listVersions(db, id)).toMatchObject([
      { number: 1, text: 'States should share information.' },
    ])
    expect((await listEvents(db, id)).map((event) => event.type)).toEqual([
      'recommendation.drafted',
      'recommendation.tabled',
    ])
  })

  test('another delegation learns nothing of a draft that it tries to table', async () => {
    const db = await newDatabase()
    const { id } = await aDraft(db)
    const result = await tableRecommendation(db, await aDelegate(db), { recommendation: id })
    expect(result).toEqual({ ok: false, refusal: 'not-found' })
  })

  test('an empty text is not tabled', async () => {
    const db = await newDatabase()
    const actor = await aDelegate(db)
    const { id } = await aDraft(db, { by: actor, text: '' })
    expect(await tableRecommendation(db, actor, { recommendation: id })).toEqual({
      ok: false,
      refusal: 'empty-text',
    })
  })

  test('of two people who press table at once, one is told that it is done already', async () => {
    const db = await newDatabase()
    const actor = await aDelegate(db)
    const { id } = await aDraft(db, { by: actor, text: 'Once.' })
    const results = await Promise.all([
      tableRecommendation(db, actor, { recommendation: id }),
      tableRecommendation(db, actor, { recommendation: id }),
    ])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await listVersions(db, id)).toHaveLength(1)
  })

  test('withdrawing needs a reason and stays visible', async () => {
    const db = await newDatabase()
    const actor = await aDelegate(db)
    const { id } = await aDraft(db, { by: actor, text: 'To be withdrawn.' })
    await tableRecommendation(db, actor, { recommendation: id })
    expect(await withdrawRecommendation(db, actor, { recommendation: id })).toEqual({
      ok: false,
      refusal: 'reason-required',
    })
    await withdrawRecommendation(db, actor, { recommendation: id, reason: 'Merged elsewhere.' })
    const item = await findRecommendation(db, id)
    expect(item).toMatchObject({ status: 'withdrawn', wasTabled: true })
    expect((await listEvents(db, id)).at(-1)).toMatchObject({ reason: 'Merged elsewhere.' })
  })

  test('a draft that nobody else saw is given up without a reason, and nobody else learns of it', async () => {
    const db = await newDatabase()
    const [actor, other] = [await aDelegate(db), await aDelegate(db)]
    const { id } = await aDraft(db, { by: actor, text: 'On second thoughts.' })
    expect(await withdrawRecommendation(db, other, { recommendation: id })).toEqual({
      ok: false,
      refusal: 'not-found',
    })
    expect(await withdrawRecommendation(db, actor, { recommendation: id })).toEqual({ ok: true })
    const item = await getRecommendation(db, id)
    expect(item).toMatchObject({ status: 'withdrawn', wasTabled: false })
    expect([can(actor, 'recommendation.see', item), can(other, 'recommendation.see', item)]).toEqual([
      true,
      false,
    ])
    const [event] = (await listEvents(db, id)).slice(-1)
    if (!event) throw new Error('It was recorded.')
    expect([mayLearnOf(actor, event), mayLearnOf(other, event)]).toEqual([true, false])
    // Its drafters find it where they look for it, and it is in nobody's way.
    const meeting = await findMeeting(db, item.meeting)
    if (!meeting) throw new Error('It is in a meeting.')
    const found = async (who: Person, status: string) => {
      const filter = { topic: '', tag: '', delegation: '', search: '', page: 1, status }
      return (await readMeetingPage(db, who, meeting, filter)).items.map((entry) => entry.id)
    }
    expect(await found(actor, '')).toEqual([])
    expect(await found(actor, 'withdrawn')).toEqual([id])
    expect(await found(other, 'withdrawn')).toEqual([])
  })
})
