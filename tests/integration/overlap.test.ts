import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listDispositions, listPreliminaryItems } from '#db/queries/dispositions'
import { listEvents, listMeetingEvents } from '#db/queries/events'
import { findMeeting } from '#db/queries/meetings'
import { setRecommendationText } from '#db/queries/recommendations'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { paragraphsOf } from '#domain/text/content'
import { answerSuggestion } from '#server/commands/consolidation/answer-suggestion'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { doNotRetain } from '#server/commands/consolidation/do-not-retain'
import { reopenSuggestion } from '#server/commands/consolidation/reopen-suggestion'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { readPartners, readSuggestions, readWider } from '#server/views/overlap-suggestions'
import { openOverlap, type OverlapKeeper } from '#server/workers/overlap/overlap-keeper'
import { onEachEngine } from '#tests/engines'
import {
  aDelegate,
  aMeeting,
  anEvaluationMeeting,
  aRapporteur,
  aTabledRecommendation,
} from '#tests/factories'

const texts = [
  'States should establish contact points that are available around the clock for electronic evidence.',
  'Establish contact points available around the clock for electronic evidence.',
  'Contact points for electronic evidence should be available around the clock in each State.',
  'Protect children from exploitation on the Internet.',
  'Train prosecutors and judges in digital forensics.',
]

/** Two thematic meetings with the texts in turn, and the evaluation meeting. */
async function aWorkplan(db: Db, list: readonly string[] = texts) {
  const thematic = await aMeeting(db)
  const evaluation = await anEvaluationMeeting(db, thematic.meeting)
  const rapporteur = await aRapporteur(db)
  const by = await aDelegate(db)
  const ids: RecommendationId[] = []
  for (const text of list) ids.push((await aTabledRecommendation(db, { text, place: thematic, by })).id)
  const meeting = await findMeeting(db, evaluation.meeting)
  if (!meeting) throw new Error('There is a meeting.')
  return {
    thematic,
    evaluation,
    meeting,
    rapporteur,
    by,
    ids: ids as [RecommendationId, ...RecommendationId[]],
  }
}
type Workplan = Awaited<ReturnType<typeof aWorkplan>>

async function withKeeper<Answer>(db: Db, work: (keeper: OverlapKeeper) => Promise<Answer>): Promise<Answer> {
  const failures: unknown[] = []
  const keeper = openOverlap(db, { error: (details: unknown) => failures.push(details) })
  try {
    return await work(keeper)
  } finally {
    await keeper.close()
    expect(failures).toEqual([])
  }
}

const deskOf = async (db: Db, { meeting }: Workplan) => ({
  items: await listPreliminaryItems(db, meeting.workplan),
  dispositions: await listDispositions(db, meeting.workplan),
})

/** The suggested groups, by the places of their items in the list of texts. */
async function suggested(
  db: Db,
  workplan: Workplan,
  keeper: OverlapKeeper,
  actor: Actor = workplan.rapporteur,
) {
  const { meeting, ids } = workplan
  const overlap = await keeper.get(meeting.workplan)
  const answer = await readSuggestions(db, actor, meeting, await deskOf(db, workplan), overlap, 1)
  if (answer?.state !== 'ready') return answer
  return answer.groups.map((group) => group.items.map(({ id }) => ids.indexOf(id)).toSorted())
}

const accept = (
  db: Db,
  { meeting, rapporteur }: Workplan,
  items: RecommendationId[],
  by: Actor = rapporteur,
) => answerSuggestion(db, by, { meeting: meeting.id, outcome: 'accepted', parts: [items] })

const refuse = (db: Db, { meeting, rapporteur }: Workplan, items: RecommendationId[]) =>
  answerSuggestion(db, rapporteur, {
    meeting: meeting.id,
    outcome: 'refused',
    parts: items.map((item) => [item]),
  })

const suggestionEvents = (db: Db, meeting: MeetingId) =>
  listMeetingEvents(db, meeting, [
    'suggestion.accepted',
    'suggestion.refused',
    'suggestion.split',
    'suggestion.reopened',
  ])

onEachEngine('suggestions of what belongs together', (newDatabase) => {
  test('items that say the same are one group, named by their own words; only those who decide see it', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    await withKeeper(db, async (keeper) => {
      expect(await suggested(db, workplan, keeper)).toEqual([[0, 1, 2]])
      expect(await suggested(db, workplan, keeper, await aDelegate(db))).toBeUndefined()
      const { meeting, rapporteur } = workplan
      const overlap = await keeper.get(meeting.workplan)
      const answer = await readSuggestions(db, rapporteur, meeting, await deskOf(db, workplan), overlap, 1)
      if (answer?.state !== 'ready') throw new Error('It is ready.')
      expect(answer.groups[0]?.theme).toMatch(/around the clock|contact points/iu)
      for (const { text, shared } of answer.groups[0]?.items ?? []) {
        expect(shared.map(({ start, end }) => text.slice(start, end)).join(' ')).toMatch(/around the clock/u)
      }
    })
  })

  test('while it is worked out for the first time the desk is told so, and does not wait', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const { meeting, rapporteur } = workplan
    await withKeeper(db, async (keeper) => {
      const overlap = await keeper.find(meeting.workplan)
      expect(overlap).toBeUndefined()
      expect(await readSuggestions(db, rapporteur, meeting, await deskOf(db, workplan), overlap, 1)).toEqual({
        state: 'preparing',
      })
      await keeper.get(meeting.workplan)
      expect(await keeper.find(meeting.workplan)).toBeDefined()
    })
  })

  test('an accepted group settles nothing, is marked, and one event says so', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const [a, b, c] = workplan.ids
    if (!b || !c) throw new Error('There are texts.')
    const answer = await accept(db, workplan, [a, b, c])
    if (!answer.ok) throw new Error(answer.refusal)
    expect(await listDispositions(db, workplan.meeting.workplan)).toEqual([])
    expect(await listEvents(db, answer.suggestion)).toMatchObject([
      { type: 'suggestion.accepted', actor: workplan.rapporteur.participant, detail: { items: [a, b, c] } },
    ])
    await withKeeper(db, async (keeper) => {
      const overlap = await keeper.get(workplan.meeting.workplan)
      const desk = await deskOf(db, workplan)
      const read = await readSuggestions(db, workplan.rapporteur, workplan.meeting, desk, overlap, 1)
      expect(read).toMatchObject({ state: 'ready', groups: [{ accepted: answer.suggestion }] })
    })
    expect(await accept(db, workplan, [a, b, c])).toEqual({ ok: false, refusal: 'suggestion-outdated' })
    expect(await suggestionEvents(db, workplan.meeting.id)).toHaveLength(1)
  })

  test('what is refused stays refused, in every process, until it is reopened', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const [a, b, c] = workplan.ids
    if (!b || !c) throw new Error('There are texts.')
    const { meeting, rapporteur } = workplan
    const answer = await refuse(db, workplan, [a, b, c])
    if (!answer.ok) throw new Error(answer.refusal)
    await withKeeper(db, async (keeper) => {
      expect(await suggested(db, workplan, keeper)).toEqual([])
      const overlap = await keeper.get(meeting.workplan)
      expect(await readPartners(db, rapporteur, meeting, await deskOf(db, workplan), overlap, a)).toEqual([])
    })
    expect(await accept(db, workplan, [a, b])).toEqual({ ok: false, refusal: 'suggestion-outdated' })
    const reopen = () =>
      reopenSuggestion(db, rapporteur, { meeting: meeting.id, suggestion: answer.suggestion })
    expect(await reopen()).toEqual({ ok: true })
    expect(await reopen()).toEqual({ ok: false, refusal: 'nothing-changed' })
    await withKeeper(db, async (keeper) => {
      expect(await suggested(db, workplan, keeper)).toEqual([[0, 1, 2]])
    })
    expect((await suggestionEvents(db, meeting.id)).map(({ type }) => type)).toEqual([
      'suggestion.refused',
      'suggestion.reopened',
    ])
  })

  test('the parts of a split group stay suggestions', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const [a, b, c] = workplan.ids
    if (!b || !c) throw new Error('There are texts.')
    const { meeting, rapporteur } = workplan
    const parts = [[a, b], [c]]
    expect(
      await answerSuggestion(db, rapporteur, { meeting: meeting.id, outcome: 'split', parts }),
    ).toMatchObject({ ok: true })
    await withKeeper(db, async (keeper) => {
      expect(await suggested(db, workplan, keeper)).toEqual([[0, 1]])
    })
    expect(await suggestionEvents(db, meeting.id)).toMatchObject([
      { type: 'suggestion.split', detail: { parts } },
    ])
  })

  test('a suggestion of which an item was settled or withdrawn meanwhile is refused, and nothing is written', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const [a, b, c] = workplan.ids
    if (!b || !c) throw new Error('There are texts.')
    const { meeting, rapporteur, by } = workplan
    await doNotRetain(db, rapporteur, { meeting: meeting.id, sources: [a], reason: 'Outside the mandate.' })
    expect(await withdrawRecommendation(db, by, { recommendation: b, reason: 'Covered.' })).toEqual({
      ok: true,
    })
    const outdated = { ok: false, refusal: 'suggestion-outdated' }
    expect(await accept(db, workplan, [a, c])).toEqual(outdated)
    expect(await accept(db, workplan, [b, c])).toEqual(outdated)
    expect(await refuse(db, workplan, [a, c])).toEqual(outdated)
    expect(await suggestionEvents(db, meeting.id)).toEqual([])
    expect(await db.selectFrom('suggestion').selectAll().execute()).toEqual([])
    await withKeeper(db, async (keeper) => {
      expect(await suggested(db, workplan, keeper)).toEqual([])
    })
  })

  test('delegates answer no suggestions', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const [a, b] = workplan.ids
    if (!b) throw new Error('There are texts.')
    expect(await accept(db, workplan, [a, b], workplan.by)).toEqual({ ok: false, refusal: 'not-permitted' })
  })

  test('of two answers at the same moment one holds', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const [a, b] = workplan.ids
    if (!b) throw new Error('There are texts.')
    const answers = await Promise.all([accept(db, workplan, [a, b]), refuse(db, workplan, [a, b])])
    expect(answers.map(({ ok }) => ok).toSorted()).toEqual([false, true])
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: 'suggestion-outdated' })
    expect(await suggestionEvents(db, workplan.meeting.id)).toHaveLength(1)
  })

  test('a partner that was settled shows where it went, and the words that both say', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const [a, b] = workplan.ids
    if (!b) throw new Error('There are texts.')
    const { meeting, rapporteur, evaluation } = workplan
    const made = await consolidate(db, rapporteur, { ...evaluation, kind: 'recommendation', sources: [b] })
    if (!made.ok) throw new Error(made.refusal)
    await withKeeper(db, async (keeper) => {
      const overlap = await keeper.get(meeting.workplan)
      const desk = await deskOf(db, workplan)
      const partners = await readPartners(db, rapporteur, meeting, desk, overlap, a)
      expect(partners?.map(({ id }) => workplan.ids.indexOf(id)).toSorted()).toEqual([1, 2])
      const settled = partners?.find(({ id }) => id === b)
      expect(settled?.disposition).toMatchObject({ kind: 'carried-over', targets: [made.paragraph] })
      expect(settled?.explanation.band).toBe('likely')
      expect(settled?.phrase).toBeTruthy()
      expect(texts[0]).toContain(settled?.phrase)
      // What is settled is not grouped again.
      expect(await suggested(db, workplan, keeper)).toEqual([[0, 2]])
    })
  })

  test('a text that changes is followed at once, and what was read is kept for the next process', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db)
    const [a, , , d] = workplan.ids
    if (!d) throw new Error('There are texts.')
    const { meeting, rapporteur } = workplan
    const partnersOf = async (keeper: OverlapKeeper) => {
      const overlap = await keeper.find(meeting.workplan)
      const found = await readPartners(db, rapporteur, meeting, await deskOf(db, workplan), overlap, a)
      return found?.map(({ id }) => workplan.ids.indexOf(id)).toSorted()
    }
    await withKeeper(db, async (keeper) => {
      await keeper.get(meeting.workplan)
      expect(await partnersOf(keeper)).toEqual([1, 2])
      const later = new Date(Date.now() + 1_000)
      await setRecommendationText(db, d, paragraphsOf(texts[1] ?? ''), later)
      expect(await partnersOf(keeper)).toEqual([1, 2, 3])
    })
    const stored = await db.selectFrom('overlap_terms').select(['recommendation_id', 'stems']).execute()
    expect(stored).toHaveLength(texts.length)
    expect(stored.find((row) => row.recommendation_id === d)?.stems).toContain('contact')
    // Nobody reads a text again that was read before: spoilt terms are believed.
    await db.updateTable('overlap_terms').set({ stems: 'spoilt' }).execute()
    await withKeeper(db, async (keeper) => {
      await keeper.get(meeting.workplan)
      expect(await partnersOf(keeper)).toEqual([1, 2, 3, 4])
    })
  })

  test('items of another language are compared among themselves', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db, [
      ...texts,
      'إنشاء جهات اتصال متاحة على مدار الساعة للأدلة الإلكترونية.',
      'ينبغي للدول إنشاء جهة اتصال متاحة على مدار الساعة للأدلة الالكترونية.',
    ])
    const arabic = workplan.ids.slice(texts.length)
    await db.updateTable('recommendation').set({ language: 'ar' }).where('id', 'in', arabic).execute()
    await withKeeper(db, async (keeper) => {
      expect(await suggested(db, workplan, keeper)).toEqual(
        expect.arrayContaining([
          [5, 6],
          [0, 1, 2],
        ]),
      )
    })
  })

  test('beside a group one can look at what has a little in common with all of it', async () => {
    const db = await newDatabase()
    const workplan = await aWorkplan(db, [...texts, 'Contact points should be available to providers.'])
    const [a, b, c] = workplan.ids
    if (!b || !c) throw new Error('There are texts.')
    const { meeting, rapporteur } = workplan
    await withKeeper(db, async (keeper) => {
      const overlap = await keeper.get(meeting.workplan)
      const desk = await deskOf(db, workplan)
      const wider = await readWider(db, rapporteur, meeting, desk, overlap, [a, b, c])
      expect(wider?.map(({ id }) => workplan.ids.indexOf(id))).toEqual([5])
    })
  })
})
