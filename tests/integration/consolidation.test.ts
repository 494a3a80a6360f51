import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listDispositions } from '#db/queries/dispositions'
import { findList, listListedTexts, listLists } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { sha256 } from '#domain/hash'
import type { MeetingId, RecommendationId, TopicId } from '#domain/ids'
import { visitor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import type { DocumentContent } from '#domain/text/content'
import { addSources } from '#server/commands/consolidation/add-sources'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { doNotRetain } from '#server/commands/consolidation/do-not-retain'
import { removeSource } from '#server/commands/consolidation/remove-source'
import { reopenDispositions } from '#server/commands/consolidation/reopen-disposition'
import { adoptList } from '#server/commands/lists/adopt'
import { issueList } from '#server/commands/lists/issue'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { dropParagraph } from '#server/commands/paragraphs/drop'
import { reopenParagraph } from '#server/commands/paragraphs/reopen'
import { readWhoWrote } from '#server/texts/who-wrote'
import { onEachEngine } from '#tests/engines'
import {
  aChair,
  aDelegate,
  aMeeting,
  anEvaluationMeeting,
  aRapporteur,
  aTabledRecommendation,
  getRecommendation,
  write,
} from '#tests/factories'

const title = { en: 'List' }

/** A thematic meeting whose list of three items is issued, and the evaluation meeting. */
async function aListedMeeting(db: Db) {
  const thematic = await aMeeting(db)
  const evaluation = await anEvaluationMeeting(db, thematic.meeting)
  const rapporteur = await aRapporteur(db)
  const items: RecommendationId[] = []
  for (const text of ['States should share.', 'States should share soon.', 'States should train.']) {
    items.push((await aTabledRecommendation(db, { text, place: thematic })).id)
  }
  const issued = await issueList(db, rapporteur, { meeting: thematic.meeting, title })
  if (!issued.ok) throw new Error(issued.refusal)
  return { thematic, evaluation, rapporteur, items, list: issued.list }
}

const make = async (
  db: Db,
  by: Parameters<typeof consolidate>[1],
  place: { meeting: MeetingId; topic: TopicId },
  sources: RecommendationId[],
) => {
  const made = await consolidate(db, by, { ...place, kind: 'recommendation', sources })
  if (!made.ok) throw new Error(made.refusal)
  return made.paragraph
}

const kinds = async (db: Db, meeting: MeetingId) => {
  const found = await findMeeting(db, meeting)
  if (!found) throw new Error('There is no meeting.')
  const dispositions = await listDispositions(db, found.workplan)
  return new Map(dispositions.map((disposition) => [disposition.item, disposition.kind]))
}

onEachEngine('lists, consolidation and adoption', (newDatabase) => {
  test('an issued list is lettered, frozen, hashed and public', async () => {
    const db = await newDatabase()
    const { list, items, rapporteur } = await aListedMeeting(db)
    const found = await findList(db, list)
    expect(found && sha256(found.canonical)).toBe(found?.hash)
    expect((await listListedTexts(db, list)).map((text) => [text.label, text.text])).toEqual([
      ['5 (a)', 'States should share.'],
      ['5 (b)', 'States should share soon.'],
      ['5 (c)', 'States should train.'],
    ])
    for (const id of items) {
      const item = await getRecommendation(db, id)
      expect([
        can(visitor, 'recommendation.see', item),
        can(rapporteur, 'recommendation.edit', item),
      ]).toEqual([true, false])
    }
  })

  test('labels go on in a further list of the meeting', async () => {
    const db = await newDatabase()
    const { thematic, rapporteur } = await aListedMeeting(db)
    await aTabledRecommendation(db, { text: 'States should report.', place: thematic })
    const further = await issueList(db, rapporteur, { meeting: thematic.meeting, title })
    if (!further.ok) throw new Error(further.refusal)
    expect((await listListedTexts(db, further.list)).map((text) => text.label)).toEqual(['5 (d)'])
  })

  test('two who issue the same list at once issue it once', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const [one, two] = [await aRapporteur(db), await aRapporteur(db)]
    for (const text of ['States should share.', 'States should train.']) {
      await aTabledRecommendation(db, { text, place })
    }
    const issue = (by: typeof one) => issueList(db, by, { meeting: place.meeting, title })
    const answers = await Promise.all([issue(one), issue(two)])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const refused = answers.find(({ ok }) => !ok)
    expect(refused).toMatchObject({
      refusal: expect.stringMatching(/nothing-to-list|changed-meanwhile/u) as string,
    })
    const lists = await listLists(db, place.meeting)
    expect(lists).toHaveLength(1)
    expect(await listListedTexts(db, lists[0]?.id ?? ('' as never))).toHaveLength(2)
  })

  test('sub-items and formats of a listed text are in the list and in its hash', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const { id, by } = await aTabledRecommendation(db, { place })
    const content: DocumentContent = {
      blocks: [
        {
          type: 'paragraph',
          children: [
            { type: 'text', text: 'States should ' },
            { type: 'text', text: 'promptly', bold: true },
          ],
        },
        { type: 'sub-item', level: 1, children: [{ type: 'text', text: 'share,' }] },
        { type: 'sub-item', level: 2, children: [{ type: 'text', text: 'and train.', italic: true }] },
      ],
    }
    const rapporteur = await aRapporteur(db)
    await write(db, (await getRecommendation(db, id)).document, rapporteur, content)
    expect(by.delegation).toBeDefined()
    const issued = await issueList(db, rapporteur, { meeting: place.meeting, title })
    if (!issued.ok) throw new Error(issued.refusal)
    const found = await findList(db, issued.list)
    const canonical = JSON.parse(found?.canonical ?? '') as {
      form: number
      items: { blocks: { en: { letter?: string; children: object[] }[] } }[]
    }
    expect(canonical.form).toBe(1)
    const blocks = canonical.items[0]?.blocks.en
    expect(blocks?.map((block) => block.letter)).toEqual([undefined, 'a', 'i'])
    expect(blocks?.[0]?.children[1]).toMatchObject({ text: 'promptly', bold: true })
    expect(blocks?.[2]?.children[0]).toMatchObject({ italic: true })
  })

  test('delegates issue no list, and there must be something on the table', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const input = { meeting: place.meeting, title }
    expect(await issueList(db, await aDelegate(db), input)).toMatchObject({ refusal: 'not-permitted' })
    expect(await issueList(db, await aRapporteur(db), input)).toMatchObject({ refusal: 'nothing-to-list' })
  })

  test('a merged paragraph begins as its sources, each word still its author’s', async () => {
    const db = await newDatabase()
    const { evaluation, rapporteur, items } = await aListedMeeting(db)
    const [first, second] = items
    if (!first || !second) throw new Error('The list has three items.')
    const paragraph = await getRecommendation(db, await make(db, rapporteur, evaluation, [first, second]))
    expect(paragraph).toMatchObject({
      status: 'proposed',
      text: 'States should share.\nStates should share soon.',
    })
    const { blocks, authorOf } = await readWhoWrote(db, paragraph.document)
    const owners = blocks.map((block) =>
      block.children.flatMap((run) => ('client' in run ? authorOf(run)?.delegations : [])),
    )
    expect(owners).toEqual([
      (await getRecommendation(db, first)).proposers,
      (await getRecommendation(db, second)).proposers,
    ])
  })

  test('every item has one disposition, which follows what is done with it', async () => {
    const db = await newDatabase()
    const { evaluation, rapporteur, items } = await aListedMeeting(db)
    const { meeting } = evaluation
    const [first, second, third] = items
    if (!first || !second || !third) throw new Error('The list has three items.')
    const paragraph = await make(db, rapporteur, evaluation, [first])
    const again = await consolidate(db, rapporteur, {
      ...evaluation,
      kind: 'recommendation',
      sources: [first],
    })
    expect(again).toMatchObject({ refusal: 'already-disposed' })
    expect((await kinds(db, meeting)).get(first)).toBe('carried-over')
    await addSources(db, rapporteur, { meeting, paragraph, sources: [second] })
    expect([...(await kinds(db, meeting)).values()]).toEqual(['merged', 'merged'])
    const other = await make(db, rapporteur, evaluation, [third])
    await addSources(db, rapporteur, { meeting, paragraph: other, sources: [second] })
    expect((await kinds(db, meeting)).get(second)).toBe('split')
    await removeSource(db, rapporteur, { meeting, paragraph, source: second })
    expect((await kinds(db, meeting)).get(first)).toBe('carried-over')
    await reopenDispositions(db, rapporteur, { meeting, sources: [third] })
    expect(await doNotRetain(db, rapporteur, { meeting, sources: [third], reason: '' })).toMatchObject({
      refusal: 'reason-required',
    })
    await doNotRetain(db, rapporteur, { meeting, sources: [third], reason: 'Outside the mandate.' })
    expect((await kinds(db, meeting)).get(third)).toBe('not-retained')
    expect(
      await doNotRetain(db, await aDelegate(db), { meeting, sources: [third], reason: 'No.' }),
    ).toMatchObject({ refusal: 'not-permitted' })
  })

  test('the list is adopted only when nothing is missing, and then for ever', async () => {
    const db = await newDatabase()
    const { evaluation, rapporteur, items } = await aListedMeeting(db)
    const { meeting } = evaluation
    const chair = await aChair(db)
    const [first, second, third] = items
    if (!first || !second || !third) throw new Error('The list has three items.')
    const merged = await make(db, rapporteur, evaluation, [first, second])
    const adopt = () => adoptList(db, chair, { meeting, title })
    expect(await adopt()).toEqual({ ok: false, refusal: 'coverage-incomplete', missing: [third] })
    const single = await make(db, rapporteur, evaluation, [third])
    expect(await adopt()).toMatchObject({ refusal: 'paragraphs-open', missing: [merged, single] })
    const { document } = await getRecommendation(db, merged)
    await write(db, document, rapporteur, 'States should share without delay.')
    expect(await agreeParagraph(db, rapporteur, { recommendation: merged })).toMatchObject({
      refusal: 'not-permitted',
    })
    expect(await agreeParagraph(db, chair, { recommendation: merged })).toEqual({ ok: true })
    expect(await dropParagraph(db, chair, { recommendation: single, reason: 'No agreement.' })).toEqual({
      ok: true,
    })
    // What went into a dropped paragraph only would disappear silently.
    expect(await adopt()).toEqual({ ok: false, refusal: 'coverage-incomplete', missing: [third] })
    await reopenParagraph(db, chair, { recommendation: single, reason: 'Second thoughts.' })
    await agreeParagraph(db, chair, { recommendation: single })
    expect(await adoptList(db, rapporteur, { meeting, title })).toMatchObject({ refusal: 'not-permitted' })
    const adopted = await adopt()
    if (!adopted.ok) throw new Error(adopted.refusal)
    expect((await listListedTexts(db, adopted.list)).map((text) => [text.label, text.text])).toEqual([
      ['1', 'States should share without delay.'],
      ['2', 'States should train.'],
    ])
    const list = await findList(db, adopted.list)
    const canonical = JSON.parse(list?.canonical ?? '') as { items: { lineage: unknown }[] }
    expect(canonical.items[0]?.lineage).toMatchObject([
      { sourceMeeting: { en: 'Test' }, sourceLabel: '5 (a)', sourceStatus: 'listed', disposition: 'merged' },
      { sourceLabel: '5 (b)', disposition: 'merged' },
    ])
    expect(await reopenParagraph(db, chair, { recommendation: merged, reason: 'Late.' })).toMatchObject({
      refusal: 'already-adopted',
    })
    expect(can(rapporteur, 'recommendation.edit', await getRecommendation(db, merged))).toBe(false)
    expect(await adopt()).toMatchObject({ ok: false })
  })
})
