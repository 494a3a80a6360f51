import { expect, inject, test, vi } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { listEvents } from '#db/queries/events'
import { listListedTexts } from '#db/queries/lists'
import { findMeeting, listMeetings } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { listSilences } from '#db/queries/silences'
import { listWorkplans } from '#db/queries/workplans'
import type { MeetingId, RecommendationId } from '#domain/ids'
import { adoptList } from '#server/commands/lists/adopt'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { dropParagraph } from '#server/commands/paragraphs/drop'
import { reopenParagraph } from '#server/commands/paragraphs/reopen'
import { putUnderSilence } from '#server/commands/silences/begin'
import { putSeveralUnderSilence } from '#server/commands/silences/begin-several'
import { breakSilence } from '#server/commands/silences/break'
import { concludeSilences } from '#server/commands/silences/conclude'
import { readSilences } from '#server/views/silences'
import { makePostgresDatabase, onEachEngine } from '../engines'
import { aDelegate, getRecommendation, paragraphs, write } from '../factories'
import { aSampleServer, cleanUps, documentOf, open, patient, person, until } from '../live-server'
import { startServer } from '../sample-server'

const minutes = (count: number) => count * 60_000
const statusOf = async (db: Db, id: RecommendationId) => (await getRecommendation(db, id)).status
const concluded = async (db: Db, id: RecommendationId) =>
  (await listEvents(db, id)).filter((event) => event.type === 'paragraph.silence-concluded').length

onEachEngine('several texts under silence', (newDatabase) => {
  test('are put there with one deadline, and each is concluded or broken by itself', async () => {
    const db = await newDatabase()
    const { meeting, ids, chair, rapporteur } = await paragraphs(db, 3)
    const now = new Date()
    const deadline = new Date(now.getTime() + minutes(60))
    const put = (by: typeof chair, recommendations: readonly RecommendationId[], until = deadline) =>
      putSeveralUnderSilence(db, by, { meeting, recommendations, deadline: until }, now)
    expect(await put(rapporteur, ids)).toMatchObject({ refusal: 'not-permitted' })
    expect(await put(chair, [])).toMatchObject({ refusal: 'no-text-chosen' })
    expect(await put(chair, ids, now)).toMatchObject({ refusal: 'deadline-too-soon' })
    expect(await put(chair, [...ids, ...ids])).toEqual({ ok: true })
    for (const id of ids) {
      expect(await statusOf(db, id)).toBe('under-silence')
      expect(await listSilences(db, id)).toMatchObject([{ status: 'running', deadline }])
    }
    const [broken, ...others] = ids as [RecommendationId, ...RecommendationId[]]
    const delegate = await aDelegate(db)
    expect(await breakSilence(db, delegate, { recommendation: broken, reason: 'Not yet.' })).toEqual({
      ok: true,
    })
    // Two processes look at once, long after the deadline.
    const late = new Date(deadline.getTime() + minutes(600))
    const looks = await Promise.all([concludeSilences(db, late), concludeSilences(db, late)])
    expect(looks.reduce((sum, look) => sum + look.concluded, 0)).toBe(others.length)
    for (const id of others) {
      expect(await statusOf(db, id)).toBe('agreed-ad-referendum')
      expect(await concluded(db, id)).toBe(1)
    }
    expect(await statusOf(db, broken)).toBe('under-discussion')
    const found = await findMeeting(db, meeting)
    if (!found) throw new Error('There is no meeting.')
    const page = await readSilences(db, chair, found)
    expect(page.running).toEqual([])
    expect(page.ended.map((entry) => entry.status).toSorted()).toEqual(['broken', 'concluded', 'concluded'])
    expect(page.open.map((entry) => entry.id)).toEqual([broken])
    expect((await readSilences(db, delegate, found)).open).toEqual([])
  })

  test('all or nothing: each that cannot be is named with its reason, and no other is touched', async () => {
    const db = await newDatabase()
    const { meeting, ids, chair, rapporteur } = await paragraphs(db, 4)
    const [fine, empty, agreed, dropped] = ids as [
      RecommendationId,
      RecommendationId,
      RecommendationId,
      RecommendationId,
    ]
    await write(db, await documentOf(db, empty), rapporteur, '')
    await agreeParagraph(db, chair, { recommendation: agreed })
    await dropParagraph(db, chair, { recommendation: dropped, reason: 'Superseded.' })
    const elsewhere = (await paragraphs(db, 1)).ids[0] as RecommendationId
    const deadline = new Date(Date.now() + minutes(60))
    const result = await putSeveralUnderSilence(db, chair, {
      meeting,
      recommendations: [...ids, elsewhere],
      deadline,
    })
    if (result.ok) throw new Error('It was refused.')
    expect(result.refusal).toBe('some-refused')
    expect(
      new Map(result.refused.map((refusedText) => [refusedText.recommendation, refusedText.refusal])),
    ).toEqual(
      new Map([
        [empty, 'empty-text'],
        [agreed, 'wrong-status'],
        [dropped, 'wrong-status'],
        [elsewhere, 'not-found'],
      ]),
    )
    expect(await statusOf(db, fine)).toBe('proposed')
    expect(await listSilences(db, fine)).toEqual([])
    const types = (await listEvents(db, fine)).map((event) => event.type)
    expect(types).not.toContain('paragraph.put-under-silence')
  })

  test('an objection that arrives after the deadline is told so, noticed or not, adopted or not', async () => {
    const db = await newDatabase()
    const { ids, chair } = await paragraphs(db, 1)
    const [id] = ids as [RecommendationId]
    const delegate = await aDelegate(db)
    const now = new Date()
    const deadline = new Date(now.getTime() + minutes(2))
    await putUnderSilence(db, chair, { recommendation: id, deadline }, now)
    const object = (at: Date) => breakSilence(db, delegate, { recommendation: id, reason: 'We object.' }, at)
    // The deadline has passed and nobody has looked yet.
    expect(await object(deadline)).toEqual({ ok: false, refusal: 'silence-over' })
    await concludeSilences(db, deadline)
    expect(await object(deadline)).toEqual({ ok: false, refusal: 'silence-over' })
    // Where the Chair opened it again there is nothing to object to.
    await reopenParagraph(db, chair, { recommendation: id, reason: 'An objection came late.' })
    await agreeParagraph(db, chair, { recommendation: id })
    expect(await breakSilence(db, chair, { recommendation: id, reason: 'No.' })).toMatchObject({
      refusal: 'not-permitted',
    })
  })
})

onEachEngine('agreement', (newDatabase) => {
  test('agreed, reopened with a reason, agreed again, adopted; what is adopted is not opened again', async () => {
    const db = await newDatabase()
    const { meeting, ids, chair, rapporteur } = await paragraphs(db, 2)
    const [one, two] = ids as [RecommendationId, RecommendationId]
    const reopen = (reason: string) => reopenParagraph(db, chair, { recommendation: one, reason })
    for (const id of ids) await agreeParagraph(db, chair, { recommendation: id })
    expect(await reopen(' ')).toMatchObject({ refusal: 'reason-required' })
    expect(await reopenParagraph(db, rapporteur, { recommendation: one, reason: 'Mine.' })).toMatchObject({
      refusal: 'not-permitted',
    })
    expect(await reopen('New facts.')).toEqual({ ok: true })
    await write(db, await documentOf(db, one), rapporteur, 'States should share evidence without delay.')
    await agreeParagraph(db, chair, { recommendation: one })
    const adopted = await adoptList(db, chair, { meeting, title: { en: 'Adopted' } })
    if (!adopted.ok) throw new Error(adopted.refusal)
    const before = await listListedTexts(db, adopted.list)
    expect(before.map((item) => item.text)).toContain('States should share evidence without delay.')
    expect(await reopen('Once more.')).toEqual({ ok: false, refusal: 'already-adopted' })
    const silence = { recommendation: two, deadline: new Date(Date.now() + minutes(60)) }
    expect(await putUnderSilence(db, chair, silence)).toEqual({ ok: false, refusal: 'already-adopted' })
    // Whoever may not act learns no status from the refusal.
    expect(await reopenParagraph(db, rapporteur, { recommendation: one, reason: 'Mine.' })).toMatchObject({
      refusal: 'not-permitted',
    })
    expect(await listListedTexts(db, adopted.list)).toEqual(before)
  })
})

/** Paragraphs of the sample's evaluation meeting that are open. */
async function openParagraphs(db: Db): Promise<{ meeting: MeetingId; ids: RecommendationId[] }> {
  for (const workplan of await listWorkplans(db)) {
    for (const meeting of await listMeetings(db, workplan.id)) {
      const open = (await listRecommendations(db, meeting.id)).filter(
        (item) => item.stage === 'consolidated' && ['proposed', 'under-discussion'].includes(item.status),
      )
      if (open.length > 0) return { meeting: meeting.id, ids: open.map((item) => item.id) }
    }
  }
  throw new Error('The sample has open paragraphs.')
}

test('agreement and silence freeze a text under the hands of whoever has it open, and opening it gives it back', async () => {
  const { server, db } = await aSampleServer()
  const [chair, rapporteur, kenya] = [
    await person(db, 'chair'),
    await person(db, 'rapporteur'),
    await person(db, 'KEN'),
  ]
  const [id] = (await openParagraphs(db)).ids as [RecommendationId]
  const document = await documentOf(db, id)
  await write(db, document, rapporteur, 'States should share.')
  const editor = await open(server, rapporteur, document)
  expect(editor.said.readOnly).toBe('none')
  const becomes = (readOnly: string) => until(() => editor.said.readOnly === readOnly)
  await agreeParagraph(db, chair, { recommendation: id })
  await becomes('frozen')
  await reopenParagraph(db, chair, { recommendation: id, reason: 'New facts.' })
  await becomes('none')
  await putUnderSilence(db, chair, { recommendation: id, deadline: new Date(Date.now() + minutes(60)) })
  await becomes('frozen')
  await breakSilence(db, kenya, { recommendation: id, reason: 'Not yet.' })
  await becomes('none')
  editor.type('And more. ')
  await until(() => editor.said.acknowledged > 0)
})

test('two processes race for a deadline that passes under both, and for one that passed while none ran', async () => {
  const { url, remove } = await makePostgresDatabase(inject('postgresUrl'))
  cleanUps.push(remove)
  const { server, environment } = await aSampleServer(url)
  const db = openDatabase(url)
  cleanUps.push(() => db.destroy())
  const two = await startServer({ ...environment, DATABASE_URL: url })
  cleanUps.push(() => two.stop())
  const chair = await person(db, 'chair')
  const { meeting, ids } = await openParagraphs(db)
  for (const id of ids) await write(db, await documentOf(db, id), chair, 'States should share evidence.')
  const first = ids.slice(0, 3)
  // The Chair decided two minutes ago; the deadline is in a second and a half.
  const put = (recommendations: readonly RecommendationId[], after: number) =>
    putSeveralUnderSilence(
      db,
      chair,
      { meeting, recommendations, deadline: new Date(Date.now() + after) },
      new Date(Date.now() - minutes(2)),
    )
  expect(await put(first, 1_500)).toEqual({ ok: true })
  const agreed = async (wanted: readonly RecommendationId[]) => {
    for (const id of wanted) if ((await statusOf(db, id)) !== 'agreed-ad-referendum') return false
    return true
  }
  await vi.waitUntil(() => agreed(first), patient)
  // Down at the moment of the deadline, both; then up again, both at once.
  await Promise.all([server.kill(), two.kill()])
  for (const id of first) await reopenParagraph(db, chair, { recommendation: id, reason: 'Once more.' })
  expect(await put(first, 0)).toEqual({ ok: true })
  const again = await Promise.all([1, 2].map(() => startServer({ ...environment, DATABASE_URL: url })))
  for (const one of again) cleanUps.push(() => one.stop())
  await vi.waitUntil(() => agreed(first), patient)
  for (const id of first) expect(await concluded(db, id)).toBe(2)
})
