import { expect, test } from 'vitest'
import { listRecommendations } from '#db/queries/recommendations'
import { listTaggings, listTags } from '#db/queries/tags'
import type { DelegationId } from '#domain/ids'
import { can } from '#domain/permissions/can'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { leaveSponsorship } from '#server/commands/recommendations/leave'
import { orderRecommendation } from '#server/commands/recommendations/order'
import { sponsorRecommendation } from '#server/commands/recommendations/sponsor'
import { tagRecommendation } from '#server/commands/recommendations/tag'
import { takeThePen } from '#server/commands/recommendations/take-pen'
import { uninviteDelegation } from '#server/commands/recommendations/uninvite'
import { addTag } from '#server/commands/vocabulary/add-tag'
import { renameTag } from '#server/commands/vocabulary/rename-tag'
import { retireTag } from '#server/commands/vocabulary/retire-tag'
import { onEachEngine } from '#tests/engines'
import {
  aDelegate,
  aDraft,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  getRecommendation,
} from '#tests/factories'
import { theGroup, type Person } from '../factories'

const delegationOf = (actor: Person): DelegationId => {
  if (!actor.delegation) throw new Error('A delegate has a delegation.')
  return actor.delegation
}

onEachEngine('sharing, the pen, order and tags', (newDatabase) => {
  test('invited delegations write a draft until the invitation is taken back', async () => {
    const db = await newDatabase()
    const [friend, stranger] = [await aDelegate(db), await aDelegate(db)]
    const { id, by } = await aDraft(db)
    const input = { recommendation: id, delegation: delegationOf(friend) }
    const edits = async () => can(friend, 'recommendation.edit', await getRecommendation(db, id))
    expect(await inviteDelegation(db, stranger, input)).toMatchObject({ refusal: 'not-found' })
    expect(await inviteDelegation(db, by, input)).toEqual({ ok: true })
    expect(await edits()).toBe(true)
    expect(await inviteDelegation(db, friend, input)).toMatchObject({ refusal: 'not-permitted' })
    expect(await uninviteDelegation(db, by, input)).toEqual({ ok: true })
    expect(await edits()).toBe(false)
  })

  test('the pen is given, taken back, and ends by itself', async () => {
    const db = await newDatabase()
    const [delegate, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const input = { recommendation: id, delegation: delegationOf(delegate) }
    const edits = async () => can(delegate, 'recommendation.edit', await getRecommendation(db, id))
    expect(await giveThePen(db, delegate, input)).toMatchObject({ refusal: 'not-permitted' })
    expect(await giveThePen(db, rapporteur, { ...input, until: new Date(0) })).toMatchObject({
      refusal: 'deadline-passed',
    })
    await giveThePen(db, rapporteur, input)
    expect(await edits()).toBe(true)
    await takeThePen(db, rapporteur, input)
    expect(await edits()).toBe(false)
  })

  test('delegations join what was tabled, and leave it', async () => {
    const db = await newDatabase()
    const delegate = await aDelegate(db)
    const { id, by } = await aTabledRecommendation(db)
    expect(await sponsorRecommendation(db, by, { recommendation: id })).toMatchObject({
      refusal: 'not-permitted',
    })
    await sponsorRecommendation(db, delegate, { recommendation: id })
    expect((await getRecommendation(db, id)).sponsors).toEqual([delegate.delegation])
    await leaveSponsorship(db, delegate, { recommendation: id })
    expect((await getRecommendation(db, id)).sponsors).toEqual([])
  })

  test('the Rapporteur orders the items of a topic', async () => {
    const db = await newDatabase()
    const rapporteur = await aRapporteur(db)
    const { id: first, place, by } = await aTabledRecommendation(db, { text: 'One.' })
    const { id: second } = await aTabledRecommendation(db, { text: 'Two.', place, by })
    expect(await orderRecommendation(db, by, { recommendation: second, direction: 'up' })).toMatchObject({
      refusal: 'not-permitted',
    })
    await orderRecommendation(db, rapporteur, { recommendation: second, direction: 'up' })
    expect((await listRecommendations(db, place.meeting)).map((recommendation) => recommendation.id)).toEqual(
      [second, first],
    )
    expect(
      await orderRecommendation(db, rapporteur, { recommendation: second, direction: 'up' }),
    ).toMatchObject({ refusal: 'no-neighbour' })
  })

  test('tags come from the vocabulary, which the secretariat keeps', async () => {
    const db = await newDatabase()
    const secretary = await aSecretary(db)
    const { id, by } = await aTabledRecommendation(db)
    const group = await theGroup(db)
    const term = { group, kind: 'theme' as const, name: { en: 'Training', ar: 'التدريب' } }
    expect(await addTag(db, by, term)).toMatchObject({ refusal: 'not-permitted' })
    const added = await addTag(db, secretary, term)
    if (!added.ok) throw new Error(added.refusal)
    expect(await addTag(db, secretary, { group, kind: 'theme', name: { en: 'training' } })).toMatchObject({
      refusal: 'name-taken',
    })
    const { tag } = added
    expect(await tagRecommendation(db, by, { recommendation: id, change: 'add', tag })).toEqual({ ok: true })
    const stranger = await aDelegate(db)
    expect(
      await tagRecommendation(db, stranger, { recommendation: id, change: 'remove', tag }),
    ).toMatchObject({ refusal: 'not-permitted' })
    await renameTag(db, secretary, { group, tag, name: { en: 'Capacity-building' } })
    await retireTag(db, secretary, { group, tag, change: 'retire' })
    expect(await listTags(db, group)).toEqual([
      { id: tag, kind: 'theme', name: { en: 'Capacity-building' }, retired: true },
    ])
    expect((await listTaggings(db, { recommendation: id })).get(id)?.tags).toEqual([tag])
    await tagRecommendation(db, by, { recommendation: id, change: 'remove', tag })
    expect(await tagRecommendation(db, by, { recommendation: id, change: 'add', tag })).toMatchObject({
      refusal: 'not-found',
    })
  })
})
