import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { listEventsAfter } from '#db/queries/events'
import { findInformal } from '#db/queries/informals'
import { mayLearnOf } from '#domain/events/events'
import type { DelegationId, InformalId } from '#domain/ids'
import { visitor, type Actor } from '#domain/people/participants'
import { decideAccess } from '#server/collab/access'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { inviteToAmendment } from '#server/commands/amendments/invite'
import { tableAmendment } from '#server/commands/amendments/table'
import { withdrawAmendment } from '#server/commands/amendments/withdraw'
import { dissolveInformals } from '#server/commands/informals/dissolve'
import { leaveInformals } from '#server/commands/informals/leave'
import { startInformals } from '#server/commands/informals/start'
import { previewAmendment } from '#server/texts/amendment-texts'
import { readAmendments } from '#server/views/amendment-cards'
import { readAuthorship } from '#server/views/authorship'
import { readInformals } from '#server/views/informals'
import { onEachEngine } from '../engines'
import {
  aChair,
  aDelegate,
  aDraft,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  getRecommendation,
  write,
  type Person,
} from '../factories'

const refusalOf = (refusal: string) => ({ ok: false, refusal })
const base = 'States should share evidence promptly.'

const delegationOf = (actor: Person): DelegationId => {
  if (!actor.delegation) throw new Error('A delegate has a delegation.')
  return actor.delegation
}

/** A tabled text that two delegations work on in informals, and one that stays in the room. */
async function someInformals(db: Db) {
  const { id, by: proposer } = await aTabledRecommendation(db, { text: base })
  const [chair, kenya, brazil, outsider] = [
    await aChair(db),
    await aDelegate(db),
    await aDelegate(db),
    await aDelegate(db),
  ]
  const made = await startInformals(db, chair, {
    recommendation: id,
    delegations: [delegationOf(kenya), delegationOf(brazil)],
    task: 'Agree on the time limit.',
  })
  if (!made.ok) throw new Error(made.refusal)
  return { id, chair, kenya, brazil, outsider, proposer, ...(await read(db, made.informal)) }
}

async function read(db: Db, id: InformalId) {
  const informal = await findInformal(db, id)
  const amendment = informal && (await findAmendment(db, informal.amendment))
  if (!informal || !amendment) throw new Error('There are no informals.')
  return { informal, amendment }
}

onEachEngine('informals', (newDatabase) => {
  test('the Chair alone starts them, with two delegations at least, on a text that is on the table', async () => {
    const db = await newDatabase()
    const { id } = await aTabledRecommendation(db)
    const [chair, one, two] = [await aChair(db), await aDelegate(db), await aDelegate(db)]
    const input = {
      recommendation: id,
      delegations: [delegationOf(one), delegationOf(two)],
      task: '',
    }
    for (const other of [one, await aRapporteur(db), await aSecretary(db)])
      expect(await startInformals(db, other, input)).toEqual(refusalOf('not-permitted'))
    const alone = [delegationOf(one), delegationOf(one)]
    expect(await startInformals(db, chair, { ...input, delegations: alone })).toEqual(
      refusalOf('too-few-members'),
    )
    const unknown = [delegationOf(one), 'nobody' as DelegationId]
    expect(await startInformals(db, chair, { ...input, delegations: unknown })).toEqual(
      refusalOf('not-found'),
    )
    const { id: draft } = await aDraft(db)
    expect(await startInformals(db, chair, { ...input, recommendation: draft })).toEqual(
      refusalOf('not-found'),
    )
    expect(await startInformals(db, chair, input)).toMatchObject({ ok: true })
  })

  test('the group and the Chair see and write its text; the room knows that it is at work and who is in it', async () => {
    const db = await newDatabase()
    const { id, chair, kenya, brazil, outsider, proposer, amendment } = await someInformals(db)
    const access = (actor: Actor) => decideAccess(db, actor, amendment.document)
    for (const actor of [chair, kenya, brazil])
      expect(await access(actor)).toMatchObject({ readOnly: 'none' })
    const others = [outsider, proposer, await aRapporteur(db), await aSecretary(db), visitor]
    for (const actor of others) expect(await access(actor)).toBeUndefined()
    const item = await getRecommendation(db, id)
    expect(await readInformals(db, outsider, item)).toMatchObject([
      {
        status: 'at-work',
        members: expect.arrayContaining([kenya.delegation, brazil.delegation]),
        mayWork: false,
      },
    ])
    expect(await readInformals(db, visitor, item)).toEqual([])
    expect(await readInformals(db, kenya, item)).toMatchObject([{ isOwn: true, mayWork: true }])
    expect(await readAmendments(db, outsider, item)).toEqual([])
    const events = await listEventsAfter(db, 0)
    const started = events.find((event) => event.type === 'informal.started')
    if (!started) throw new Error('It was recorded.')
    expect(mayLearnOf(outsider, started)).toBe(true)
    expect(mayLearnOf(visitor, started)).toBe(false)
    expect(JSON.stringify(events)).not.toContain(amendment.document)
  })

  test('what comes back is one amendment of the group, and each word is still whose it was', async () => {
    const db = await newDatabase()
    const { id, chair, kenya, brazil, outsider, proposer, informal, amendment } = await someInformals(db)
    await write(db, amendment.document, kenya, 'States should share electronic evidence promptly.')
    await write(db, amendment.document, brazil, 'States should share electronic evidence without delay.')
    const bringBack = (by: Person) =>
      tableAmendment(db, by, { amendment: amendment.id, rationale: 'Settled.' })
    expect(await bringBack(outsider)).toEqual(refusalOf('not-found'))
    expect(await bringBack(chair)).toEqual(refusalOf('not-permitted'))
    expect(await bringBack(kenya)).toEqual({ ok: true })
    expect(await bringBack(brazil)).toEqual(refusalOf('wrong-status'))
    const after = await read(db, informal.id)
    expect(after.informal.status).toBe('brought-back')
    expect(after.amendment).toMatchObject({
      status: 'tabled',
      proposers: expect.arrayContaining([kenya.delegation, brazil.delegation]),
    })
    // The room reads what came back; what the group wrote on the way stays with the group.
    const { document } = after.amendment
    expect(await decideAccess(db, outsider, document)).toMatchObject({ readOnly: 'frozen' })
    expect(await decideAccess(db, outsider, amendment.document)).toBeUndefined()
    expect(await decideAccess(db, kenya, amendment.document)).toMatchObject({ readOnly: 'frozen' })

    const rapporteur = await aRapporteur(db)
    const { seen } = await previewAmendment(db, after.amendment)
    expect(await acceptAmendment(db, rapporteur, { amendment: amendment.id, seen })).toEqual({ ok: true })
    const item = await getRecommendation(db, id)
    expect(item.text).toBe('States should share electronic evidence without delay.')
    const { blocks, authors } = await readAuthorship(db, item)
    const whose = new Map(
      blocks
        .flatMap((block) => block.runs)
        .flatMap((run) =>
          run.text.split(/[^\p{L}]+/u).map((word) => [word, authors[run.author]?.codes] as const),
        ),
    )
    const code = async (actor: Person) =>
      (
        await db
          .selectFrom('delegation')
          .select('code')
          .where('id', '=', delegationOf(actor))
          .executeTakeFirstOrThrow()
      ).code
    expect(whose.get('States')).toEqual([await code(proposer)])
    expect(whose.get('electronic')).toEqual([await code(kenya)])
    expect(whose.get('without')).toEqual([await code(brazil)])
    expect(whose.get('delay')).toEqual([await code(brazil)])
  })

  test('nothing to bring back, or a text that is closed meanwhile, is refused and the group goes on', async () => {
    const db = await newDatabase()
    const { kenya, informal, amendment } = await someInformals(db)
    const bringBack = () => tableAmendment(db, kenya, { amendment: amendment.id, rationale: '' })
    expect(await bringBack()).toEqual(refusalOf('nothing-changed'))
    expect((await read(db, informal.id)).informal.status).toBe('at-work')
    await write(db, amendment.document, kenya, 'States shall share evidence promptly.')
    await db.updateTable('recommendation').set({ status: 'listed' }).execute()
    expect(await bringBack()).toEqual(refusalOf('text-closed'))
    expect((await read(db, informal.id)).informal.status).toBe('at-work')
  })

  test('nobody in the group ends it for the others, or brings somebody in', async () => {
    const db = await newDatabase()
    const { kenya, outsider, amendment, informal } = await someInformals(db)
    expect(await withdrawAmendment(db, kenya, { amendment: amendment.id })).toEqual(
      refusalOf('not-permitted'),
    )
    expect(
      await inviteToAmendment(db, kenya, { amendment: amendment.id, delegation: delegationOf(outsider) }),
    ).toEqual(refusalOf('not-permitted'))
    expect(await dissolveInformals(db, kenya, { informal: informal.id, reason: 'No.' })).toEqual(
      refusalOf('not-permitted'),
    )
    expect((await read(db, informal.id)).informal.status).toBe('at-work')
  })

  test('a delegation leaves and loses the text at once; the last one stays', async () => {
    const db = await newDatabase()
    const { chair, kenya, brazil, outsider, amendment, informal } = await someInformals(db)
    expect(await leaveInformals(db, outsider, { informal: informal.id })).toEqual(refusalOf('not-permitted'))
    expect(await leaveInformals(db, chair, { informal: informal.id })).toEqual(refusalOf('not-permitted'))
    await write(db, amendment.document, kenya, 'States shall share evidence promptly.')
    // Both would go at the same moment: one of them is the last.
    const [one, two] = await Promise.all(
      [kenya, brazil].map((by) => leaveInformals(db, by, { informal: informal.id })),
    )
    expect([one, two].filter((answer) => answer?.ok)).toHaveLength(1)
    expect([one, two]).toContainEqual(refusalOf('last-member'))
    const [gone, left] = one?.ok ? [kenya, brazil] : [brazil, kenya]
    expect(await decideAccess(db, gone, amendment.document)).toBeUndefined()
    expect(await decideAccess(db, left, amendment.document)).toMatchObject({ readOnly: 'none' })
    const after = await read(db, informal.id)
    expect(after.informal).toMatchObject({ members: [left.delegation], former: [gone.delegation] })
    expect(after.amendment.proposers).toEqual([left.delegation])
  })

  test('the Chair dissolves them with a reason; the text stays with the group', async () => {
    const db = await newDatabase()
    const { id, chair, kenya, outsider, amendment, informal } = await someInformals(db)
    const dissolve = (reason: string) => dissolveInformals(db, chair, { informal: informal.id, reason })
    expect(await dissolve(' ')).toEqual(refusalOf('reason-required'))
    expect(await dissolve('The plenary will take it up.')).toEqual({ ok: true })
    expect(await dissolve('Again.')).toEqual(refusalOf('wrong-status'))
    expect((await read(db, informal.id)).amendment.status).toBe('withdrawn')
    expect(await decideAccess(db, outsider, amendment.document)).toBeUndefined()
    expect(await decideAccess(db, kenya, amendment.document)).toMatchObject({ readOnly: 'frozen' })
    expect(await leaveInformals(db, kenya, { informal: informal.id })).toEqual(refusalOf('not-permitted'))
    const [seen] = await readInformals(db, outsider, await getRecommendation(db, id))
    expect(seen).toMatchObject({ status: 'dissolved', reason: 'The plenary will take it up.' })
  })

  test('one group brings its text back while the Chair dissolves it: one of the two happens', async () => {
    const db = await newDatabase()
    const { chair, kenya, amendment, informal } = await someInformals(db)
    await write(db, amendment.document, kenya, 'States shall share evidence promptly.')
    const [back, dissolved] = await Promise.all([
      tableAmendment(db, kenya, { amendment: amendment.id, rationale: '' }),
      dissolveInformals(db, chair, { informal: informal.id, reason: 'Time is up.' }),
    ])
    expect([back.ok, dissolved.ok].filter(Boolean)).toHaveLength(1)
    const after = await read(db, informal.id)
    expect(after.informal.status).toBe(back.ok ? 'brought-back' : 'dissolved')
    expect(after.amendment.status).toBe(back.ok ? 'tabled' : 'withdrawn')
  })
})
