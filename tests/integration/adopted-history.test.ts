import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listCorrections } from '#db/queries/corrections'
import { findList } from '#db/queries/lists'
import type { RecommendationId } from '#domain/ids'
import { acceptDeletion } from '#server/commands/amendments/accept-deletion'
import { proposeDeletion } from '#server/commands/amendments/propose-deletion'
import { tableAmendment } from '#server/commands/amendments/table'
import { addSources } from '#server/commands/consolidation/add-sources'
import { confirmSource } from '#server/commands/consolidation/confirm-source'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { keepWithoutSource } from '#server/commands/consolidation/keep-without-source'
import { removeSource } from '#server/commands/consolidation/remove-source'
import { reopenDispositions } from '#server/commands/consolidation/reopen-disposition'
import { adoptList } from '#server/commands/lists/adopt'
import { correctList } from '#server/commands/lists/correct'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { dropParagraph } from '#server/commands/paragraphs/drop'
import { makeStatement } from '#server/commands/positions/make-statement'
import { takePosition } from '#server/commands/positions/take'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { verifyRecord } from '#server/record/verify-record'
import { readOpenMatters } from '#server/texts/open-matters'
import { aTabledAmendment, getAmendment, made } from '../amendment-factories'
import { onEachEngine } from '../engines'
import {
  aChair,
  aDelegate,
  anEvaluationMeeting,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  paragraphs,
} from '../factories'

const title = { en: 'Adopted' }
const refusalOf = (refusal: string) => ({ ok: false, refusal })

async function sourceOf(db: Db, paragraph: RecommendationId): Promise<RecommendationId> {
  const row = await db
    .selectFrom('disposition_target')
    .innerJoin('disposition', 'disposition.id', 'disposition_target.disposition_id')
    .select('disposition.recommendation_id')
    .where('disposition_target.recommendation_id', '=', paragraph)
    .executeTakeFirstOrThrow()
  return row.recommendation_id as RecommendationId
}

/** A paragraph out of an item that is only on the table, so that its proposer may still withdraw it. */
async function aParagraphOfTabled(db: Db) {
  const { id: source, by, place } = await aTabledRecommendation(db)
  const { meeting, topic } = await anEvaluationMeeting(db, place.meeting)
  const rapporteur = await aRapporteur(db)
  const input = { meeting, topic, kind: 'recommendation' as const, sources: [source] }
  const { paragraph } = await made(consolidate(db, rapporteur, input))
  return { source, by, meeting, topic, paragraph, rapporteur, chair: await aChair(db) }
}

onEachEngine('history cannot lie', (newDatabase) => {
  test('nothing of an adopted list changes; what must be corrected is recorded beside it', async () => {
    const db = await newDatabase()
    const { meeting, topic, ids, rapporteur, chair } = await paragraphs(db, 2)
    const [first, second] = ids
    if (!first || !second) throw new Error('There are two paragraphs.')
    for (const id of ids) await made(agreeParagraph(db, chair, { recommendation: id }))
    const source = await sourceOf(db, first)
    const { list } = await made(adoptList(db, chair, { meeting, title }))
    const before = await findList(db, list)
    const refused = refusalOf('already-adopted')
    expect(await reopenDispositions(db, rapporteur, { meeting, sources: [source] })).toEqual(refused)
    expect(await removeSource(db, rapporteur, { meeting, paragraph: first, source })).toEqual(refused)
    expect(await addSources(db, rapporteur, { meeting, paragraph: second, sources: [source] })).toEqual(
      refused,
    )
    const further = { meeting, topic, kind: 'recommendation' as const, sources: [source] }
    expect(await consolidate(db, rapporteur, further)).toEqual(refused)
    const delegate = await aDelegate(db)
    const statement = { recommendation: first, kind: 'reservation', language: 'en', body: 'Late.' } as const
    expect(await makeStatement(db, delegate, statement)).toEqual(refusalOf('not-permitted'))

    const correction = {
      list,
      label: '1',
      language: 'en',
      body: 'For “evidence” read “electronic evidence”.',
    } as const
    expect(await correctList(db, delegate, correction)).toEqual(refusalOf('not-permitted'))
    expect(await correctList(db, rapporteur, correction)).toEqual(refusalOf('not-permitted'))
    expect(await listCorrections(db, list)).toEqual([])
    const secretary = await aSecretary(db)
    expect(await correctList(db, secretary, { ...correction, label: '99' })).toEqual(refusalOf('not-found'))
    expect(await correctList(db, secretary, correction)).toEqual({ ok: true })
    expect(await listCorrections(db, list)).toMatchObject([{ label: '1', body: correction.body }])
    expect(await findList(db, list)).toEqual(before)
    expect((await verifyRecord(db, { publicKey: undefined, checkpoints: [] })).differences).toEqual([])
  })

  test('a source that was withdrawn blocks adoption until it is confirmed, and stays in the lineage', async () => {
    const db = await newDatabase()
    const { source, by, meeting, paragraph, rapporteur, chair } = await aParagraphOfTabled(db)
    await made(withdrawRecommendation(db, by, { recommendation: source, reason: 'Second thoughts.' }))
    await made(agreeParagraph(db, chair, { recommendation: paragraph }))
    expect(await adoptList(db, chair, { meeting, title })).toMatchObject({
      refusal: 'sources-undecided',
      missing: [paragraph],
    })
    const input = { meeting, source, reason: 'The room wants it.' }
    expect(await confirmSource(db, by, input)).toEqual(refusalOf('not-permitted'))
    expect(await confirmSource(db, rapporteur, input)).toEqual({ ok: true })
    const { list } = await made(adoptList(db, chair, { meeting, title }))
    const found = await findList(db, list)
    const { items } = JSON.parse(found?.canonical ?? '') as { items: { lineage: object[] }[] }
    expect(items[0]?.lineage).toMatchObject([
      { source, sourceMeeting: { en: 'Test' }, sourceList: null, sourceStatus: 'withdrawn' },
    ])
    expect((await verifyRecord(db, { publicKey: undefined, checkpoints: [] })).differences).toEqual([])
  })

  test('a withdrawn source can be taken out of its paragraph', async () => {
    const db = await newDatabase()
    const { source, by, meeting, paragraph, rapporteur } = await aParagraphOfTabled(db)
    await made(withdrawRecommendation(db, by, { recommendation: source, reason: 'Second thoughts.' }))
    expect(await removeSource(db, rapporteur, { meeting, paragraph, source })).toEqual({ ok: true })
  })

  test('a paragraph that lost its last source blocks adoption until it is decided', async () => {
    const db = await newDatabase()
    const { source, meeting, topic, paragraph, rapporteur, chair } = await aParagraphOfTabled(db)
    await made(reopenDispositions(db, rapporteur, { meeting, sources: [source] }))
    await made(consolidate(db, rapporteur, { meeting, topic, kind: 'recommendation', sources: [source] }))
    const all = await db
      .selectFrom('recommendation')
      .select('id')
      .where('stage', '=', 'consolidated')
      .execute()
    for (const { id } of all)
      await made(agreeParagraph(db, chair, { recommendation: id as RecommendationId }))
    expect(await adoptList(db, chair, { meeting, title })).toMatchObject({
      refusal: 'sources-undecided',
      missing: [paragraph],
    })
    const input = { meeting, paragraph, reason: 'It was proposed in the room.' }
    expect(await keepWithoutSource(db, rapporteur, { ...input, reason: ' ' })).toEqual(
      refusalOf('reason-required'),
    )
    expect(await keepWithoutSource(db, rapporteur, input)).toEqual({ ok: true })
    expect(await adoptList(db, chair, { meeting, title })).toMatchObject({ ok: true })
  })

  test('sources are put in and taken out of an open paragraph only', async () => {
    const db = await newDatabase()
    const { meeting, ids, rapporteur, chair } = await paragraphs(db, 2)
    const [first, second] = ids
    if (!first || !second) throw new Error('There are two paragraphs.')
    const source = await sourceOf(db, first)
    await made(agreeParagraph(db, chair, { recommendation: first }))
    const refused = refusalOf('paragraph-agreed')
    expect(await removeSource(db, rapporteur, { meeting, paragraph: first, source })).toEqual(refused)
    expect(await reopenDispositions(db, rapporteur, { meeting, sources: [source] })).toEqual(refused)
    const other = await sourceOf(db, second)
    expect(await addSources(db, rapporteur, { meeting, paragraph: first, sources: [other] })).toEqual(refused)
  })

  test('the Chair confirms what is open when a text is agreed, and open amendments are settled with a reason', async () => {
    const db = await newDatabase()
    const { ids, chair } = await paragraphs(db, 1)
    const [recommendation] = ids
    if (!recommendation) throw new Error('There is a paragraph.')
    const [one, two] = [await aDelegate(db), await aDelegate(db)]
    const amendment = await aTabledAmendment(db, recommendation, one, 'States should share all evidence.')
    const position = {
      recommendation,
      stance: 'cannot-accept',
      audience: 'chair',
      reason: 'Too far.',
    } as const
    await made(takePosition(db, two, position))
    expect(await agreeParagraph(db, chair, { recommendation })).toEqual(refusalOf('open-matters'))
    const open = await readOpenMatters(db, { id: recommendation })
    expect(open).toMatchObject({ amendments: [{ id: amendment }], objections: [two.delegation] })
    const seen = open?.seen ?? ''
    expect(await agreeParagraph(db, chair, { recommendation, seen })).toEqual(refusalOf('reason-required'))
    const reason = 'The room prefers the text.'
    expect(await agreeParagraph(db, chair, { recommendation, seen, reason })).toEqual({ ok: true })
    expect(await getAmendment(db, amendment)).toMatchObject({ status: 'superseded', decisionReason: reason })
  })

  test('giving up a paragraph, also by an accepted deletion, settles what else is proposed to it', async () => {
    const db = await newDatabase()
    const { ids, chair } = await paragraphs(db, 2)
    const [first, second] = ids
    if (!first || !second) throw new Error('There are two paragraphs.')
    const [one, two] = [await aDelegate(db), await aDelegate(db)]
    const other = await aTabledAmendment(db, first, one, 'States should share all evidence.')
    const { amendment } = await made(proposeDeletion(db, two, { recommendation: first }))
    await made(tableAmendment(db, two, { amendment, rationale: 'It repeats another one.' }))
    await made(acceptDeletion(db, chair, { amendment }))
    expect(await getAmendment(db, other)).toMatchObject({
      status: 'superseded',
      decisionReason: 'It repeats another one.',
    })
    const third = await aTabledAmendment(db, second, one, 'States should train all experts.')
    await made(dropParagraph(db, chair, { recommendation: second, reason: 'No agreement.' }))
    expect(await getAmendment(db, third)).toMatchObject({
      status: 'superseded',
      decisionReason: 'No agreement.',
    })
  })
})
