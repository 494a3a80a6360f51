import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listEvents } from '#db/queries/events'
import { findList } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { listSpeakers } from '#db/queries/speakers'
import { listVersions } from '#db/queries/versions'
import type { MeetingId, RecommendationId } from '#domain/ids'
import { currentSpeaker, waitingSpeakers } from '#domain/meetings/speakers'
import { askForFloor } from '#server/commands/floor/ask'
import { giveFloor } from '#server/commands/floor/give'
import { leaveFloor } from '#server/commands/floor/leave'
import { moveOnFloor } from '#server/commands/floor/move'
import { issueStatus } from '#server/commands/lists/issue-status'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { reopenParagraph } from '#server/commands/paragraphs/reopen'
import { giveUpPosition } from '#server/commands/positions/give-up'
import { makeStatement } from '#server/commands/positions/make-statement'
import { takePosition } from '#server/commands/positions/take'
import { showInRoom } from '#server/commands/room/show'
import { putUnderSilence } from '#server/commands/silences/begin'
import { breakSilence } from '#server/commands/silences/break'
import { concludeSilences } from '#server/commands/silences/conclude'
import { endSilenceEarly } from '#server/commands/silences/end-early'
import { readNegotiation } from '#server/views/negotiation'
import { readProjector } from '#server/views/room'
import { plainText } from '#domain/text/content'
import { onEachEngine } from '../engines'
import { aDelegate, aDraft, getRecommendation, paragraphs, type Person } from '../factories'

const minutes = (count: number) => count * 60_000

/** A paragraph of the evaluation meeting, made of an item of an issued list. */
async function aParagraph(db: Db) {
  const { ids, ...rest } = await paragraphs(db, 1)
  const [id] = ids
  if (!id) throw new Error('There is no paragraph.')
  return { id, ...rest }
}

const statusOf = async (db: Db, id: RecommendationId) => (await getRecommendation(db, id)).status
const typesOf = async (db: Db, id: string) => (await listEvents(db, id)).map((event) => event.type)
const refusalOf = (refusal: string) => ({ ok: false, refusal })

onEachEngine('silence', (newDatabase) => {
  test('a text stands agreed at its deadline, once, whoever looks and however late', async () => {
    const db = await newDatabase()
    const { id, chair, rapporteur } = await aParagraph(db)
    const now = new Date()
    const deadline = new Date(now.getTime() + minutes(60))
    expect(await putUnderSilence(db, rapporteur, { recommendation: id, deadline }, now)).toMatchObject(
      refusalOf('not-permitted'),
    )
    expect(await putUnderSilence(db, chair, { recommendation: id, deadline: now }, now)).toMatchObject(
      refusalOf('deadline-too-soon'),
    )
    expect(await putUnderSilence(db, chair, { recommendation: id, deadline }, now)).toEqual({ ok: true })
    expect(await statusOf(db, id)).toBe('under-silence')
    const early = await concludeSilences(db, new Date(deadline.getTime() - 1))
    expect(early).toEqual({ concluded: 0, next: deadline })
    expect(await statusOf(db, id)).toBe('under-silence')
    // Two processes notice it at the same time, days after it fell due.
    const late = new Date(deadline.getTime() + minutes(3_000))
    const looks = await Promise.all([concludeSilences(db, late), concludeSilences(db, late)])
    expect(looks.reduce((sum, look) => sum + look.concluded, 0)).toBe(1)
    expect(await statusOf(db, id)).toBe('agreed-ad-referendum')
    expect((await typesOf(db, id)).filter((type) => type === 'paragraph.silence-concluded')).toHaveLength(1)
    expect((await listVersions(db, id)).at(-1)?.text).toBe('States should share evidence promptly.')
  })

  test('a delegation breaks it before the deadline, with a reason; afterwards nobody can', async () => {
    const db = await newDatabase()
    const { id, chair, rapporteur } = await aParagraph(db)
    const delegate = await aDelegate(db)
    const now = new Date()
    const deadline = new Date(now.getTime() + minutes(60))
    await putUnderSilence(db, chair, { recommendation: id, deadline }, now)
    expect(await breakSilence(db, delegate, { recommendation: id, reason: ' ' })).toMatchObject(
      refusalOf('reason-required'),
    )
    // An officer speaks for no delegation.
    expect(await breakSilence(db, rapporteur, { recommendation: id, reason: 'No.' })).toMatchObject(
      refusalOf('not-permitted'),
    )
    expect(
      await breakSilence(db, delegate, { recommendation: id, reason: 'Too late.' }, deadline),
    ).toMatchObject(refusalOf('silence-over'))
    const [one, two] = await Promise.all([
      breakSilence(db, delegate, { recommendation: id, reason: 'Promptly is not defined.' }),
      breakSilence(db, await aDelegate(db), { recommendation: id, reason: 'Nor is evidence.' }),
    ])
    expect([one.ok, two.ok].filter(Boolean)).toHaveLength(1)
    expect(await statusOf(db, id)).toBe('under-discussion')
    expect(await concludeSilences(db, new Date(deadline.getTime() + 1))).toEqual({
      concluded: 0,
      next: undefined,
    })
    expect(await statusOf(db, id)).toBe('under-discussion')
    const { silence } = await readNegotiation(db, delegate, await getRecommendation(db, id))
    expect(silence?.status).toBe('broken')
  })

  test('the Chair ends it with a reason, and it can be tried again', async () => {
    const db = await newDatabase()
    const { id, chair } = await aParagraph(db)
    const deadline = new Date(Date.now() + minutes(60))
    await putUnderSilence(db, chair, { recommendation: id, deadline })
    expect(await endSilenceEarly(db, chair, { recommendation: id, reason: '' })).toMatchObject(
      refusalOf('reason-required'),
    )
    expect(
      await endSilenceEarly(db, chair, { recommendation: id, reason: 'A mistake in the text.' }),
    ).toEqual({
      ok: true,
    })
    expect(await statusOf(db, id)).toBe('under-discussion')
    // And again: a new procedure with a new deadline.
    expect(await putUnderSilence(db, chair, { recommendation: id, deadline })).toEqual({ ok: true })
  })
})

onEachEngine('positions', (newDatabase) => {
  test('what is told to the Chair alone is nobody else’s to know', async () => {
    const db = await newDatabase()
    const { id, chair, rapporteur } = await aParagraph(db)
    const [one, other] = [await aDelegate(db), await aDelegate(db)]
    const tell = (by: Person, audience: 'all' | 'chair', stance: 'support' | 'cannot-accept', reason = '') =>
      takePosition(db, by, { recommendation: id, stance, audience, reason })
    expect(await tell(one, 'chair', 'cannot-accept')).toMatchObject(refusalOf('reason-required'))
    expect(await tell(one, 'chair', 'cannot-accept', 'Our law forbids it.')).toEqual({ ok: true })
    expect(await tell(other, 'all', 'support')).toEqual({ ok: true })
    expect(await tell(rapporteur, 'all', 'support')).toMatchObject(refusalOf('not-permitted'))
    const seenBy = async (actor: Person) =>
      (await readNegotiation(db, actor, await getRecommendation(db, id))).positions.map((each) => each.stance)
    expect(await seenBy(other)).toEqual(['support'])
    expect(await seenBy(rapporteur)).toEqual(['support'])
    expect(await seenBy(one)).toEqual(['support', 'cannot-accept'])
    expect(await seenBy(chair)).toEqual(['support', 'cannot-accept'])
    // The last word counts, and it can be taken back.
    expect(await tell(one, 'all', 'support')).toEqual({ ok: true })
    expect(await seenBy(other)).toEqual(['support', 'support'])
    expect(await giveUpPosition(db, one, { recommendation: id })).toEqual({ ok: true })
    expect(await giveUpPosition(db, one, { recommendation: id })).toMatchObject(refusalOf('nothing-changed'))
    expect(await seenBy(chair)).toEqual(['support'])
  })

  test('a statement is recorded with an agreed text and with no other', async () => {
    const db = await newDatabase()
    const { id, chair } = await aParagraph(db)
    const delegate = await aDelegate(db)
    const input = {
      recommendation: id,
      kind: 'reservation',
      language: 'en',
      body: 'We read “promptly” as “without undue delay”.',
    } as const
    expect(await makeStatement(db, delegate, input)).toMatchObject(refusalOf('not-permitted'))
    await agreeParagraph(db, chair, { recommendation: id })
    expect(await makeStatement(db, delegate, { ...input, body: '  ' })).toMatchObject(refusalOf('empty-text'))
    expect(await makeStatement(db, delegate, input)).toEqual({ ok: true })
    const { statements } = await readNegotiation(db, chair, await getRecommendation(db, id))
    expect(statements.map(({ delegation, blocks }) => [delegation, plainText({ blocks })])).toEqual([
      [delegate.delegation, input.body],
    ])
    // It stays where it was said, also when the text is opened again.
    await reopenParagraph(db, chair, { recommendation: id, reason: 'New facts.' })
    expect((await readNegotiation(db, chair, await getRecommendation(db, id))).statements).toHaveLength(1)
  })
})

onEachEngine('the room', (newDatabase) => {
  const waitingFor = async (db: Db, meeting: MeetingId) =>
    waitingSpeakers(await listSpeakers(db, meeting)).map((waitingSpeaker) => waitingSpeaker.delegation)

  test('delegations ask for the floor, the Chair gives it, one speaks at a time', async () => {
    const db = await newDatabase()
    const { meeting, chair } = await aParagraph(db)
    const [one, two, three] = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
    await Promise.all([one, two].map((by) => askForFloor(db, by, { meeting, kind: 'statement' })))
    await askForFloor(db, three, { meeting, kind: 'right-of-reply' })
    expect(await askForFloor(db, one, { meeting, kind: 'statement' })).toMatchObject(
      refusalOf('nothing-changed'),
    )
    expect(await askForFloor(db, chair, { meeting, kind: 'statement' })).toMatchObject(
      refusalOf('not-permitted'),
    )
    expect(await waitingFor(db, meeting)).toHaveLength(3)
    const second = waitingSpeakers(await listSpeakers(db, meeting))[1]
    if (!second) throw new Error('Two wait for a statement.')
    expect(await moveOnFloor(db, one, { meeting, speaker: second.id, direction: 'up' })).toMatchObject(
      refusalOf('not-permitted'),
    )
    expect(await moveOnFloor(db, chair, { meeting, speaker: second.id, direction: 'up' })).toEqual({
      ok: true,
    })
    const [first, next, reply] = waitingSpeakers(await listSpeakers(db, meeting))
    if (!first || !next || !reply) throw new Error('Three wait.')
    expect(first.id).toBe(second.id)
    expect(reply.delegation).toBe(three.delegation)
    await giveFloor(db, chair, { meeting, speaker: first.id })
    expect(await giveFloor(db, chair, { meeting, speaker: next.id })).toEqual({ ok: true })
    expect(currentSpeaker(await listSpeakers(db, meeting))?.id).toBe(next.id)
    expect(await giveFloor(db, chair, { meeting, speaker: first.id })).toMatchObject(refusalOf('not-waiting'))
    // Nobody takes another delegation off the list; one's own one may.
    expect(await leaveFloor(db, one, { meeting, speaker: reply.id })).toMatchObject(
      refusalOf('not-permitted'),
    )
    expect(await leaveFloor(db, three, { meeting, speaker: reply.id })).toEqual({ ok: true })
    expect(await waitingFor(db, meeting)).toEqual([])
  })

  test('what the Chair puts on the screen is what the room sees, and no draft ever is', async () => {
    const db = await newDatabase()
    const { id, meeting, chair } = await aParagraph(db)
    const delegate = await aDelegate(db)
    const shownTo = async (actor: Person) => {
      const found = await findMeeting(db, meeting)
      if (!found) throw new Error('There is no meeting.')
      return (await readProjector(db, actor, found, new Date())).shown?.id
    }
    expect(await shownTo(delegate)).toBeUndefined()
    expect(await showInRoom(db, delegate, { recommendation: id })).toMatchObject(refusalOf('not-permitted'))
    expect(await showInRoom(db, chair, { recommendation: id })).toEqual({ ok: true })
    expect(await shownTo(delegate)).toBe(id)
    const { id: draft } = await aDraft(db)
    expect(await showInRoom(db, chair, { recommendation: draft })).toMatchObject(refusalOf('not-found'))
  })

  test('the status of agreed paragraphs is a list that does not change when a paragraph is reopened', async () => {
    const db = await newDatabase()
    const { id, meeting, chair, rapporteur } = await aParagraph(db)
    expect(await issueStatus(db, rapporteur, { meeting })).toMatchObject(refusalOf('nothing-to-list'))
    await agreeParagraph(db, chair, { recommendation: id })
    const issued = await issueStatus(db, rapporteur, { meeting })
    if (!issued.ok) throw new Error(issued.refusal)
    const before = await findList(db, issued.list)
    await reopenParagraph(db, chair, { recommendation: id, reason: 'New facts.' })
    const after = await findList(db, issued.list)
    expect(after).toEqual(before)
    expect(after?.kind).toBe('agreed-status')
    expect(after?.canonical).toContain('States should share evidence promptly.')
    expect(await issueStatus(db, await aDelegate(db), { meeting })).toMatchObject(refusalOf('not-permitted'))
  })
})
