import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listEvents } from '#db/queries/events'
import { findMeeting } from '#db/queries/meetings'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import { decisionOnRest } from '#domain/negotiation/outcomes'
import { speechFor } from '#server/mail/compose'
import { noticeChanges } from '#i18n/notice-words'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { acceptDeletion } from '#server/commands/amendments/accept-deletion'
import { proposeDeletion } from '#server/commands/amendments/propose-deletion'
import { tableAmendment } from '#server/commands/amendments/table'
import { listAllLists } from '#db/queries/lists'
import { visitor } from '#domain/people/participants'
import { adoptList } from '#server/commands/lists/adopt'
import { exporters } from '#server/formats/out/exporters'
import { readExport } from '#server/publications/read-export'
import { issueList } from '#server/commands/lists/issue'
import { chooseChange } from '#server/commands/merging/choose-change'
import { mergeChosen } from '#server/commands/merging/merge-chosen'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { putUnderSilence } from '#server/commands/silences/begin'
import { concludeSilences } from '#server/commands/silences/conclude'
import { writeNotices } from '#server/mail/write-notices'
import { verifyRecord } from '#server/record/verify-record'
import { previewAmendment } from '#server/texts/amendment-texts'
import { readChangeOutcomes } from '#server/texts/change-outcomes'
import { readMergeDesk } from '#server/texts/merge-desk'
import { readOpenMatters } from '#server/texts/open-matters'
import { readAmendmentPage } from '#server/views/amendment-page'
import { readHistory } from '#server/views/history'
import { readMergeDeskPage } from '#server/views/merge-desk'
import { readNotices } from '#server/views/notices'
import { aTabledAmendment, getAmendment, made } from '../amendment-factories'
import { onEachEngine } from '../engines'
import {
  aDelegate,
  aRapporteur,
  aTabledRecommendation,
  getRecommendation,
  paragraphs,
  type Person,
} from '../factories'

const choose = (
  db: Db,
  by: Person,
  recommendation: RecommendationId,
  amendment: AmendmentId,
  index: number,
  choice: 'accept' | 'bracket' | 'alternative' | 'reject',
) => made(chooseChange(db, by, { recommendation, amendment, index, choice }))

async function merge(db: Db, by: Person, recommendation: RecommendationId, reason: string) {
  const { seen } = await readMergeDesk(db, await getRecommendation(db, recommendation))
  await made(mergeChosen(db, by, { recommendation, seen, reason }))
}

const outcomesOf = async (db: Db, id: AmendmentId) =>
  (await readChangeOutcomes(db, [await getAmendment(db, id)])).get(id) ?? []

const intact = async (db: Db) =>
  expect((await verifyRecord(db, { publicKey: undefined, checkpoints: [] })).differences).toEqual([])

// The text of `aTabledRecommendation` is `States should share evidence promptly.`
onEachEngine('what became of each change', (newDatabase) => {
  test('stays at the desk, on the page, in the event and in the notice, with its reason', async () => {
    const db = await newDatabase()
    const [one, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id, place } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, one, 'All States shall share evidence without delay.')
    const count = (await outcomesOf(db, amendment)).length
    expect(count).toBeGreaterThan(2)
    await choose(db, rapporteur, id, amendment, 0, 'accept')
    for (let index = 1; index < count - 1; index += 1)
      await choose(db, rapporteur, id, amendment, index, 'reject')
    await choose(db, rapporteur, id, amendment, count - 1, 'bracket')
    await merge(db, rapporteur, id, 'Agreed language says should.')

    const changes = await outcomesOf(db, amendment)
    const history = await readHistory(db, one, await getRecommendation(db, id), {
      at: undefined,
      from: undefined,
      authors: false,
    })
    expect(history?.decided).toMatchObject([{ id: amendment, status: 'accepted-in-part', changes }])
    expect(changes.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      ...Array.from({ length: count - 2 }, () => 'rejected'),
      'bracketed',
    ])
    expect(changes.map(({ reason }) => reason)).toEqual([
      undefined,
      ...Array.from({ length: count - 2 }, () => 'Agreed language says should.'),
      undefined,
    ])
    expect((await listEvents(db, amendment)).at(-1)).toMatchObject({
      type: 'amendment.accepted-in-part',
      reason: 'Agreed language says should.',
      detail: { outcomes: { 0: 'accepted', 1: 'rejected' }, reasons: { 1: 'Agreed language says should.' } },
    })
    // The desk shows it, though no amendment is on the table any more.
    const desk = await readMergeDeskPage(db, one, await getRecommendation(db, id))
    expect(desk.groups).toEqual([])
    expect(desk.decided).toMatchObject(changes)
    const meeting = await findMeeting(db, place.meeting)
    if (!meeting) throw new Error('There is no meeting.')
    const item = await getAmendment(db, amendment)
    const page = await readAmendmentPage(db, one, meeting, item, { chosen: undefined, view: 'inline' })
    expect(page.outcomes).toEqual(changes)
    await writeNotices(db, undefined)
    const told = (await readNotices(db, one, false)).items.find(
      ({ words }) => words.type === 'amendment.accepted-in-part',
    )
    if (!told) throw new Error('The proposer is notified.')
    expect(told.words.reason).toBe('Agreed language says should.')
    const said = noticeChanges(speechFor('en'), told.words)
    expect(said).toHaveLength(count)
    expect(said[0]).toMatch(/All.*: Accepted$/u)
    expect(said.at(-1)).toMatch(/without delay.*: Placed in brackets$/u)
    expect(noticeChanges(speechFor('ar'), told.words)[0]).toMatch(/قُبل$/u)
    await intact(db)
  })

  test('accepting in part without a reason for the rest is refused, and nothing is written', async () => {
    const db = await newDatabase()
    const [one, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const amendment = await aTabledAmendment(db, id, one, 'States shall share evidence without delay.')
    const { seen } = await previewAmendment(db, await getAmendment(db, amendment), new Set([1]))
    const input = { amendment, seen, chosen: [1] }
    expect(await acceptAmendment(db, rapporteur, input)).toEqual({ ok: false, refusal: 'reason-required' })
    expect((await outcomesOf(db, amendment)).map(({ outcome }) => outcome)).toEqual([undefined, undefined])
    await made(acceptAmendment(db, rapporteur, { ...input, reason: 'Agreed language.' }))
    expect(await outcomesOf(db, amendment)).toMatchObject([
      { outcome: 'rejected', reason: 'Agreed language.' },
      { outcome: 'accepted' },
    ])
  })

  test('what another amendment brought already is superseded, and says so', async () => {
    const db = await newDatabase()
    const [one, two, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const first = await aTabledAmendment(db, id, one, 'States should share evidence without delay.')
    const second = await aTabledAmendment(db, id, two, 'States should share evidence without delay.')
    await choose(db, rapporteur, id, first, 0, 'accept')
    await merge(db, rapporteur, id, '')
    expect(await outcomesOf(db, second)).toMatchObject([{ outcome: 'superseded', cause: 'same-words' }])
    await intact(db)
  })
})

onEachEngine('amendments that are open when the text is decided', (newDatabase) => {
  const anAmendedParagraph = async (db: Db) => {
    const made = await paragraphs(db, ['States should share evidence promptly.'])
    const [id] = made.ids
    if (!id) throw new Error('There is one paragraph.')
    const one = await aDelegate(db)
    const amendment = await aTabledAmendment(db, id, one, 'States shall share evidence without delay.')
    return { ...made, id, one, amendment }
  }

  test('agreement supersedes what is open; what was taken before stays taken', async () => {
    const db = await newDatabase()
    const { id, one, meeting, amendment, rapporteur, chair } = await anAmendedParagraph(db)
    await choose(db, rapporteur, id, amendment, 1, 'accept')
    await merge(db, rapporteur, id, '')
    const open = await readOpenMatters(db, { id })
    if (!open) throw new Error('An amendment is open.')
    await made(agreeParagraph(db, chair, { recommendation: id, seen: open.seen, reason: 'The room agrees.' }))
    expect(await outcomesOf(db, amendment)).toMatchObject([
      { outcome: 'superseded', cause: 'text-agreed', reason: 'The room agrees.' },
      { outcome: 'accepted' },
    ])
    expect((await getAmendment(db, amendment)).status).toBe('accepted-in-part')
    await intact(db)
    // In files for those who take part, beside the list; not in files for the public.
    expect(await adoptList(db, chair, { meeting, title: { en: 'Adopted' } })).toMatchObject({ ok: true })
    const [adopted] = (await listAllLists(db)).filter((list) => list.kind === 'adopted')
    if (!adopted) throw new Error('The list is adopted.')
    const asked = await readExport(db, one, adopted, 'en', ['amendments'])
    const json = JSON.parse(String(await exporters.json.write(asked))) as { recorded: unknown }
    expect(json.recorded).toMatchObject([
      {
        amendments: [
          {
            status: 'accepted-in-part',
            changes: [{ outcome: 'superseded', reason: 'The room agrees.' }, { outcome: 'accepted' }],
          },
        ],
      },
    ])
    const text = String(await exporters.txt.write(asked))
    expect(text).toContain('[– should] [+ shall]')
    expect(text).toContain('Superseded – The room agrees.')
    expect(String(await exporters.csv.write(asked))).toContain('superseded: The room agrees.')
    const forAll = await readExport(db, visitor, adopted, 'en', ['amendments'])
    expect(String(await exporters.txt.write(forAll))).not.toContain('[+ shall]')
  })

  test('a silence that concludes settles them with that cause', async () => {
    const db = await newDatabase()
    const { id, one, amendment, chair } = await anAmendedParagraph(db)
    const deadline = new Date(Date.now() + 3_600_000)
    await made(putUnderSilence(db, chair, { recommendation: id, deadline }))
    expect(await concludeSilences(db, new Date(deadline.getTime() + 1))).toMatchObject({ concluded: 1 })
    expect((await getRecommendation(db, id)).status).toBe('agreed-ad-referendum')
    const item = await getAmendment(db, amendment)
    expect(item.status).toBe('superseded')
    expect(item.decidedAt).toEqual(new Date(deadline.getTime() + 1))
    expect(await outcomesOf(db, amendment)).toMatchObject([
      { outcome: 'superseded', cause: 'silence-concluded' },
      { outcome: 'superseded', cause: 'silence-concluded' },
    ])
    await writeNotices(db, undefined)
    const { items } = await readNotices(db, one, false)
    expect(items.map(({ words }) => words.type)).toContain('amendment.superseded')
    await intact(db)
  })

  test('a deletion that is accepted settles the others', async () => {
    const db = await newDatabase()
    const { id, one, amendment, chair } = await anAmendedParagraph(db)
    const deletion = (await made(proposeDeletion(db, one, { recommendation: id }))).amendment
    await made(tableAmendment(db, one, { amendment: deletion, rationale: 'Said elsewhere.' }))
    await made(acceptDeletion(db, chair, { amendment: deletion }))
    const cause = { outcome: 'superseded', cause: 'paragraph-dropped', reason: 'Said elsewhere.' }
    expect(await outcomesOf(db, amendment)).toMatchObject([cause, cause])
    await intact(db)
  })

  test('listing and withdrawing a preliminary text settles them', async () => {
    const db = await newDatabase()
    const [one, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const listed = await aTabledRecommendation(db)
    const withdrawn = await aTabledRecommendation(db)
    const [first, second] = [
      await aTabledAmendment(db, listed.id, one, 'States shall share evidence promptly.'),
      await aTabledAmendment(db, withdrawn.id, one, 'States shall share evidence promptly.'),
    ]
    const { meeting } = listed.place
    await made(issueList(db, rapporteur, { meeting, title: { en: 'List' } }))
    await made(
      withdrawRecommendation(db, withdrawn.by, { recommendation: withdrawn.id, reason: 'Too early.' }),
    )
    expect(await outcomesOf(db, first)).toMatchObject([{ outcome: 'superseded', cause: 'text-listed' }])
    expect(await outcomesOf(db, second)).toMatchObject([
      { outcome: 'superseded', cause: 'text-withdrawn', reason: 'Too early.' },
    ])
    expect((await getAmendment(db, second)).status).toBe('superseded')
    await intact(db)
  })
})

test('what is superseded as a whole took nothing; with something taken it is accepted in part', () => {
  expect(decisionOnRest([undefined, 'rejected'])).toBe('supersede')
  expect(decisionOnRest([undefined, 'alternative'])).toBe('supersede-rest')
})
