import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listDispositions, listPreliminaryItems } from '#db/queries/dispositions'
import { findList } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import type { MeetingId, RecommendationId, TopicId } from '#domain/ids'
import { recommendationIs } from '#domain/status'
import { addSources } from '#server/commands/consolidation/add-sources'
import { confirmSource } from '#server/commands/consolidation/confirm-source'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { doNotRetain } from '#server/commands/consolidation/do-not-retain'
import { keepWithoutSource } from '#server/commands/consolidation/keep-without-source'
import { removeSource } from '#server/commands/consolidation/remove-source'
import { reopenDispositions } from '#server/commands/consolidation/reopen-disposition'
import { adoptList } from '#server/commands/lists/adopt'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { onEachEngine } from '#tests/engines'
import {
  aChair,
  aMeeting,
  anEvaluationMeeting,
  aSecretary,
  aTabledRecommendation,
  getRecommendation,
  type Person,
} from '#tests/factories'

const texts = [
  'States should share.',
  'States should train.',
  'States should report.',
  'States should listen.',
]
const title = { en: 'List' }

const some = fc.uniqueArray(fc.nat(texts.length - 1), { minLength: 1, maxLength: 3 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('consolidate' as const), items: some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('not-retain' as const), items: some }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), items: some, to: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), items: some, to: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), items: some }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), items: some }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** What the desk should say: where each item went, and which were taken back. */
type Expected = {
  items: RecommendationId[]
  paragraphs: RecommendationId[]
  /** No paragraph: it is not retained. */
  went: Map<RecommendationId, RecommendationId[]>
  withdrawn: Set<RecommendationId>
}

type Place = { meeting: MeetingId; topic: TopicId }
type Desk = Expected & { place: Place; secretary: Person; chair: Person; proposers: Person[] }

async function aDesk(db: Db): Promise<Desk> {
  const thematic = await aMeeting(db)
  const place = await anEvaluationMeeting(db, thematic.meeting)
  const items: RecommendationId[] = []
  const proposers: Person[] = []
  for (const text of texts) {
    const { id, by } = await aTabledRecommendation(db, { text, place: thematic })
    items.push(id)
    proposers.push(by)
  }
  const people = { secretary: await aSecretary(db), chair: await aChair(db), proposers }
  return { place, ...people, items, paragraphs: [], went: new Map(), withdrawn: new Set() }
}

const isThere = (desk: Desk, item: RecommendationId) => !desk.withdrawn.has(item) || desk.went.has(item)
const sourcesOf = (desk: Desk, paragraph: RecommendationId) =>
  desk.items.filter((item) => desk.went.get(item)?.includes(paragraph))

/** Does one step and expects that it succeeds exactly when it should. */
async function take(db: Db, desk: Desk, taken: Step): Promise<void> {
  const { secretary: by, went } = desk
  const { meeting } = desk.place
  const sources = taken.items.flatMap((at) => desk.items[at] ?? [])
  const [first] = sources
  if (!first) throw new Error('Each step is about an item.')
  const areFree = sources.every((item) => isThere(desk, item) && !went.has(item))
  if (taken.do === 'consolidate') {
    const made = await consolidate(db, by, { ...desk.place, kind: 'recommendation', sources })
    expect(made.ok).toBe(areFree)
    if (!made.ok) return
    desk.paragraphs.push(made.paragraph)
    for (const item of sources) went.set(item, [made.paragraph])
  } else if (taken.do === 'not-retain') {
    const done = await doNotRetain(db, by, { meeting, sources, reason: 'Outside the mandate.' })
    expect(done.ok).toBe(areFree)
    if (done.ok) for (const item of sources) went.set(item, [])
  } else if (taken.do === 'undo') {
    const done = await reopenDispositions(db, by, { meeting, sources })
    expect(done.ok).toBe(sources.every((item) => went.has(item)))
    if (done.ok) for (const item of sources) went.delete(item)
  } else if (taken.do === 'withdraw') {
    const proposer = desk.proposers[desk.items.indexOf(first)]
    if (!proposer) throw new Error('Each item has its proposer.')
    const done = await withdrawRecommendation(db, proposer, { recommendation: first, reason: 'No more.' })
    expect(done.ok).toBe(!desk.withdrawn.has(first))
    desk.withdrawn.add(first)
  } else {
    const paragraph = desk.paragraphs[taken.to]
    if (!paragraph) return
    const before = went.get(first)
    if (taken.do === 'add') {
      const done = await addSources(db, by, { meeting, paragraph, sources })
      const mayGo = (item: RecommendationId) =>
        isThere(desk, item) && went.get(item)?.length !== 0 && !went.get(item)?.includes(paragraph)
      expect(done.ok).toBe(sources.every(mayGo))
      if (done.ok) for (const item of sources) went.set(item, [...(went.get(item) ?? []), paragraph])
    } else {
      const done = await removeSource(db, by, { meeting, paragraph, source: first })
      expect(done.ok).toBe(before?.includes(paragraph) ?? false)
      const left = before?.filter((target) => target !== paragraph) ?? []
      if (done.ok && left.length > 0) went.set(first, left)
      else if (done.ok) went.delete(first)
    }
  }
}

/** Each item has the one disposition that it should have, or none; a step that was refused left nothing behind. */
async function expectDispositions(db: Db, desk: Desk): Promise<void> {
  const meeting = await findMeeting(db, desk.place.meeting)
  if (!meeting) throw new Error('There is no meeting.')
  const items = await listPreliminaryItems(db, meeting.workplan)
  expect(items.map(({ id }) => id)).toEqual(desk.items.filter((item) => isThere(desk, item)))
  const rows = await db
    .selectFrom('disposition')
    .select('recommendation_id')
    .where('recommendation_id', 'in', desk.items)
    .execute()
  expect(rows.map((row) => row.recommendation_id).toSorted()).toEqual([...desk.went.keys()].toSorted())
  const found = await listDispositions(db, meeting.workplan)
  for (const [item, paragraphs] of desk.went) {
    const disposition = found.find((candidate) => candidate.item === item)
    expect(disposition?.targets.toSorted()).toEqual(paragraphs.toSorted())
    const [only] = paragraphs
    const alone = only && sourcesOf(desk, only).length === 1
    const kinds = !only
      ? ['not-retained']
      : paragraphs.length > 1
        ? ['split']
        : alone
          ? ['carried-over', 'reworded']
          : ['merged']
    expect(kinds).toContain(disposition?.kind)
    expect(disposition?.reason !== undefined).toBe(!only)
  }
  // Lineage leads from preliminary items to paragraphs and never back: it cannot go in a circle.
  for (const paragraph of desk.paragraphs) {
    expect((await getRecommendation(db, paragraph)).stage).toBe('consolidated')
  }
}

const undecidedParagraphs = (desk: Desk) =>
  desk.paragraphs.filter((paragraph) => {
    const sources = sourcesOf(desk, paragraph)
    return sources.length === 0 || sources.some((item) => desk.withdrawn.has(item))
  })

/** Adoption is refused exactly when something is missing, and names what. */
async function expectAdoption(db: Db, desk: Desk): Promise<void> {
  const { chair, secretary, place, paragraphs } = desk
  const { meeting } = place
  for (const recommendation of paragraphs) {
    expect(await agreeParagraph(db, chair, { recommendation })).toEqual({ ok: true })
  }
  const adopt = () => adoptList(db, chair, { meeting, title })
  const missing = desk.items.filter((item) => !desk.withdrawn.has(item) && !desk.went.has(item))
  const undecided = undecidedParagraphs(desk)
  if (missing.length > 0) {
    expect(await adopt()).toEqual({ ok: false, refusal: 'coverage-incomplete', missing })
    const reason = 'Outside the mandate.'
    expect(await doNotRetain(db, secretary, { meeting, sources: missing, reason })).toEqual({ ok: true })
    for (const item of missing) desk.went.set(item, [])
  }
  if (paragraphs.length === 0) {
    expect(await adopt()).toMatchObject({ refusal: 'nothing-to-list' })
    return
  }
  if (undecided.length > 0) {
    expect(await adopt()).toEqual({ ok: false, refusal: 'sources-undecided', missing: undecided })
    for (const paragraph of undecided) {
      const reason = 'The room wants it.'
      const sources = sourcesOf(desk, paragraph)
      if (sources.length === 0) await keepWithoutSource(db, secretary, { meeting, paragraph, reason })
      for (const source of sources.filter((item) => desk.withdrawn.has(item))) {
        await confirmSource(db, secretary, { meeting, source, reason })
      }
    }
  }
  const adopted = await adopt()
  if (!adopted.ok) throw new Error(adopted.refusal)
  const canonical = JSON.parse((await findList(db, adopted.list))?.canonical ?? '') as {
    items: { lineage: { source: string; sourceStatus: string }[] }[]
  }
  expect(canonical.items.map((item) => item.lineage.map(({ source }) => source))).toEqual(
    paragraphs.map((paragraph) => sourcesOf(desk, paragraph)),
  )
  for (const { source } of canonical.items.flatMap((item) => item.lineage)) {
    const { status } = await getRecommendation(db, source as RecommendationId)
    expect(recommendationIs.withdrawn(status)).toBe(desk.withdrawn.has(source as RecommendationId))
  }
}

onEachEngine('dispositions', (newDatabase, engine) => {
  test('whatever is done at the desk, every item has one disposition or none, and adoption misses none', async () => {
    const db = await newDatabase()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const desk = await aDesk(db)
        for (const taken of steps) {
          await take(db, desk, taken)
          await expectDispositions(db, desk)
        }
        await expectAdoption(db, desk)
      }),
      { numRuns: engine === 'sqlite' ? 20 : 8 },
    )
  }, 60_000)

  test('two secretaries who decide on the same item at once: the first decision stands, the second is told', async () => {
    const db = await newDatabase()
    const desk = await aDesk(db)
    const [one, two] = [desk.secretary, await aSecretary(db)]
    const { meeting } = desk.place
    const [first, second, third] = desk.items
    if (!first || !second || !third) throw new Error('The desk has items.')
    const merge = (by: Person, sources: RecommendationId[]) =>
      consolidate(db, by, { ...desk.place, kind: 'recommendation', sources })
    const drop = (by: Person) => doNotRetain(db, by, { meeting, sources: [second], reason: 'Said already.' })
    const answers = await Promise.all([merge(one, [first, second]), merge(two, [second, third]), drop(two)])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    for (const answer of answers) if (!answer.ok) expect(answer.refusal).toBe('already-disposed')
    const found = await findMeeting(db, meeting)
    if (!found) throw new Error('There is no meeting.')
    const standing = await listDispositions(db, found.workplan)
    expect(standing.filter(({ item }) => item === second)).toHaveLength(1)
    // What was refused made no paragraph.
    const made = await db
      .selectFrom('recommendation')
      .select('id')
      .where('stage', '=', 'consolidated')
      .execute()
    expect(made.map(({ id }) => id)).toEqual([...new Set(standing.flatMap(({ targets }) => targets))])
  })

  test('a list that is adopted in two windows at once is adopted once', async () => {
    const db = await newDatabase()
    const desk = await aDesk(db)
    const { meeting } = desk.place
    await take(db, desk, { do: 'consolidate', items: [0, 1, 2, 3] })
    const [recommendation] = desk.paragraphs
    if (!recommendation) throw new Error('There is a paragraph.')
    await agreeParagraph(db, desk.chair, { recommendation })
    const adopt = () => adoptList(db, desk.chair, { meeting, title })
    const answers = await Promise.all([adopt(), adopt()])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const lists = await db.selectFrom('list').select('id').where('meeting_id', '=', meeting).execute()
    expect(lists).toHaveLength(1)
  })
})
