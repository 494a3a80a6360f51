import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listAmendments, listSubAmendments } from '#db/queries/amendments'
import { listEvents } from '#db/queries/events'
import { findMeeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { listVersions } from '#db/queries/versions'
import type { AmendmentId } from '#domain/ids'
import { can } from '#domain/permissions/can'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { acceptDeletion } from '#server/commands/amendments/accept-deletion'
import { acceptNewParagraph } from '#server/commands/amendments/accept-new-paragraph'
import { acceptSubAmendment } from '#server/commands/amendments/accept-sub-amendment'
import { amendAmendment } from '#server/commands/amendments/amend'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { leaveSponsors } from '#server/commands/amendments/leave'
import { proposeDeletion } from '#server/commands/amendments/propose-deletion'
import { proposeParagraph } from '#server/commands/amendments/propose-paragraph'
import { rejectAmendment } from '#server/commands/amendments/reject'
import { sponsorAmendment } from '#server/commands/amendments/sponsor'
import { tableAmendment } from '#server/commands/amendments/table'
import { takeOverAmendment } from '#server/commands/amendments/take-over'
import { withdrawAmendment } from '#server/commands/amendments/withdraw'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { adoptList } from '#server/commands/lists/adopt'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { reopenParagraph } from '#server/commands/paragraphs/reopen'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { readOpenMatters } from '#server/texts/open-matters'
import { previewAmendment } from '#server/texts/amendment-texts'
import { previewSubAmendment } from '#server/texts/sub-amendment-preview'
import { readProgress } from '#server/views/consolidation-desk'
import { readLineage } from '#server/views/lineage'
import {
  aTabledAmendment,
  aTabledSubAmendment,
  getAmendment,
  made,
  whoWroteWhat,
  workingText,
} from '#tests/amendment-factories'
import { onEachEngine } from '#tests/engines'
import {
  aChair,
  aDelegate,
  anEvaluationMeeting,
  aRapporteur,
  aTabledRecommendation,
  getRecommendation,
  write,
} from '#tests/factories'
import type { Person } from '../factories'

async function accept(db: Db, by: Person, amendment: AmendmentId) {
  const { seen } = await previewAmendment(db, await getAmendment(db, amendment))
  return acceptAmendment(db, by, { amendment, seen })
}
async function acceptSub(db: Db, by: Person, amendment: AmendmentId) {
  const { seen } = await previewSubAmendment(db, await getAmendment(db, amendment))
  return acceptSubAmendment(db, by, { amendment, seen })
}
const eventsOf = async (db: Db, id: string) => (await listEvents(db, id)).map((event) => event.type)
const theMeeting = async (db: Db, id: string) => {
  const meeting = await findMeeting(db, id)
  if (!meeting) throw new Error('There is no meeting.')
  return meeting
}

/** A paragraph of an evaluation meeting, made of one preliminary item. */
async function aParagraph(db: Db) {
  const item = await aTabledRecommendation(db)
  const { meeting, topic } = await anEvaluationMeeting(db, item.place.meeting)
  const rapporteur = await aRapporteur(db)
  const input = { meeting, topic, kind: 'recommendation' as const, sources: [item.id] }
  const { paragraph } = await made(consolidate(db, rapporteur, input))
  return { item, paragraph, meeting, topic, rapporteur, chair: await aChair(db), by: await aDelegate(db) }
}

onEachEngine('amendments in depth', (newDatabase) => {
  test('an earlier version is amended, its words stay its authors’, and the change finds its place', async () => {
    const db = await newDatabase()
    const [amender, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id, by } = await aTabledRecommendation(db)
    await write(
      db,
      (await getRecommendation(db, id)).document,
      rapporteur,
      'All States should share evidence promptly.',
    )
    await made(amendRecommendation(db, amender, { recommendation: id }))
    const { amendment } = await made(amendRecommendation(db, amender, { recommendation: id, version: 1 }))
    const fork = await getAmendment(db, amendment)
    expect(fork.text).toBe('States should share evidence promptly.')
    expect((await listVersions(db, id)).find((version) => version.id === fork.baseVersion)?.number).toBe(1)
    await write(db, fork.document, amender, 'States should share evidence without delay.')
    await made(tableAmendment(db, amender, { amendment, rationale: '' }))
    expect(await accept(db, rapporteur, amendment)).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe('All States should share evidence without delay.')
    const words = await whoWroteWhat(db, id)
    expect(words.find(([text]) => text.includes('share'))?.[1]).toEqual([by.delegation])
    expect(words.find(([text]) => text.includes('delay'))?.[1]).toEqual([amender.delegation])
    expect(await amendRecommendation(db, amender, { recommendation: id, version: 99 })).toMatchObject({
      refusal: 'not-found',
    })
  })

  test('the proposers of an amendment accept an amendment to it; its words stay its sponsors’', async () => {
    const db = await newDatabase()
    const [one, other, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const { id, by } = await aTabledRecommendation(db)
    const parent = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    const sub = await aTabledSubAmendment(
      db,
      parent,
      other,
      'States should share evidence without undue delay.',
    )
    expect((await listSubAmendments(db, parent)).map((item) => item.id)).toEqual([sub])
    expect((await listAmendments(db, id)).map((item) => item.id)).toEqual([parent])
    expect(await acceptSub(db, rapporteur, sub)).toMatchObject({ refusal: 'not-permitted' })
    expect(await accept(db, rapporteur, sub)).toMatchObject({ refusal: 'not-permitted' })
    expect(await acceptSub(db, one, sub)).toEqual({ ok: true })
    expect(await getAmendment(db, parent)).toMatchObject({
      status: 'tabled',
      text: 'States should share evidence without undue delay.',
    })
    expect(await getAmendment(db, sub)).toMatchObject({ status: 'accepted' })
    expect(await eventsOf(db, parent)).toEqual(['amendment.drafted', 'amendment.tabled', 'amendment.revised'])
    expect(await accept(db, rapporteur, parent)).toEqual({ ok: true })
    expect(await workingText(db, id)).toBe('States should share evidence without undue delay.')
    const words = await whoWroteWhat(db, id)
    const authorOf = (word: string) => words.find(([text]) => text.includes(word))?.[1]
    expect(authorOf('undue')).toEqual([other.delegation])
    expect(authorOf('without')).toEqual([one.delegation])
    expect(authorOf('share')).toEqual([by.delegation])
  })

  test('the words of a sub-amendment stay its sponsors’ also where the text had moved on', async () => {
    const db = await newDatabase()
    const [one, other, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const parent = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    const sub = await aTabledSubAmendment(
      db,
      parent,
      other,
      'States should share evidence without undue delay.',
    )
    await made(acceptSub(db, one, sub))
    const { document } = await getRecommendation(db, id)
    await write(db, document, rapporteur, 'Member States should swiftly share evidence promptly and in full.')
    await made(accept(db, rapporteur, parent))
    expect(await workingText(db, id)).toContain('without undue delay')
    const words = await whoWroteWhat(db, id)
    expect(words.find(([text]) => text.includes('undue'))?.[1]).toEqual([other.delegation])
    expect(words.find(([text]) => text.includes('without'))?.[1]).toEqual([one.delegation])
  })

  test('two sub-amendments are taken in one after the other; nothing but what was previewed', async () => {
    const db = await newDatabase()
    const [one, other, third] = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
    const { id } = await aTabledRecommendation(db)
    const parent = await aTabledAmendment(db, id, one, 'States should share all evidence without delay.')
    const first = await aTabledSubAmendment(
      db,
      parent,
      other,
      'States should share all evidence without undue delay.',
    )
    const second = await aTabledSubAmendment(
      db,
      parent,
      third,
      'States should share all electronic evidence without delay.',
    )
    const { seen } = await previewSubAmendment(db, await getAmendment(db, second))
    await made(acceptSub(db, one, first))
    expect(await acceptSubAmendment(db, one, { amendment: second, seen })).toMatchObject({
      refusal: 'preview-outdated',
    })
    await made(acceptSub(db, one, second))
    expect((await getAmendment(db, parent)).text).toBe(
      'States should share all electronic evidence without undue delay.',
    )
  })

  test('of two windows that accept the same sub-amendment, one is told', async () => {
    const db = await newDatabase()
    const [one, other] = [await aDelegate(db), await aDelegate(db)]
    const { id } = await aTabledRecommendation(db)
    const parent = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    const sub = await aTabledSubAmendment(
      db,
      parent,
      other,
      'States should share evidence without undue delay.',
    )
    const results = await Promise.all([acceptSub(db, one, sub), acceptSub(db, one, sub)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect((await getAmendment(db, parent)).text).toBe('States should share evidence without undue delay.')
  })

  test('a sub-amendment is declined with a reason, and cannot itself be amended', async () => {
    const db = await newDatabase()
    const [one, other] = [await aDelegate(db), await aDelegate(db)]
    const { id } = await aTabledRecommendation(db)
    const parent = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    const sub = await aTabledSubAmendment(
      db,
      parent,
      other,
      'States should share evidence without undue delay.',
    )
    expect(await amendAmendment(db, one, { amendment: sub })).toMatchObject({ refusal: 'one-level-only' })
    expect(await rejectAmendment(db, other, { amendment: sub, reason: 'No.' })).toMatchObject({
      refusal: 'not-permitted',
    })
    expect(await rejectAmendment(db, one, { amendment: sub, reason: ' ' })).toMatchObject({
      refusal: 'reason-required',
    })
    expect(await rejectAmendment(db, one, { amendment: sub, reason: 'Too weak.' })).toEqual({ ok: true })
    expect(await getAmendment(db, sub)).toMatchObject({ status: 'rejected', decisionReason: 'Too weak.' })
  })

  test.each(['withdrawn', 'accepted', 'rejected'])(
    'once an amendment is %s, what is on the table to it is superseded, and drafts cannot be tabled',
    async (fate) => {
      const db = await newDatabase()
      const [one, other, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
      const { id } = await aTabledRecommendation(db)
      const parent = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
      const sub = await aTabledSubAmendment(
        db,
        parent,
        other,
        'States should share evidence without undue delay.',
      )
      const draft = (await made(amendAmendment(db, other, { amendment: parent }))).amendment
      await write(db, (await getAmendment(db, draft)).document, other, 'States share evidence.')
      if (fate === 'withdrawn') await made(withdrawAmendment(db, one, { amendment: parent }))
      if (fate === 'accepted') await made(accept(db, rapporteur, parent))
      if (fate === 'rejected')
        await made(rejectAmendment(db, rapporteur, { amendment: parent, reason: 'No.' }))
      expect(await getAmendment(db, sub)).toMatchObject({ status: 'superseded', parent: { status: fate } })
      expect(await eventsOf(db, sub)).toEqual([
        'amendment.drafted',
        'amendment.tabled',
        'amendment.superseded',
      ])
      expect(await tableAmendment(db, other, { amendment: draft, rationale: '' })).toMatchObject({
        refusal: 'parent-decided',
      })
      expect(await amendAmendment(db, other, { amendment: parent })).toMatchObject({
        refusal: 'wrong-status',
      })
    },
  )

  test('a withdrawn amendment is taken over once; the words stay attributed to who wrote them', async () => {
    const db = await newDatabase()
    const [one, other, third] = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
    const rapporteur = await aRapporteur(db)
    const { id } = await aTabledRecommendation(db)
    const withdrawn = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    expect(await takeOverAmendment(db, other, { amendment: withdrawn, rationale: '' })).toMatchObject({
      refusal: 'wrong-status',
    })
    await made(withdrawAmendment(db, one, { amendment: withdrawn }))
    expect(await takeOverAmendment(db, one, { amendment: withdrawn, rationale: '' })).toMatchObject({
      refusal: 'not-permitted',
    })
    const taken = await made(
      takeOverAmendment(db, other, { amendment: withdrawn, rationale: ' We need it. ' }),
    )
    expect(await getAmendment(db, taken.amendment)).toMatchObject({
      status: 'tabled',
      continues: withdrawn,
      proposers: [other.delegation],
      rationale: 'We need it.',
      text: 'States should share evidence without delay.',
    })
    expect(await takeOverAmendment(db, third, { amendment: withdrawn, rationale: '' })).toMatchObject({
      refusal: 'already-taken-over',
    })
    await made(accept(db, rapporteur, taken.amendment))
    const words = await whoWroteWhat(db, id)
    expect(words.find(([text]) => text.includes('delay'))?.[1]).toEqual([one.delegation])
  })

  test('a draft that was dropped is nobody’s to take over; nor is anything on a text that is closed', async () => {
    const db = await newDatabase()
    const [one, other] = [await aDelegate(db), await aDelegate(db)]
    const { id, by } = await aTabledRecommendation(db)
    const { amendment } = await made(amendRecommendation(db, one, { recommendation: id }))
    await made(withdrawAmendment(db, one, { amendment }))
    expect(await takeOverAmendment(db, other, { amendment, rationale: '' })).toMatchObject({
      refusal: 'not-found',
    })
    const tabled = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    await made(withdrawAmendment(db, one, { amendment: tabled }))
    await made(withdrawRecommendation(db, by, { recommendation: id, reason: 'Merged.' }))
    expect(await takeOverAmendment(db, other, { amendment: tabled, rationale: '' })).toMatchObject({
      refusal: 'wrong-status',
    })
  })

  test('when its proposer leaves, the first sponsor proposes; the last one withdraws', async () => {
    const db = await newDatabase()
    const [one, first, second] = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    await made(sponsorAmendment(db, first, { amendment }))
    await made(sponsorAmendment(db, second, { amendment }))
    expect(await leaveSponsors(db, one, { amendment })).toEqual({ ok: true })
    expect(await getAmendment(db, amendment)).toMatchObject({
      status: 'tabled',
      proposers: [first.delegation],
      sponsors: [second.delegation],
    })
    await made(leaveSponsors(db, second, { amendment }))
    expect(await leaveSponsors(db, first, { amendment })).toMatchObject({ refusal: 'not-permitted' })
    expect(await withdrawAmendment(db, one, { amendment })).toMatchObject({ refusal: 'not-permitted' })
    expect(await withdrawAmendment(db, first, { amendment })).toEqual({ ok: true })
  })

  test('a new paragraph is drafted apart, tabled, and stands where it was proposed once it is accepted', async () => {
    const db = await newDatabase()
    const { paragraph, meeting, topic, rapporteur, by } = await aParagraph(db)
    const last = await made(
      proposeParagraph(db, by, { meeting, topic, kind: 'recommendation', language: 'en' }),
    )
    const place = { meeting, topic, after: paragraph, kind: 'conclusion' as const, language: 'en' as const }
    const { amendment, recommendation } = await made(proposeParagraph(db, by, place))
    for (const proposal of [last.amendment, amendment]) {
      const { document } = await getAmendment(db, proposal)
      await write(db, document, by, proposal === amendment ? 'States should train experts.' : 'Last words.')
    }
    const seesPlace = async (who: Person) =>
      can(who, 'recommendation.see', await getRecommendation(db, recommendation))
    expect(can(rapporteur, 'amendment.see', await getAmendment(db, amendment))).toBe(false)
    await made(tableAmendment(db, by, { amendment, rationale: 'Missing.' }))
    expect(can(rapporteur, 'amendment.see', await getAmendment(db, amendment))).toBe(true)
    expect([await seesPlace(by), await seesPlace(rapporteur)]).toEqual([false, false])
    const listed = async () =>
      (await listRecommendations(db, meeting)).flatMap((entry) =>
        entry.stage === 'consolidated' ? [entry.id] : [],
      )
    expect(await listed()).toEqual([paragraph])
    const seen = async (id: AmendmentId) => (await previewAmendment(db, await getAmendment(db, id))).seen
    expect(await acceptNewParagraph(db, by, { amendment, seen: await seen(amendment) })).toMatchObject({
      refusal: 'not-permitted',
    })
    await made(tableAmendment(db, by, { amendment: last.amendment, rationale: '' }))
    await made(
      acceptNewParagraph(db, rapporteur, { amendment: last.amendment, seen: await seen(last.amendment) }),
    )
    await made(acceptNewParagraph(db, rapporteur, { amendment, seen: await seen(amendment) }))
    expect(await listed()).toEqual([paragraph, recommendation, last.recommendation])
    const added = await getRecommendation(db, recommendation)
    expect(added).toMatchObject({
      status: 'proposed',
      kind: 'conclusion',
      text: 'States should train experts.',
    })
    expect(await whoWroteWhat(db, recommendation)).toEqual([
      ['States should train experts.', [by.delegation]],
    ])
    const lineage = await readLineage(db, rapporteur, added, await theMeeting(db, meeting))
    expect(lineage.item.amendments).toMatchObject([
      { id: amendment, kind: 'new-paragraph', status: 'accepted' },
    ])
    const { coverage } = await readProgress(db, await theMeeting(db, meeting))
    expect(coverage).toEqual({ items: 1, covered: 1, missing: [] })
  })

  test('at a thematic meeting a new text is a draft of its own', async () => {
    const db = await newDatabase()
    const { place, by } = await aTabledRecommendation(db)
    expect(
      await proposeParagraph(db, by, { ...place, kind: 'recommendation', language: 'en' }),
    ).toMatchObject({ refusal: 'draft-instead' })
    expect(
      await proposeParagraph(db, await aRapporteur(db), { ...place, kind: 'recommendation', language: 'en' }),
    ).toMatchObject({ refusal: 'not-permitted' })
  })

  test('a deletion is the Chair’s to accept, and what went only into the paragraph counts as open again', async () => {
    const db = await newDatabase()
    const { item, paragraph, meeting, rapporteur, chair, by } = await aParagraph(db)
    const { amendment } = await made(proposeDeletion(db, by, { recommendation: paragraph }))
    expect(can(by, 'amendment.edit', await getAmendment(db, amendment))).toBe(false)
    await made(tableAmendment(db, by, { amendment, rationale: 'It repeats another one.' }))
    expect(await listAmendments(db, paragraph)).toEqual([])
    expect(await acceptDeletion(db, rapporteur, { amendment })).toMatchObject({ refusal: 'not-permitted' })
    expect(await accept(db, rapporteur, amendment)).toMatchObject({ refusal: 'not-permitted' })
    const results = await Promise.all([
      acceptDeletion(db, chair, { amendment }),
      acceptDeletion(db, chair, { amendment }),
    ])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await getRecommendation(db, paragraph)).toMatchObject({ status: 'not-adopted' })
    expect(await workingText(db, paragraph)).toBe('States should share evidence promptly.')
    expect(await getAmendment(db, amendment)).toMatchObject({ status: 'accepted' })
    const { coverage } = await readProgress(db, await theMeeting(db, meeting))
    expect(coverage).toEqual({ items: 1, covered: 0, missing: [item.id] })
    expect(await adoptList(db, chair, { meeting, title: { en: 'List' } })).toMatchObject({
      refusal: 'coverage-incomplete',
    })
    const [dropped] = (await listEvents(db, paragraph)).slice(-1)
    expect(dropped).toMatchObject({ type: 'paragraph.dropped', reason: 'It repeats another one.' })
    await made(reopenParagraph(db, chair, { recommendation: paragraph, reason: 'Second thoughts.' }))
    expect((await readProgress(db, await theMeeting(db, meeting))).coverage.missing).toEqual([])
  })

  test('what was agreed is reopened before it is deleted; what is preliminary is withdrawn by its proposers', async () => {
    const db = await newDatabase()
    const { item, paragraph, chair, by } = await aParagraph(db)
    const { amendment } = await made(proposeDeletion(db, by, { recommendation: paragraph }))
    await made(tableAmendment(db, by, { amendment, rationale: '' }))
    const seen = (await readOpenMatters(db, { id: paragraph }))?.seen ?? ''
    await made(agreeParagraph(db, chair, { recommendation: paragraph, seen, reason: 'It was agreed.' }))
    expect(await acceptDeletion(db, chair, { amendment })).toMatchObject({ refusal: 'wrong-status' })
    expect(await proposeDeletion(db, by, { recommendation: item.id })).toMatchObject({
      refusal: 'withdrawn-by-proposers',
    })
    expect(await getAmendment(db, amendment)).toMatchObject({
      status: 'superseded',
      decisionReason: 'It was agreed.',
    })
  })

  test('amending a text that was merged a second ago works: the base is kept, and the rest is found again', async () => {
    const db = await newDatabase()
    const [one, other, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const merged = await aTabledAmendment(db, id, one, 'All States should share evidence promptly.')
    const { amendment } = await made(amendRecommendation(db, other, { recommendation: id }))
    await made(accept(db, rapporteur, merged))
    await write(
      db,
      (await getAmendment(db, amendment)).document,
      other,
      'States should share evidence at once.',
    )
    await made(tableAmendment(db, other, { amendment, rationale: '' }))
    await made(accept(db, rapporteur, amendment))
    expect(await workingText(db, id)).toBe('All States should share evidence at once.')
  })
})
