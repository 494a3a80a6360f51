import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findAmendment, listAmendments } from '#db/queries/amendments'
import { listEvents } from '#db/queries/events'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import type { Choice } from '#domain/negotiation/merging'
import type { Actor } from '#domain/people/participants'
import { chooseChange } from '#server/commands/merging/choose-change'
import { chooseUncontested } from '#server/commands/merging/choose-uncontested'
import { mergeChosen } from '#server/commands/merging/merge-chosen'
import { readMergeDesk } from '#server/texts/merge-desk'
import { aTabledAmendment, whoWroteWhat, workingText } from '#tests/amendment-factories'
import { onEachEngine } from '#tests/engines'
import {
  aDelegate,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  getRecommendation,
} from '#tests/factories'

const choose = (
  db: Db,
  actor: Actor,
  recommendation: RecommendationId,
  amendment: AmendmentId,
  choice: Choice | undefined,
  index = 0,
) => chooseChange(db, actor, { recommendation, amendment, index, choice })

async function merge(db: Db, actor: Actor, recommendation: RecommendationId, reason = '') {
  const { seen } = await readMergeDesk(db, await getRecommendation(db, recommendation))
  return mergeChosen(db, actor, { recommendation, seen, reason })
}

async function statusOf(db: Db, id: AmendmentId) {
  return (await findAmendment(db, id))?.status
}

onEachEngine('the merge desk', (newDatabase) => {
  // The text of `aTabledRecommendation` is `States should share evidence promptly.`
  test('what nobody contests goes first, and the contested rest stays open at its place', async () => {
    const db = await newDatabase()
    const [one, two, three, rapporteur] = [
      await aDelegate(db),
      await aDelegate(db),
      await aDelegate(db),
      await aRapporteur(db),
    ]
    const { id, by } = await aTabledRecommendation(db)
    const first = await aTabledAmendment(db, id, one, 'All States should share evidence promptly.')
    const second = await aTabledAmendment(db, id, two, 'States should share evidence without delay.')
    const third = await aTabledAmendment(db, id, three, 'States should share evidence within 72 hours.')
    expect(await chooseUncontested(db, rapporteur, { recommendation: id })).toEqual({ ok: true })
    expect(await merge(db, rapporteur, id)).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe('All States should share evidence promptly.')
    expect(await Promise.all([first, second, third].map((a) => statusOf(db, a)))).toEqual([
      'accepted',
      'tabled',
      'tabled',
    ])
    const desk = await readMergeDesk(db, await getRecommendation(db, id))
    expect(desk.entries.map(({ change }) => change.fit)).toEqual(['applies', 'applies'])
    await choose(db, rapporteur, id, second, 'accept')
    await choose(db, rapporteur, id, third, 'reject')
    expect(await merge(db, rapporteur, id)).toMatchObject({ refusal: 'reason-required' })
    expect(await merge(db, rapporteur, id, 'Agreed in informals.')).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe('All States should share evidence without delay.')
    expect(await statusOf(db, third)).toBe('rejected')
    expect((await findAmendment(db, third))?.decisionReason).toBe('Agreed in informals.')
    expect(await whoWroteWhat(db, id)).toEqual([
      ['All ', [one.delegation]],
      ['States should share evidence ', [by.delegation]],
      ['without delay', [two.delegation]],
      ['.', [by.delegation]],
    ])
    expect((await listEvents(db, second)).at(-1)?.type).toBe('amendment.accepted')
  })

  test('alternatives stand side by side with numbers, each word with its own delegation', async () => {
    const db = await newDatabase()
    const [one, two, secretary] = [await aDelegate(db), await aDelegate(db), await aSecretary(db)]
    const { id, by } = await aTabledRecommendation(db)
    const first = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    const second = await aTabledAmendment(db, id, two, 'States should share evidence within 72 hours.')
    await choose(db, secretary, id, first, 'alternative')
    await choose(db, secretary, id, second, 'alternative')
    expect(await merge(db, secretary, id)).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe(
      'States should share evidence [Alt. 1 promptly] [Alt. 2 without delay] [Alt. 3 within 72 hours].',
    )
    const words = await whoWroteWhat(db, id)
    const ownerOf = (text: string) => words.find(([piece]) => piece.trim() === text)?.[1]
    expect(ownerOf('promptly')).toEqual([by.delegation])
    expect(ownerOf('without delay')).toEqual([one.delegation])
    expect(ownerOf('within 72 hours')).toEqual([two.delegation])
    expect(await statusOf(db, first)).toBe('accepted-in-part')
  })

  test('a change in brackets leaves what it would replace, in brackets too', async () => {
    const db = await newDatabase()
    const [one, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id, by } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    await choose(db, rapporteur, id, amendment, 'bracket')
    await merge(db, rapporteur, id)
    expect(await workingText(db, id)).toBe('States should share evidence [promptly] [without delay].')
    const words = await whoWroteWhat(db, id)
    expect(words.find(([text]) => text === 'promptly')?.[1]).toEqual([by.delegation])
    expect(words.find(([text]) => text === 'without delay')?.[1]).toEqual([one.delegation])
  })

  test('words in brackets are one alternative with their brackets, and another wording the other', async () => {
    const db = await newDatabase()
    const [one, two, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const { id, by } = await aTabledRecommendation(db)
    const first = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    await choose(db, rapporteur, id, first, 'bracket')
    await merge(db, rapporteur, id)
    const second = await aTabledAmendment(db, id, two, 'States should share evidence without undue delay.')
    expect(await choose(db, rapporteur, id, second, 'alternative')).toEqual({ ok: true })
    expect(await merge(db, rapporteur, id)).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe(
      'States should share evidence [Alt. 1 [promptly] [without delay]] [Alt. 2 without undue delay].',
    )
    const words = await whoWroteWhat(db, id)
    const ownersOf = (text: string) =>
      words.filter(([piece]) => piece.includes(text)).map(([, owner]) => owner)
    expect(ownersOf('promptly')).toEqual([[by.delegation]])
    expect(ownersOf('without')[0]).toEqual([one.delegation])
    expect(ownersOf('undue')).toEqual([[two.delegation]])
  })

  test('one amendment is decided change by change, and stays on the table until each is', async () => {
    const db = await newDatabase()
    const [one, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, one, 'States shall share evidence without delay.')
    await choose(db, rapporteur, id, amendment, 'accept', 1)
    await merge(db, rapporteur, id)
    expect(await workingText(db, id)).toBe('States should share evidence without delay.')
    expect(await statusOf(db, amendment)).toBe('tabled')
    expect((await listEvents(db, amendment)).at(-1)).toMatchObject({
      type: 'amendment.changes-decided',
      detail: { outcomes: { 1: 'accepted' } },
    })
    expect(await choose(db, rapporteur, id, amendment, 'reject', 1)).toMatchObject({
      refusal: 'changed-meanwhile',
    })
    await choose(db, rapporteur, id, amendment, 'reject', 0)
    await merge(db, rapporteur, id, 'Agreed language.')
    expect(await statusOf(db, amendment)).toBe('accepted-in-part')
  })

  test('two who propose the same words: the second is superseded, the words are made once', async () => {
    const db = await newDatabase()
    const [one, two, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const first = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    const second = await aTabledAmendment(db, id, two, 'States should share evidence without delay.')
    await choose(db, rapporteur, id, first, 'accept')
    await merge(db, rapporteur, id)
    expect(await workingText(db, id)).toBe('States should share evidence without delay.')
    expect(await statusOf(db, second)).toBe('superseded')
  })

  test('delegates see the choices and make none; nothing is merged but what was seen', async () => {
    const db = await newDatabase()
    const [one, rapporteur, secretary] = [await aDelegate(db), await aRapporteur(db), await aSecretary(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    expect(await choose(db, one, id, amendment, 'accept')).toMatchObject({ refusal: 'not-permitted' })
    expect(await merge(db, one, id)).toMatchObject({ refusal: 'not-permitted' })
    expect(await merge(db, rapporteur, id)).toMatchObject({ refusal: 'nothing-chosen' })
    await choose(db, rapporteur, id, amendment, 'accept')
    const { seen } = await readMergeDesk(db, await getRecommendation(db, id))
    // A second person at the desk chooses otherwise before the first one merges.
    await choose(db, secretary, id, amendment, 'reject')
    expect(await mergeChosen(db, rapporteur, { recommendation: id, seen, reason: 'x' })).toMatchObject({
      refusal: 'preview-outdated',
    })
    expect(await workingText(db, id)).toBe('States should share evidence promptly.')
    await choose(db, secretary, id, amendment, undefined)
    expect(await merge(db, rapporteur, id)).toMatchObject({ refusal: 'nothing-chosen' })
  })

  test('of two who merge in two windows at once, one is told, and the words come once', async () => {
    const db = await newDatabase()
    const [one, rapporteur, secretary] = [await aDelegate(db), await aRapporteur(db), await aSecretary(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, one, 'All States should share evidence promptly.')
    await choose(db, rapporteur, id, amendment, 'accept')
    const results = await Promise.all([merge(db, rapporteur, id), merge(db, secretary, id)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await workingText(db, id)).toBe('All States should share evidence promptly.')
    expect(await listAmendments(db, id)).toHaveLength(1)
  })

  test('a new paragraph in brackets is refused: brackets stay within one', async () => {
    const db = await newDatabase()
    const [one, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(
      db,
      id,
      one,
      'States should share evidence promptly.\nThey should report on it.',
    )
    expect(await choose(db, rapporteur, id, amendment, 'bracket')).toMatchObject({
      refusal: 'cannot-bracket',
    })
    expect(await choose(db, rapporteur, id, amendment, 'accept')).toEqual({ ok: true })
    expect(await merge(db, rapporteur, id)).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe(
      'States should share evidence promptly.\nThey should report on it.',
    )
  })
})
