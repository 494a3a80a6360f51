import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import {
  findSubmission,
  listComments,
  listCommentsOn,
  listSubmissions,
  listSubmissionVersions,
} from '#db/queries/calls'
import { listEvents } from '#db/queries/events'
import { listListedTexts } from '#db/queries/lists'
import { mayLearnOf } from '#domain/events/events'
import type { CallId } from '#domain/ids'
import { visitor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { nothingSeen, remarkKey, textKey, type SeenAnswer } from '#domain/comments/merge-remarks'
import type { Remark } from '#domain/comments/comments'
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
  at?: Date,
) =>
  saveWrittenComments(
    db,
    by,
    {
      call,
      language: 'en',
      generalRemarks: 'We support the list.',
      comments: [],
      seen: nothingSeen,
      as: 'submit',
      ...given,
    },
    at,
  )

/** What somebody has seen who opened the answer when it said this. */
const having = (generalRemarks: string, comments: readonly Remark[] = []): SeenAnswer => ({
  general: textKey(generalRemarks),
  items: new Map(comments.map((comment) => [comment.item, remarkKey(comment)])),
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
    expect(await answer(db, delegate, call, { as: 'draft', comments })).toMatchObject({ isSubmitted: false })
    const seenBy = async () => {
      const [submission] = await listSubmissions(db, call)
      if (!submission) throw new Error('There is a submission.')
      return [delegate, other, secretary, visitor].map((who) => can(who, 'submission.see', submission))
    }
    expect(await seenBy()).toEqual([true, false, false, false])
    await answer(db, delegate, call, { comments })
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

  test('a colleague’s save is not overwritten: each item is joined by itself, and a conflict is told', async () => {
    const db = await newDatabase()
    const { call, item, move } = await anOpenCall(db)
    await move('open')
    const delegate = await aDelegate(db)
    const { delegation } = delegate
    if (!delegation) throw new Error('A delegate has a delegation.')
    const colleague = await aDelegate(db, { delegation })
    const kept = async () => {
      const submission = await findSubmission(db, call, delegation)
      if (!submission) throw new Error('There is an answer.')
      const comments = await listComments(db, submission.id)
      return { general: submission.generalRemarks, bodies: comments.map(({ body }) => body) }
    }
    const remark = (body: string): Remark => ({ item, position: 'support', body })
    await answer(db, delegate, call, { as: 'draft', generalRemarks: 'Mine.' })
    // A colleague who began with an empty answer writes on the item alone.
    const first = { as: 'draft', generalRemarks: '', comments: [remark('Theirs.')] } as const
    expect(await answer(db, colleague, call, first)).toMatchObject({ conflicts: [] })
    expect(await kept()).toEqual({ general: 'Mine.', bodies: ['Theirs.'] })
    // The first one comes back to what they had seen, changes nothing and submits: nothing is erased.
    const seen = having('Mine.')
    expect(await answer(db, delegate, call, { generalRemarks: 'Mine.', seen })).toMatchObject({
      isSubmitted: true,
    })
    expect(await kept()).toEqual({ general: 'Mine.', bodies: ['Theirs.'] })
    // Both change the item: what was saved first stays, the other one is told, and nothing is submitted.
    const known = having('Mine.', [remark('Theirs.')])
    const both = { generalRemarks: 'Mine.', seen: known }
    await answer(db, colleague, call, { ...both, as: 'draft', comments: [remark('Theirs, better.')] })
    const late = { ...both, comments: [remark('Mine, other.')] }
    expect(await answer(db, delegate, call, late)).toMatchObject({ refusal: 'changed-meanwhile' })
    const more = { ...late, generalRemarks: 'Mine, and more.' }
    expect(await answer(db, delegate, call, more)).toEqual({
      ok: true,
      isSubmitted: false,
      conflicts: [item],
    })
    expect(await kept()).toEqual({ general: 'Mine, and more.', bodies: ['Theirs, better.'] })
  })

  test('each submitting is a version that stays, and remarks keep their identity', async () => {
    const db = await newDatabase()
    const { call, item, recommendation, move } = await anOpenCall(db)
    await move('open')
    const delegate = await aDelegate(db)
    const remark = (body: string): Remark => ({ item, position: 'support', body })
    await answer(db, delegate, call, { comments: [remark('First.')] })
    const seen = having('We support the list.', [remark('First.')])
    await answer(db, delegate, call, { comments: [remark('Second.')], seen })
    const again = having('We support the list.', [remark('Second.')])
    // What is written after that is the delegation's own until it is submitted.
    await answer(db, delegate, call, { as: 'draft', comments: [remark('Third.')], seen: again })
    const [submission] = await listSubmissions(db, call)
    if (!submission) throw new Error('There is a submission.')
    expect(submission.status).toBe('submitted')
    const versions = await listSubmissionVersions(db, submission.id)
    expect(versions.map(({ number, comments }) => [number, comments[0]?.body])).toEqual([
      [1, 'First.'],
      [2, 'Second.'],
    ])
    expect(new Set(versions.map(({ comments }) => comments[0]?.id)).size).toBe(1)
    expect((await listCommentsOn(db, [recommendation])).map(({ body }) => body)).toEqual(['Second.'])
  })

  test('a position is chosen, never guessed', async () => {
    const db = await newDatabase()
    const { call, item, move } = await anOpenCall(db)
    await move('open')
    const delegate = await aDelegate(db)
    const comments = [{ item, position: undefined, body: 'We wonder.' }]
    expect(await answer(db, delegate, call, { comments })).toMatchObject({ refusal: 'position-missing' })
    expect(await answer(db, delegate, call, { as: 'draft', comments })).toMatchObject({ ok: true })
    const observed = [{ item, position: 'observation' as const, body: 'We wonder.' }]
    const seen = having('We support the list.', comments)
    expect(await answer(db, delegate, call, { comments: observed, seen })).toMatchObject({
      isSubmitted: true,
    })
  })

  test('a correction after the deadline leaves what came in time, and only what is new is late', async () => {
    const db = await newDatabase()
    const deadline = new Date('2021-03-01T12:00:00.000Z')
    const { call, item, move } = await anOpenCall(db, deadline)
    await move('open')
    const delegate = await aDelegate(db)
    const remark: Remark = { item, position: 'support', body: 'In time.' }
    const [before, after] = [new Date(deadline.getTime() - 1), new Date(deadline.getTime() + 1)]
    await answer(db, delegate, call, { comments: [remark] }, before)
    const seen = having('We support the list.', [remark])
    await answer(db, delegate, call, { comments: [remark], generalRemarks: 'More.', seen }, after)
    const [submission] = await listSubmissions(db, call)
    if (!submission) throw new Error('There is a submission.')
    expect(submission.late).toBe(false)
    expect(await listSubmissionVersions(db, submission.id)).toMatchObject([
      { generalRemarks: 'We support the list.', generalLate: false, comments: [{ late: false }] },
      { generalRemarks: 'More.', generalLate: true, comments: [{ body: 'In time.', late: false }] },
    ])
  })

  test('what a delegation drafted stays its own to read after publication', async () => {
    const db = await newDatabase()
    const { call, secretary, move } = await anOpenCall(db)
    await move('open')
    const [delegate, other] = [await aDelegate(db), await aDelegate(db)]
    await answer(db, delegate, call, { as: 'draft' })
    await move('close')
    await move('publish')
    const [submission] = await listSubmissions(db, call)
    if (!submission) throw new Error('There is an answer.')
    expect(
      [delegate, other, secretary, visitor].map((who) => can(who, 'submission.see', submission)),
    ).toEqual([true, false, false, false])
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
