import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findSubmission, listCommentsOn, listSubmissions } from '#db/queries/calls'
import { listEvents } from '#db/queries/events'
import { listListedTexts } from '#db/queries/lists'
import { mayLearnOf } from '#domain/events/events'
import type { CallId } from '#domain/ids'
import { visitor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { createCall } from '#server/commands/calls/create'
import { moveCallForComments } from '#server/commands/calls/move'
import { saveWrittenComments } from '#server/commands/calls/save-comments'
import { issueList } from '#server/commands/lists/issue'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aRapporteur, aSecretary, aTabledRecommendation } from '#tests/factories'
import type { Person } from '../factories'

async function anOpenCall(db: Db, deadline = new Date(Date.now() + 86_400_000)) {
  const secretary = await aSecretary(db)
  const { place, id } = await aTabledRecommendation(db)
  const issued = await issueList(db, await aRapporteur(db), { meeting: place.meeting, title: { en: 'List' } })
  if (!issued.ok) throw new Error(issued.refusal)
  const input = { list: issued.list, title: { en: 'Call' }, instructions: '', deadline }
  const made = await createCall(db, secretary, input, new Date(0))
  if (!made.ok) throw new Error(made.refusal)
  const { call } = made
  const [item] = await listListedTexts(db, issued.list)
  if (!item) throw new Error('The list has one item.')
  const move = (action: 'open' | 'close' | 'publish') => moveCallForComments(db, secretary, { call, action })
  return { call, item: item.id, recommendation: id, secretary, move }
}

const answer = (
  db: Db,
  by: Person,
  call: CallId,
  given: Partial<Parameters<typeof saveWrittenComments>[2]> = {},
) =>
  saveWrittenComments(db, by, {
    call,
    language: 'en',
    generalRemarks: 'We support the list.',
    comments: [],
    seen: undefined,
    as: 'submit',
    ...given,
  })

onEachEngine('written comments', (newDatabase) => {
  test('a draft is its delegation’s own; what is submitted is the secretariat’s; what is published is everyone’s', async () => {
    const db = await newDatabase()
    const { call, item, recommendation, secretary, move } = await anOpenCall(db)
    const [delegate, other] = [await aDelegate(db), await aDelegate(db)]
    expect(await answer(db, delegate, call)).toMatchObject({ refusal: 'not-found' })
    const [created] = await listEvents(db, call)
    if (!created) throw new Error('It was recorded.')
    expect([secretary, delegate, visitor].map((who) => mayLearnOf(who, created))).toEqual([
      true,
      false,
      false,
    ])
    await move('open')
    const comments = [{ item, position: 'support' as const, body: 'Agreed.' }]
    const saved = await answer(db, delegate, call, { as: 'draft', comments })
    if (!saved.ok) throw new Error(saved.refusal)
    const seenBy = async () => {
      const [submission] = await listSubmissions(db, call)
      if (!submission) throw new Error('There is a submission.')
      return [delegate, other, secretary, visitor].map((who) => can(who, 'submission.see', submission))
    }
    expect(await seenBy()).toEqual([true, false, false, false])
    await answer(db, delegate, call, { comments, seen: saved.updatedAt })
    expect(await seenBy()).toEqual([true, false, true, false])
    await move('close')
    expect(await moveCallForComments(db, other, { call, action: 'publish' })).toMatchObject({
      refusal: 'not-permitted',
    })
    await move('publish')
    expect(await seenBy()).toEqual([true, true, true, true])
    expect(await listCommentsOn(db, [recommendation])).toMatchObject([
      { position: 'support', body: 'Agreed.' },
    ])
    const again = await answer(db, delegate, call, { comments: [] })
    expect(again).toMatchObject({ ok: false })
  })

  test('a colleague’s save is not overwritten unseen', async () => {
    const db = await newDatabase()
    const { call, move } = await anOpenCall(db)
    await move('open')
    const delegate = await aDelegate(db)
    const { delegation } = delegate
    if (!delegation) throw new Error('A delegate has a delegation.')
    const colleague = await aDelegate(db, { delegation })
    await answer(db, delegate, call, { as: 'draft', generalRemarks: 'Mine.' })
    const late = await answer(db, colleague, call, { as: 'draft', generalRemarks: 'Theirs.' })
    expect(late).toMatchObject({ refusal: 'changed-meanwhile' })
    expect(await findSubmission(db, call, delegation)).toMatchObject({ generalRemarks: 'Mine.' })
  })

  test('what comes after the deadline is taken and marked late; nothing at all is not', async () => {
    const db = await newDatabase()
    const { call, move } = await anOpenCall(db, new Date(1000))
    await move('open')
    const delegate = await aDelegate(db)
    expect(await answer(db, delegate, call, { generalRemarks: ' ' })).toMatchObject({ refusal: 'empty-text' })
    expect(await answer(db, delegate, call)).toMatchObject({ ok: true })
    expect((await listSubmissions(db, call))[0]).toMatchObject({ late: true, status: 'submitted' })
  })

  test('remarks are on items of the list and nowhere else; officers send none', async () => {
    const db = await newDatabase()
    const [{ call, move, secretary }, elsewhere] = [await anOpenCall(db), await anOpenCall(db)]
    await move('open')
    const comments = [{ item: elsewhere.item, position: 'question' as const, body: 'Why?' }]
    expect(await answer(db, await aDelegate(db), call, { comments })).toMatchObject({ refusal: 'invalid' })
    expect(await answer(db, secretary, call)).toMatchObject({ refusal: 'not-permitted' })
  })
})
