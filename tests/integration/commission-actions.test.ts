import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findList } from '#db/queries/lists'
import { listCommissionActions } from '#db/queries/commission-actions'
import { listEvents } from '#db/queries/events'
import { visitor } from '#domain/people/participants'
import { doNotRetain } from '#server/commands/consolidation/do-not-retain'
import { adoptList } from '#server/commands/lists/adopt'
import { issueList } from '#server/commands/lists/issue'
import { recordCommissionAction } from '#server/commands/lists/record-commission-action'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { writeDocx } from '#server/formats/out/docx'
import { writePdf } from '#server/formats/out/pdf'
import { writeText } from '#server/formats/out/txt'
import { readExport } from '#server/publications/read-export'
import { verifyRecord } from '#server/record/verify-record'
import { onEachEngine } from '#tests/engines'
import { made } from '#tests/amendment-factories'
import {
  aDelegate,
  aMeeting,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  paragraphs,
} from '#tests/factories'

const submitted = {
  kind: 'submitted',
  takenOn: '2021-05-17',
  symbol: ' E/CN.15/2021/CRP.1 ',
  session: 'Thirtieth session',
  agendaItem: '5',
  language: 'en',
  remarks: '',
} as const

type Paragraphs = Awaited<ReturnType<typeof paragraphs>>

async function anAdoptedList(db: Db, before?: (made: Paragraphs) => Promise<void>) {
  const { meeting, ids, chair, rapporteur, ...more } = await paragraphs(db, 1)
  await before?.({ meeting, ids, chair, rapporteur, ...more })
  for (const id of ids) await made(agreeParagraph(db, chair, { recommendation: id }))
  const { list } = await made(adoptList(db, chair, { meeting, title: { en: 'Adopted' } }))
  return { list, chair }
}

onEachEngine('an adopted list before the Commission', (newDatabase) => {
  test('its submission and what the Commission did are recorded beside it, in their order', async () => {
    const db = await newDatabase()
    const { list } = await anAdoptedList(db)
    const secretary = await aSecretary(db)
    const noted = {
      ...submitted,
      kind: 'took-note',
      takenOn: '2021-05-21',
      remarks: 'With appreciation.',
    } as const
    expect(await recordCommissionAction(db, secretary, { list, ...noted })).toMatchObject({
      refusal: 'not-submitted',
    })
    expect(await recordCommissionAction(db, secretary, { list, ...submitted })).toEqual({ ok: true })
    expect(await recordCommissionAction(db, secretary, { list, ...noted })).toEqual({ ok: true })
    expect(await listCommissionActions(db, list)).toMatchObject([
      { kind: 'submitted', symbol: 'E/CN.15/2021/CRP.1', takenOn: '2021-05-17' },
      { kind: 'took-note', remarks: 'With appreciation.' },
    ])
    expect((await listEvents(db, list)).map(({ type }) => type)).toEqual([
      'list.adopted',
      'list.commission-action',
      'list.commission-action',
    ])
    expect((await verifyRecord(db, { publicKey: undefined, checkpoints: [] })).differences).toEqual([])
  })

  test('nobody else records it, no other list goes there, and a day that is none is refused', async () => {
    const db = await newDatabase()
    const { list } = await anAdoptedList(db)
    const secretary = await aSecretary(db)
    for (const person of [await aDelegate(db), await aRapporteur(db)]) {
      expect(await recordCommissionAction(db, person, { list, ...submitted })).toMatchObject({
        refusal: 'not-permitted',
      })
    }
    expect(
      await recordCommissionAction(db, secretary, { list, ...submitted, takenOn: '2021-02-40' }),
    ).toMatchObject({ refusal: 'invalid' })
    const place = await aMeeting(db)
    await aTabledRecommendation(db, { place })
    const preliminary = await issueList(db, await aRapporteur(db), {
      meeting: place.meeting,
      title: { en: 'List' },
    })
    if (!preliminary.ok) throw new Error('It is issued.')
    expect(
      await recordCommissionAction(db, secretary, { list: preliminary.list, ...submitted }),
    ).toMatchObject({
      refusal: 'wrong-status',
    })
    expect(await listCommissionActions(db, list)).toEqual([])
  })

  test('as an annex to a report it has its chapeau, its sources, and what was not retained with the reasons', async () => {
    const db = await newDatabase()
    const { list: id, chair } = await anAdoptedList(db, async (desk) => {
      const { id: item } = await aTabledRecommendation(db, {
        text: 'Say it elsewhere.',
        place: desk.thematic,
      })
      const decided = { meeting: desk.meeting, sources: [item], reason: 'It is said elsewhere.' }
      await made(doNotRetain(db, desk.rapporteur, decided))
    })
    const list = await findList(db, id)
    if (!list) throw new Error('It was adopted.')
    const annexed = await readExport(db, chair, list, 'en', ['annexes'])
    const text = writeText(annexed)
    expect(text).toContain('The following conclusions and recommendations were adopted')
    expect(text).toMatch(/Sources\n\n {4}1\n {4}.*\(carried over\)/u)
    expect(text).toMatch(/Items not retained[^]*Say it elsewhere\.\n {4}Reason: It is said elsewhere\./u)
    expect(text).toContain(list.hash)
    expect((await writePdf(annexed)).length).toBeGreaterThan(10_000)
    expect((await writeDocx(annexed)).length).toBeGreaterThan(5_000)
    const plain = writeText(await readExport(db, chair, list, 'en', []))
    expect(plain).not.toContain('Sources')
    // Who may not see an item does not learn of it from the annex.
    const seen = await readExport(db, visitor, list, 'en', ['annexes'])
    expect(writeText(seen)).not.toContain('Say it elsewhere.')
  })
})
