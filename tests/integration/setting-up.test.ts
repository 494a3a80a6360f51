import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { findBrokenEvent, listEventsAfter } from '#db/queries/events'
import { findGroup } from '#db/queries/groups'
import { findMeeting, listTopics } from '#db/queries/meetings'
import { findWorkplan } from '#db/queries/workplans'
import type { DelegationId, ExpertGroupId, MeetingId, TopicId, WorkplanId } from '#domain/ids'
import { operator, visitor, type Actor } from '#domain/people/participants'
import { addDelegation } from '#server/commands/delegations/add'
import { addStates } from '#server/commands/delegations/add-states'
import { removeDelegation } from '#server/commands/delegations/remove'
import { renameDelegation } from '#server/commands/delegations/rename'
import { changeGroup } from '#server/commands/groups/change'
import { createGroup } from '#server/commands/groups/create'
import { changeMeetingPlan } from '#server/commands/meetings/change'
import { planMeeting } from '#server/commands/meetings/plan'
import { setTopics } from '#server/commands/meetings/set-topics'
import { changeWorkplan } from '#server/commands/workplans/change'
import { createWorkplan } from '#server/commands/workplans/create'
import { onEachEngine } from '../engines'
import {
  aChair,
  aDelegate,
  aDelegation,
  aDraft,
  aGroup,
  anAdministrator,
  aSecretary,
  theGroup,
} from '../factories'

const facts = {
  name: { fr: 'Groupe d’experts' },
  abbreviation: 'GE',
  parentBody: { en: 'Commission' },
  establishedBy: 'A/RES/74/173',
  language: 'fr' as const,
  showsProposers: false,
}
const plan = {
  kind: 'thematic' as const,
  title: { en: 'First meeting' },
  place: { en: 'Vienna' },
  timeZone: 'Europe/Vienna',
  symbol: 'UNODC/EG/2026/1',
  firstParagraph: 5,
}
const days = { startsOn: '2026-12-01', endsOn: '2026-12-03' }
const years = { fromYear: 2026, toYear: 2028 }

const eventsOf = async (db: Db) => (await listEventsAfter(db, 0)).map(({ type }) => type)

async function aPlannedMeeting(db: Db, actor: Actor, group: ExpertGroupId) {
  const made = await createWorkplan(db, actor, { group, title: { en: 'Workplan' }, ...years })
  if (!made.ok) throw new Error(made.refusal)
  const topics = [{ en: 'Legislation' }, { en: 'Prevention', ar: 'المنع' }]
  const planned = await planMeeting(db, actor, { workplan: made.workplan, ...plan, ...days, topics })
  if (!planned.ok) throw new Error(planned.refusal)
  return { workplan: made.workplan, meeting: planned.meeting }
}

onEachEngine('setting up a group', (newDatabase) => {
  test('an administrator creates a group in its own language, and its secretariat mends what it is called', async () => {
    const db = await newDatabase()
    const administrator = await anAdministrator(db)
    const made = await createGroup(db, administrator, facts)
    if (!made.ok) throw new Error(made.refusal)
    expect(await findGroup(db, made.group)).toEqual({ id: made.group, ...facts })
    const secretary = await aSecretary(db, { group: made.group })
    const mended = { ...facts, name: { fr: 'Groupe d’experts', ar: 'فريق الخبراء' }, showsProposers: true }
    expect(await changeGroup(db, secretary, { group: made.group, ...mended })).toEqual({ ok: true })
    expect(await changeGroup(db, secretary, { group: made.group, ...mended })).toEqual({
      ok: false,
      refusal: 'nothing-changed',
    })
    expect(await findGroup(db, made.group)).toEqual({ id: made.group, ...mended })
    expect(await eventsOf(db)).toEqual(['group.created', 'group.changed'])
    expect(await findBrokenEvent(db)).toBeUndefined()
  })

  test('a group without a name in its language, or with the abbreviation of another, is refused', async () => {
    const db = await newDatabase()
    const made = await createGroup(db, operator, facts)
    expect(made.ok).toBe(true)
    expect(await createGroup(db, operator, { ...facts, abbreviation: 'ge' })).toMatchObject({
      refusal: 'abbreviation-taken',
    })
    expect(await createGroup(db, operator, { ...facts, abbreviation: 'X', language: 'en' })).toMatchObject({
      refusal: 'title-required',
    })
    expect(await createGroup(db, operator, { ...facts, abbreviation: ' ' })).toMatchObject({
      refusal: 'invalid',
    })
    expect(await eventsOf(db)).toEqual(['group.created'])
  })

  test('States come from the table, many at once, with their names and regional groups', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const add = (codes: string[], as: 'members' | 'observers' = 'members') =>
      addStates(db, secretary, { group, codes, as })
    expect(await add(['KEN', 'BRA', 'KEN', 'PSE'])).toEqual({ ok: true, added: ['KEN', 'BRA', 'PSE'] })
    expect(await add(['KEN', 'JPN'], 'observers')).toEqual({ ok: true, added: ['JPN'] })
    expect(
      (await listDelegations(db, group)).map(({ code, kind, regionalGroup, name }) => [
        code,
        kind,
        regionalGroup,
        name.ar,
      ]),
    ).toEqual([
      ['BRA', 'member-state', 'latin-american-and-caribbean-states', 'البرازيل'],
      ['JPN', 'observer-state', 'asia-pacific-states', 'اليابان'],
      ['KEN', 'member-state', 'african-states', 'كينيا'],
      ['PSE', 'observer-state', undefined, expect.any(String)],
    ])
    expect(await add(['KEN'])).toMatchObject({ refusal: 'nothing-changed' })
    expect(await add([])).toMatchObject({ refusal: 'nothing-chosen' })
    expect(await add(['CHL', 'ZZZ'])).toMatchObject({ refusal: 'unknown-state' })
    expect(await listDelegations(db, group)).toHaveLength(4)
    expect(await eventsOf(db)).toEqual(['group.delegations-added', 'group.delegations-added'])
  })

  test('others are added by name and code, renamed, and removed while nothing is recorded of them', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const wanted = { group, kind: 'academia' as const, code: 'UNI-1', name: { en: 'A university' } }
    const made = await addDelegation(db, secretary, wanted)
    if (!made.ok) throw new Error(made.refusal)
    const { delegation } = made
    for (const [change, refusal] of [
      [{}, 'delegation-exists'],
      [{ code: 'uni-1', name: { en: 'Another' } }, 'delegation-exists'],
      [{ code: 'UNI-2', name: { en: 'a UNIVERSITY' } }, 'delegation-exists'],
      [{ code: 'U 2', name: { en: 'Another' } }, 'invalid-code'],
      [{ code: 'UNI-2', name: { ar: 'جامعة' } }, 'title-required'],
    ] as const)
      expect(await addDelegation(db, secretary, { ...wanted, ...change })).toEqual({ ok: false, refusal })
    const name = { en: 'A university', ar: 'جامعة' }
    expect(await renameDelegation(db, secretary, { delegation, name })).toEqual({ ok: true })
    expect(await renameDelegation(db, secretary, { delegation, name })).toMatchObject({ ok: false })
    const used = await aDelegation(db, 'UNI-3')
    await aDelegate(db, { delegation: used })
    expect(await removeDelegation(db, secretary, { delegation: used })).toMatchObject({
      refusal: 'delegation-used',
    })
    expect(await removeDelegation(db, secretary, { delegation })).toEqual({ ok: true })
    expect((await listDelegations(db, group)).map(({ code }) => code)).toEqual(['UNI-3'])
    expect(await eventsOf(db)).toEqual([
      'group.delegations-added',
      'delegation.renamed',
      'delegation.removed',
    ])
  })

  test('a workplan gets meetings and topics, and their titles are mended later', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const { workplan, meeting } = await aPlannedMeeting(db, secretary, group)
    expect(await findMeeting(db, meeting)).toMatchObject({ ...plan, ...days, status: 'planned', group })
    const [first, second] = await listTopics(db, meeting)
    if (!first || !second) throw new Error('Two topics were given.')
    const french = { en: 'Workplan', fr: 'Plan de travail' }
    expect(await changeWorkplan(db, secretary, { workplan, title: french, ...years })).toEqual({ ok: true })
    expect((await findWorkplan(db, workplan))?.title).toEqual(french)
    const arabic = { ...plan, title: { en: 'First meeting', ar: 'الاجتماع الأول' } }
    expect(await changeMeetingPlan(db, secretary, { meeting, ...arabic })).toEqual({ ok: true })
    const topics = [
      { id: second.id, title: second.title },
      { title: { en: 'New' } },
      { title: { en: ' ' } },
      first,
    ]
    expect(await setTopics(db, secretary, { meeting, topics })).toEqual({ ok: true })
    expect((await listTopics(db, meeting)).map(({ title }) => title.en)).toEqual([
      'Prevention',
      'New',
      'Legislation',
    ])
    expect(await eventsOf(db)).toEqual([
      'workplan.added',
      'meeting.planned',
      'workplan.changed',
      'meeting.changed',
      'meeting.topics-set',
    ])
  })

  test('what cannot be is refused and changes nothing', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const secretary = await aSecretary(db)
    const { workplan, meeting } = await aPlannedMeeting(db, secretary, group)
    const before = await eventsOf(db)
    const create = (change: object) =>
      createWorkplan(db, secretary, { group, title: { en: 'Another' }, ...years, ...change })
    expect(await create({ title: { en: 'Workplan' } })).toMatchObject({ refusal: 'workplan-exists' })
    expect(await create({ title: { ar: 'خطة' } })).toMatchObject({ refusal: 'title-required' })
    expect(await create({ toYear: 2025 })).toMatchObject({ refusal: 'years-wrong' })
    expect(await create({ fromYear: Number.NaN })).toMatchObject({ refusal: 'years-wrong' })
    const addMeeting = (change: object) =>
      planMeeting(db, secretary, { workplan, ...plan, ...days, topics: [], ...change })
    expect(await addMeeting({ timeZone: 'Vienna' })).toMatchObject({ refusal: 'invalid' })
    expect(await addMeeting({ endsOn: '2026-11-30' })).toMatchObject({ refusal: 'days-wrong' })
    expect(await addMeeting({ startsOn: '2026-02-30' })).toMatchObject({ refusal: 'days-wrong' })
    expect(await addMeeting({ firstParagraph: 0 })).toMatchObject({ refusal: 'invalid' })
    expect(await addMeeting({ title: { ar: 'اجتماع' } })).toMatchObject({ refusal: 'title-required' })
    expect(await addMeeting({ topics: [{ ar: 'موضوع' }] })).toMatchObject({ refusal: 'title-required' })
    const [topic] = await listTopics(db, meeting)
    if (!topic) throw new Error('Topics were given.')
    const foreign = { id: 'topic' as TopicId, title: { en: 'x' } }
    expect(await setTopics(db, secretary, { meeting, topics: [foreign] })).toMatchObject({
      refusal: 'changed-meanwhile',
    })
    expect(await setTopics(db, secretary, { meeting, topics: [topic, topic] })).toMatchObject({
      refusal: 'changed-meanwhile',
    })
    expect(await eventsOf(db)).toEqual(before)
  })

  test('a topic with recommendations stays, the kind of a meeting that is open too, and nothing of a reported one changes', async () => {
    const db = await newDatabase()
    const secretary = await aSecretary(db)
    const { meeting } = (await aDraft(db)).place
    expect(await setTopics(db, secretary, { meeting, topics: [{ title: { en: 'Other' } }] })).toMatchObject({
      refusal: 'topic-used',
    })
    expect(await changeMeetingPlan(db, secretary, { meeting, ...plan, kind: 'evaluation' })).toMatchObject({
      refusal: 'wrong-status',
    })
    await db.updateTable('meeting').set({ status: 'reported' }).where('id', '=', meeting).execute()
    expect(await changeMeetingPlan(db, secretary, { meeting, ...plan })).toMatchObject({
      refusal: 'wrong-status',
    })
  })

  test('nobody but the group’s secretariat sets it up, and only administrators create groups', async () => {
    const db = await newDatabase()
    const group = await theGroup(db)
    const { workplan, meeting } = await aPlannedMeeting(db, await aSecretary(db), group)
    const delegation = await aDelegation(db, 'ABC')
    const elsewhere = await aGroup(db)
    const others: Actor[] = [
      visitor,
      await aDelegate(db),
      await aChair(db),
      await aSecretary(db, { group: elsewhere }),
      await anAdministrator(db),
    ]
    const before = await eventsOf(db)
    for (const actor of others) {
      const answers = await Promise.all([
        changeGroup(db, actor, { group, ...facts }),
        addStates(db, actor, { group, codes: ['KEN'], as: 'members' }),
        addDelegation(db, actor, { group, kind: 'academia', code: 'X-1', name: { en: 'x' } }),
        renameDelegation(db, actor, { delegation, name: { en: 'x' } }),
        removeDelegation(db, actor, { delegation }),
        createWorkplan(db, actor, { group, title: { en: 'x' }, ...years }),
        changeWorkplan(db, actor, { workplan, title: { en: 'x' }, ...years }),
        planMeeting(db, actor, { workplan, ...plan, ...days, topics: [] }),
        changeMeetingPlan(db, actor, { meeting, ...plan, title: { en: 'x' } }),
        setTopics(db, actor, { meeting, topics: [] }),
      ])
      expect(answers).toEqual(answers.map(() => ({ ok: false, refusal: 'not-permitted' })))
    }
    for (const actor of others.slice(0, -1))
      expect(await createGroup(db, actor, facts)).toEqual({ ok: false, refusal: 'not-permitted' })
    const secretary = await aSecretary(db)
    const missing = [
      await renameDelegation(db, secretary, { delegation: 'x' as DelegationId, name: { en: 'x' } }),
      await changeWorkplan(db, secretary, { workplan: 'x' as WorkplanId, title: { en: 'x' }, ...years }),
      await setTopics(db, secretary, { meeting: 'x' as MeetingId, topics: [] }),
    ]
    expect(missing).toEqual(missing.map(() => ({ ok: false, refusal: 'not-found' })))
    expect(await eventsOf(db)).toEqual(before)
  })
})
