import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listEvents } from '#db/queries/events'
import { listVersions } from '#db/queries/versions'
import type { AmendmentId, DelegationId, RecommendationId } from '#domain/ids'
import { can } from '#domain/permissions/can'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { inviteToAmendment } from '#server/commands/amendments/invite'
import { leaveSponsors } from '#server/commands/amendments/leave'
import { rejectAmendment } from '#server/commands/amendments/reject'
import { sponsorAmendment } from '#server/commands/amendments/sponsor'
import { tableAmendment } from '#server/commands/amendments/table'
import { withdrawAmendment } from '#server/commands/amendments/withdraw'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { previewAmendment } from '#server/texts/amendment-texts'
import { aTabledAmendment, getAmendment, made, whoWroteWhat, workingText } from '#tests/amendment-factories'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aRapporteur, aTabledRecommendation, getRecommendation, write } from '#tests/factories'
import type { Person } from '../factories'

async function draftAmendment(db: Db, id: RecommendationId, by: Person, text: string) {
  const { amendment } = await made(amendRecommendation(db, by, { recommendation: id }))
  await write(db, (await getAmendment(db, amendment)).document, by, text)
  return amendment
}

async function accept(db: Db, by: Person, amendment: AmendmentId, chosen?: number[]) {
  const preview = await previewAmendment(db, await getAmendment(db, amendment), chosen && new Set(chosen))
  return acceptAmendment(db, by, {
    amendment,
    seen: preview.seen,
    ...(chosen && { chosen, reason: 'Agreed language.' }),
  })
}

onEachEngine('amendments', (newDatabase) => {
  test('a fork is its drafters’ alone, is tabled in whole words, and is accepted with its authorship', async () => {
    const db = await newDatabase()
    const [amender, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id, by } = await aTabledRecommendation(db)
    const amendment = await draftAmendment(db, id, amender, 'States should share evidence without delay.')
    expect(can(by, 'amendment.see', await getAmendment(db, amendment))).toBe(false)
    expect(can(rapporteur, 'amendment.see', await getAmendment(db, amendment))).toBe(false)
    expect(await tableAmendment(db, amender, { amendment, rationale: ' It is urgent. ' })).toEqual({
      ok: true,
    })
    expect(can(by, 'amendment.see', await getAmendment(db, amendment))).toBe(true)
    expect(await accept(db, rapporteur, amendment)).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe('States should share evidence without delay.')
    expect(await whoWroteWhat(db, id)).toEqual([
      ['States should share evidence ', [by.delegation]],
      ['without delay', [amender.delegation]],
      ['.', [by.delegation]],
    ])
    expect(await getAmendment(db, amendment)).toMatchObject({
      status: 'accepted',
      rationale: 'It is urgent.',
    })
    expect((await listVersions(db, id)).map((version) => version.reason)).toEqual([
      'tabled',
      'amendment-accepted',
    ])
    expect((await listEvents(db, amendment)).map((event) => event.type)).toEqual([
      'amendment.drafted',
      'amendment.tabled',
      'amendment.accepted',
    ])
  })

  test('it is accepted although the text moved on, and what the others wrote stays theirs', async () => {
    const db = await newDatabase()
    const [amender, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id, by } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, amender, 'States should share evidence without delay.')
    const { document } = await getRecommendation(db, id)
    await write(db, document, rapporteur, 'Member States should share electronic evidence promptly.')
    expect(await accept(db, rapporteur, amendment)).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe('Member States should share electronic evidence without delay.')
    const words = await whoWroteWhat(db, id)
    expect(words.find(([text]) => text.includes('delay'))?.[1]).toEqual([amender.delegation])
    expect(words.find(([text]) => text.includes('should'))?.[1]).toEqual([by.delegation])
    expect(words.find(([text]) => text.includes('electronic'))?.[1]).toEqual([])
  })

  test('of two that compete the second stands beside the first, whole, and its preview says so', async () => {
    const db = await newDatabase()
    const [one, two, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const first = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    const second = await aTabledAmendment(db, id, two, 'States should share evidence within 72 hours.')
    await accept(db, rapporteur, first)
    const preview = await previewAmendment(db, await getAmendment(db, second))
    expect(preview.merge.changes.map((change) => change.fit)).toEqual(['competes'])
    await accept(db, rapporteur, second)
    expect(await workingText(db, id)).toBe('States should share evidence without delay within 72 hours.')
  })

  test('accepting says which reservations go with the words that it replaces', async () => {
    const db = await newDatabase()
    const [amender, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id, by } = await aTabledRecommendation(db)
    const requestedBy: DelegationId | '' = by.delegation ?? ''
    const text = (text: string) => ({ type: 'text' as const, text })
    const reserved = { type: 'bracket' as const, requestedBy, reason: '', children: [text('evidence')] }
    const { document } = await getRecommendation(db, id)
    await write(db, document, by, {
      blocks: [{ type: 'paragraph', children: [text('States should share '), reserved, text(' promptly.')] }],
    })
    const amendment = await aTabledAmendment(db, id, amender, 'States should share proof promptly.')
    const emptied = [{ requestedBy, words: 'evidence' }]
    expect((await previewAmendment(db, await getAmendment(db, amendment))).emptied).toEqual(emptied)
    expect(await accept(db, rapporteur, amendment)).toEqual({ ok: true })
    const accepted = (await listEvents(db, amendment)).find(({ type }) => type === 'amendment.accepted')
    expect(accepted?.detail).toMatchObject({ emptied })
  })

  test('only the chosen changes are taken in part', async () => {
    const db = await newDatabase()
    const [amender, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, amender, 'States shall share evidence without delay.')
    expect(await accept(db, rapporteur, amendment, [1])).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe('States should share evidence without delay.')
    expect(await getAmendment(db, amendment)).toMatchObject({ status: 'accepted-in-part' })
  })

  test('nothing is accepted but what was previewed', async () => {
    const db = await newDatabase()
    const [amender, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, amender, 'States shall share evidence promptly.')
    const { seen } = await previewAmendment(db, await getAmendment(db, amendment))
    const { document } = await getRecommendation(db, id)
    await write(db, document, rapporteur, 'All States should share evidence promptly.')
    expect(await acceptAmendment(db, rapporteur, { amendment, seen })).toEqual({
      ok: false,
      refusal: 'preview-outdated',
    })
    expect(await getAmendment(db, amendment)).toMatchObject({ status: 'tabled' })
  })

  test('of two who accept at once, one is told', async () => {
    const db = await newDatabase()
    const [amender, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, amender, 'States shall share evidence promptly.')
    const results = await Promise.all([accept(db, rapporteur, amendment), accept(db, rapporteur, amendment)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await workingText(db, id)).toBe('States shall share evidence promptly.')
  })

  test('rejecting needs a reason, which the proposer can read; delegates do not decide', async () => {
    const db = await newDatabase()
    const [amender, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id, by } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, amender, 'States shall share evidence promptly.')
    expect(await rejectAmendment(db, by, { amendment, reason: 'No.' })).toMatchObject({
      refusal: 'not-permitted',
    })
    expect(await accept(db, by, amendment)).toMatchObject({ refusal: 'not-permitted' })
    expect(await rejectAmendment(db, rapporteur, { amendment, reason: ' ' })).toMatchObject({
      refusal: 'reason-required',
    })
    expect(await rejectAmendment(db, rapporteur, { amendment, reason: 'Agreed language.' })).toEqual({
      ok: true,
    })
    expect(await getAmendment(db, amendment)).toMatchObject({
      status: 'rejected',
      decisionReason: 'Agreed language.',
    })
  })

  test('sponsors are invited, join and leave', async () => {
    const db = await newDatabase()
    const [amender, friend, third] = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await draftAmendment(db, id, amender, 'States shall share evidence promptly.')
    expect(await sponsorAmendment(db, friend, { amendment })).toMatchObject({ refusal: 'not-found' })
    const delegation = friend.delegation
    if (!delegation) throw new Error('A delegate has a delegation.')
    expect(await inviteToAmendment(db, amender, { amendment, delegation })).toEqual({ ok: true })
    expect(can(friend, 'amendment.edit', await getAmendment(db, amendment))).toBe(true)
    expect(await sponsorAmendment(db, friend, { amendment })).toEqual({ ok: true })
    await tableAmendment(db, amender, { amendment, rationale: '' })
    expect(await sponsorAmendment(db, third, { amendment })).toEqual({ ok: true })
    expect((await getAmendment(db, amendment)).sponsors).toEqual([friend.delegation, third.delegation])
    expect(await leaveSponsors(db, friend, { amendment })).toEqual({ ok: true })
    expect((await getAmendment(db, amendment)).sponsors).toEqual([third.delegation])
  })

  test('what was just withdrawn cannot be amended; a draft amendment to it is kept', async () => {
    const db = await newDatabase()
    const amender = await aDelegate(db)
    const { id, by } = await aTabledRecommendation(db)
    const amendment = await draftAmendment(db, id, amender, 'States shall share evidence promptly.')
    await withdrawRecommendation(db, by, { recommendation: id, reason: 'Merged.' })
    expect(await amendRecommendation(db, amender, { recommendation: id })).toMatchObject({
      refusal: 'wrong-status',
    })
    expect(await tableAmendment(db, amender, { amendment, rationale: '' })).toMatchObject({
      refusal: 'text-closed',
    })
    expect(await getAmendment(db, amendment)).toMatchObject({ status: 'draft' })
  })

  test('an amendment that changes nothing is not tabled; a withdrawn draft stays private', async () => {
    const db = await newDatabase()
    const amender = await aDelegate(db)
    const { id, by } = await aTabledRecommendation(db)
    const made = await amendRecommendation(db, amender, { recommendation: id })
    if (!made.ok) throw new Error(made.refusal)
    const { amendment } = made
    expect(await tableAmendment(db, amender, { amendment, rationale: '' })).toMatchObject({
      refusal: 'nothing-changed',
    })
    expect(await withdrawAmendment(db, amender, { amendment })).toEqual({ ok: true })
    expect(can(by, 'amendment.see', await getAmendment(db, amendment))).toBe(false)
  })
})
