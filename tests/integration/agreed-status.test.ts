import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findList, type List } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { canonicalJson, sha256 } from '#domain/hash'
import type { MeetingId, RecommendationId } from '#domain/ids'
import { operator, visitor, type Actor } from '#domain/people/participants'
import { issueStatus } from '#server/commands/lists/issue-status'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { dropParagraph } from '#server/commands/paragraphs/drop'
import { reopenParagraph } from '#server/commands/paragraphs/reopen'
import { makeStatement } from '#server/commands/positions/make-statement'
import { takePosition } from '#server/commands/positions/take'
import { orderRecommendation } from '#server/commands/recommendations/order'
import { exporters } from '#server/formats/out/exporters'
import { exportFormats } from '#server/formats/out/formats'
import { exportAgreedStatus, readAgreedStatus } from '#server/publications/agreed-status'
import { readExport } from '#server/publications/read-export'
import { additions } from '#server/publications/recorded'
import { readOpenMatters } from '#server/texts/open-matters'
import { onEachEngine } from '../engines'
import { aDelegate, getRecommendation, paragraphs, write } from '../factories'

async function theMeeting(db: Db, id: MeetingId) {
  const meeting = await findMeeting(db, id)
  if (!meeting) throw new Error('There is no meeting.')
  return meeting
}

/** An instant after everything that happened and before everything that will. */
async function now(): Promise<Date> {
  const at = new Date()
  while (Date.now() <= at.getTime()) await new Promise((resolve) => setImmediate(resolve))
  return at
}

onEachEngine('the status of agreed paragraphs', (newDatabase) => {
  test('any instant of the past is shown as it was: what was agreed, with the text and the number of then', async () => {
    const db = await newDatabase()
    const { meeting, ids, rapporteur, chair } = await paragraphs(db, ['First.', 'Second.', 'Third.'])
    const [first, second, third] = ids as [RecommendationId, RecommendationId, RecommendationId]
    const found = await theMeeting(db, meeting)
    const statusAt = async (at: Date) =>
      (await readAgreedStatus(db, found, at)).listed.map((listed) => `${listed.label} ${listed.version.text}`)
    const nothing = await now()
    await agreeParagraph(db, chair, { recommendation: second })
    const one = await now()
    await agreeParagraph(db, chair, { recommendation: third })
    const issued = await issueStatus(db, rapporteur, { meeting })
    if (!issued.ok) throw new Error(issued.refusal)
    const two = await now()
    // Afterwards nearly everything changes: the order, the text, what is agreed, what there is at all.
    await orderRecommendation(db, rapporteur, { recommendation: third, direction: 'up' })
    await reopenParagraph(db, chair, { recommendation: second, reason: 'New facts.' })
    await write(db, (await getRecommendation(db, second)).document, rapporteur, 'Second, and more.')
    await agreeParagraph(db, chair, { recommendation: second })
    await dropParagraph(db, chair, { recommendation: first, reason: 'Superseded.' })
    expect(await statusAt(nothing)).toEqual([])
    expect(await statusAt(one)).toEqual(['2 Second.'])
    expect(await statusAt(two)).toEqual(['2 Second.', '3 Third.'])
    expect(await statusAt(new Date())).toEqual(['1 Third.', '2 Second, and more.'])
    // What was issued then and what the record says of then are the same.
    const list = await findList(db, issued.list)
    const said = JSON.parse(list?.canonical ?? '') as { items: { label: string; text: { en: string } }[] }
    expect(said.items.map((item) => `${item.label} ${item.text.en}`)).toEqual(await statusAt(two))
    // As a file it says that it was drawn from the record, in every language.
    const text = String(exporters.txt.write(await exportAgreedStatus(db, chair, found, two, 'fr', [])))
    expect(text).toContain('État des paragraphes convenus')
    expect(text).toContain('non publié')
    expect(text).toContain('2  Second.')
  })
})

/** An issued status with one paragraph, a reservation, and positions to all and to the Chair. */
async function aRecordedStatus(db: Db) {
  const { meeting, ids, rapporteur, chair } = await paragraphs(db, ['States should share.'])
  const [id] = ids as [RecommendationId]
  const [open, secret] = [await aDelegate(db), await aDelegate(db)]
  await takePosition(db, open, { recommendation: id, stance: 'support', audience: 'all', reason: '' })
  await takePosition(db, secret, {
    recommendation: id,
    stance: 'cannot-accept',
    audience: 'chair',
    reason: 'Our capital forbids it.',
  })
  const seen = (await readOpenMatters(db, { id }))?.seen ?? ''
  await agreeParagraph(db, chair, { recommendation: id, seen })
  await makeStatement(db, open, {
    recommendation: id,
    kind: 'reservation',
    language: 'ar',
    body: 'يتحفظ وفدنا على كلمة "فورا".',
  })
  const issued = await issueStatus(db, rapporteur, { meeting })
  if (!issued.ok) throw new Error(issued.refusal)
  const list = await findList(db, issued.list)
  if (!list) throw new Error('There is no list.')
  return { list, open, secret, chair, rapporteur, id, meeting }
}

const json = async (db: Db, actor: Actor, list: List, wanted: readonly (typeof additions)[number][]) =>
  JSON.parse(String(exporters.json.write(await readExport(db, actor, list, 'en', wanted)))) as {
    sha256: string
    recorded?: { label: string; statements: { text: string }[]; positions: { stance: string }[] }[]
  }

onEachEngine('what was recorded with agreed paragraphs', (newDatabase) => {
  test('is in a file when it is asked for, beside the list and outside its hash', async () => {
    const db = await newDatabase()
    const { list, open } = await aRecordedStatus(db)
    expect(await json(db, open, list, [])).not.toHaveProperty('recorded')
    const { recorded, sha256: claimed, ...rest } = await json(db, open, list, additions)
    expect(recorded).toMatchObject([
      {
        label: '1',
        statements: [{ kind: 'reservation', text: 'يتحفظ وفدنا على كلمة "فورا".' }],
        positions: [{ stance: 'support' }],
      },
    ])
    const said = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== 'id'))
    expect(sha256(canonicalJson(said))).toBe(claimed)
    expect(claimed).toBe(list.hash)
    const asked = await readExport(db, open, list, 'es', additions)
    for (const format of ['txt', 'csv'] as const) {
      const text = String(exporters[format].write(asked))
      expect(text, format).toContain('يتحفظ وفدنا')
    }
    const text = String(exporters.txt.write(asked))
    expect(text).toMatch(/Reserva – /u)
    expect(text).toMatch(/Posiciones comunicadas a todas las delegaciones/u)
    expect(String(exporters.txt.write(await readExport(db, open, list, 'es', [])))).not.toContain('يتحفظ')
  })

  test('what was told to the Chair alone is in no file, whoever asks and in whatever format', async () => {
    const db = await newDatabase()
    const { list, open, secret, chair, rapporteur, meeting } = await aRecordedStatus(db)
    const found = await theMeeting(db, meeting)
    for (const actor of [open, secret, chair, rapporteur, operator, visitor]) {
      const files = [
        await readExport(db, actor, list, 'en', additions),
        await exportAgreedStatus(db, actor, found, new Date(), 'en', additions),
      ]
      for (const file of files) {
        expect(JSON.stringify([...(file.recorded ?? [])])).not.toMatch(/capital forbids|cannot-accept/u)
      }
    }
    const file = await readExport(db, chair, list, 'en', additions)
    for (const format of exportFormats.filter(
      (exportFormat) => exportFormat !== 'pdf' && exportFormat !== 'docx',
    )) {
      expect(String(await exporters[format].write(file)), format).not.toMatch(/capital forbids|accept/iu)
    }
  })

  test('a visitor sees no statement before adoption and no position ever; the operator sees statements', async () => {
    const db = await newDatabase()
    const { list } = await aRecordedStatus(db)
    const seenBy = async (actor: Actor) => (await json(db, actor, list, additions)).recorded?.[0]
    expect(await seenBy(visitor)).toMatchObject({ statements: [], positions: [] })
    const seen = await seenBy(operator)
    expect(seen?.statements).toHaveLength(1)
    expect(seen?.positions).toEqual([])
  })
})
