import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listEvents } from '#db/queries/events'
import { findMeeting } from '#db/queries/meetings'
import { findSpeakingLimits, listSpeakers } from '#db/queries/speakers'
import type { MeetingId } from '#domain/ids'
import { currentSpeaker, usualLimits, waitingSpeakers } from '#domain/meetings/speakers'
import { paragraphsOf } from '#domain/text/content'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { askForFloor } from '#server/commands/floor/ask'
import { closeFloorList } from '#server/commands/floor/close-list'
import { giveFloor } from '#server/commands/floor/give'
import { leaveFloor } from '#server/commands/floor/leave'
import { listDelegationToSpeak } from '#server/commands/floor/list-delegation'
import { moveOnFloor } from '#server/commands/floor/move'
import { reopenFloorList } from '#server/commands/floor/reopen-list'
import { setSpeakingLimits } from '#server/commands/floor/set-limits'
import { chooseRoomView } from '#server/commands/room/choose-view'
import { clearRoom } from '#server/commands/room/clear'
import { moveOnAgenda } from '#server/commands/room/move-on-agenda'
import { showInRoom } from '#server/commands/room/show'
import { readAgenda, readConsole, readProjector } from '#server/views/room'
import { onEachEngine } from '../engines'
import {
  aChair,
  aDelegate,
  aMeeting,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  type Person,
} from '../factories'

const refusalOf = (refusal: string) => ({ ok: false, refusal })

async function theMeeting(db: Db, id: MeetingId) {
  const meeting = await findMeeting(db, id)
  if (!meeting) throw new Error('There is no meeting.')
  return meeting
}

const waiting = async (db: Db, meeting: MeetingId) => waitingSpeakers(await listSpeakers(db, meeting))

/** A meeting with two delegations on its list of speakers. */
async function aList(db: Db) {
  const { meeting } = await aMeeting(db)
  const [chair, one, two] = [await aChair(db), await aDelegate(db), await aDelegate(db)]
  for (const by of [one, two]) await askForFloor(db, by, { meeting, kind: 'statement' })
  const [first, second] = await waiting(db, meeting)
  if (!first || !second) throw new Error('Two wait.')
  return { meeting, chair, one, two, first, second }
}

onEachEngine('the list of speakers', (newDatabase) => {
  test('officers close and reopen it; a closed list takes replies, points of order and what officers add', async () => {
    const db = await newDatabase()
    const { meeting, chair, one } = await aList(db)
    const late = await aDelegate(db)
    expect(await closeFloorList(db, one, { meeting })).toEqual(refusalOf('not-permitted'))
    expect(await reopenFloorList(db, chair, { meeting })).toEqual(refusalOf('nothing-changed'))
    expect(await closeFloorList(db, chair, { meeting })).toEqual({ ok: true })
    expect(await closeFloorList(db, chair, { meeting })).toEqual(refusalOf('nothing-changed'))
    expect(await askForFloor(db, late, { meeting, kind: 'statement' })).toEqual(refusalOf('list-closed'))
    expect(await askForFloor(db, late, { meeting, kind: 'right-of-reply' })).toEqual({ ok: true })
    expect(await askForFloor(db, late, { meeting, kind: 'point-of-order' })).toEqual({ ok: true })
    expect((await waiting(db, meeting)).map((each) => each.kind)).toEqual([
      'point-of-order',
      'statement',
      'statement',
      'right-of-reply',
    ])
    const delegation = late.delegation
    if (!delegation) throw new Error('A delegate has a delegation.')
    const input = { meeting, delegation, kind: 'statement' } as const
    expect(await listDelegationToSpeak(db, one, input)).toEqual(refusalOf('not-permitted'))
    expect(await listDelegationToSpeak(db, await aRapporteur(db), input)).toEqual(refusalOf('not-permitted'))
    expect(await listDelegationToSpeak(db, await aSecretary(db), input)).toEqual({ ok: true })
    expect(await listDelegationToSpeak(db, chair, input)).toEqual(refusalOf('nothing-changed'))
    expect(await reopenFloorList(db, chair, { meeting })).toEqual({ ok: true })
    expect(await askForFloor(db, await aDelegate(db), { meeting, kind: 'statement' })).toEqual({ ok: true })
  })

  test('putting something on the screen does not open a closed list', async () => {
    const db = await newDatabase()
    const { id, place } = await aTabledRecommendation(db)
    const chair = await aChair(db)
    await Promise.all([
      closeFloorList(db, chair, { meeting: place.meeting }),
      showInRoom(db, chair, { recommendation: id }),
    ])
    expect(await askForFloor(db, await aDelegate(db), { meeting: place.meeting, kind: 'statement' })).toEqual(
      refusalOf('list-closed'),
    )
    const { shown } = await readProjector(db, chair, await theMeeting(db, place.meeting), new Date())
    expect(shown?.id).toBe(id)
  })

  test('a point of order interrupts the speaker, who then goes on with the time that was left', async () => {
    const db = await newDatabase()
    const { meeting, chair, two, first, second } = await aList(db)
    await giveFloor(db, chair, { meeting, speaker: first.id })
    await askForFloor(db, two, { meeting, kind: 'point-of-order' })
    const [order] = await waiting(db, meeting)
    if (order?.kind !== 'point-of-order') throw new Error('The point of order comes first.')
    await giveFloor(db, chair, { meeting, speaker: order.id })
    expect(currentSpeaker(await listSpeakers(db, meeting))?.id).toBe(order.id)
    const [goesOn, after] = await waiting(db, meeting)
    expect(goesOn).toMatchObject({ delegation: first.delegation, kind: 'statement' })
    expect(goesOn?.limit).toBeGreaterThan(170)
    expect(goesOn?.limit).toBeLessThanOrEqual(first.limit)
    expect(after?.id).toBe(second.id)
    await leaveFloor(db, chair, { meeting, speaker: order.id })
    expect(await giveFloor(db, chair, { meeting, speaker: goesOn?.id ?? order.id })).toEqual({ ok: true })
  })

  test('the Chair moves delegations up and down among those who wait for the same', async () => {
    const db = await newDatabase()
    const { meeting, chair, one, first, second } = await aList(db)
    const move = (by: Person, speaker: typeof first, direction: 'up' | 'down') =>
      moveOnFloor(db, by, { meeting, speaker: speaker.id, direction })
    expect(await move(one, first, 'down')).toEqual(refusalOf('not-permitted'))
    expect(await move(chair, first, 'up')).toEqual(refusalOf('end-of-list'))
    expect(await move(chair, first, 'down')).toEqual({ ok: true })
    expect((await waiting(db, meeting)).map((each) => each.id)).toEqual([second.id, first.id])
    await giveFloor(db, chair, { meeting, speaker: second.id })
    expect(await move(chair, second, 'down')).toEqual(refusalOf('not-waiting'))
  })

  test('a meeting sets how long one may speak; who waits is given the new time', async () => {
    const db = await newDatabase()
    const { meeting, chair, one, first } = await aList(db)
    expect(first.limit).toBe(180)
    const limits = { ...usualLimits, 'member-state': 300 }
    expect(await setSpeakingLimits(db, one, { meeting, limits })).toEqual(refusalOf('not-permitted'))
    expect(await setSpeakingLimits(db, chair, { meeting, limits: { ...usualLimits, academia: 1 } })).toEqual(
      refusalOf('invalid-limit'),
    )
    expect(await setSpeakingLimits(db, chair, { meeting, limits: usualLimits })).toEqual(
      refusalOf('nothing-changed'),
    )
    await giveFloor(db, chair, { meeting, speaker: first.id })
    expect(await setSpeakingLimits(db, await aSecretary(db), { meeting, limits })).toEqual({ ok: true })
    expect(await findSpeakingLimits(db, meeting)).toEqual(limits)
    const [still] = await waiting(db, meeting)
    expect(still?.limit).toBe(300)
    // Whoever speaks already keeps the time that they were given.
    expect(currentSpeaker(await listSpeakers(db, meeting))?.limit).toBe(180)
    const { meeting: other } = await aMeeting(db)
    expect(await findSpeakingLimits(db, other)).toEqual(usualLimits)
  })
})

onEachEngine('the screen', (newDatabase) => {
  /** A text with one amendment on the table and one still in draft. */
  async function anAmendedText(db: Db) {
    const { id, place } = await aTabledRecommendation(db)
    const [chair, delegate] = [await aChair(db), await aDelegate(db)]
    const amend = async (text: string) => {
      const made = await amendRecommendation(db, delegate, {
        recommendation: id,
        content: paragraphsOf(text),
      })
      if (!made.ok) throw new Error(made.refusal)
      return made.amendment
    }
    const tabled = await amend('States shall share evidence promptly.')
    await tableAmendment(db, delegate, { amendment: tabled, rationale: '' })
    const draft = await amend('States may share evidence.')
    const { meeting } = place
    const shown = async () =>
      (await readProjector(db, delegate, await theMeeting(db, meeting), new Date())).shown
    return { id, meeting, chair, delegate, tabled, draft, shown }
  }

  test('the Chair chooses what of the text the room sees, and no draft is ever shown', async () => {
    const db = await newDatabase()
    const { id, meeting, chair, delegate, tabled, draft, shown } = await anAmendedText(db)
    expect(await chooseRoomView(db, chair, { meeting, view: 'text' })).toEqual(refusalOf('nothing-shown'))
    await showInRoom(db, chair, { recommendation: id })
    expect(await shown()).toMatchObject({ view: 'amendments', tabled: 1 })
    // The draft is the delegate's own: it is not shown, not even to them.
    expect((await shown())?.amendments.map((amendment) => amendment.id)).toEqual([tabled])
    expect(await chooseRoomView(db, delegate, { meeting, view: 'text' })).toEqual(refusalOf('not-permitted'))
    const large = { meeting, view: 'amendment' } as const
    expect(await chooseRoomView(db, chair, large)).toEqual(refusalOf('not-found'))
    expect(await chooseRoomView(db, chair, { ...large, amendment: draft })).toEqual(refusalOf('not-found'))
    expect(await chooseRoomView(db, chair, { ...large, amendment: tabled })).toEqual({ ok: true })
    expect(await shown()).toMatchObject({ view: 'amendment', amendments: [{ id: tabled }] })
    // Whatever comes next is not shown by its amendment alone.
    await showInRoom(db, chair, { recommendation: id })
    expect(await shown()).toMatchObject({ view: 'amendments' })
    expect(await chooseRoomView(db, chair, { meeting, view: 'text' })).toEqual({ ok: true })
    expect(await shown()).toMatchObject({ view: 'text' })
    expect(await clearRoom(db, delegate, { meeting })).toEqual(refusalOf('not-permitted'))
    expect(await clearRoom(db, chair, { meeting })).toEqual({ ok: true })
    expect(await shown()).toBeUndefined()
    expect(await clearRoom(db, chair, { meeting })).toEqual(refusalOf('nothing-changed'))
  })

  test('an amendment to another text is not shown beside this one', async () => {
    const db = await newDatabase()
    const { chair, tabled } = await anAmendedText(db)
    const { id, place } = await aTabledRecommendation(db)
    await showInRoom(db, chair, { recommendation: id })
    expect(
      await chooseRoomView(db, chair, { meeting: place.meeting, view: 'amendment', amendment: tabled }),
    ).toEqual(refusalOf('not-found'))
  })

  test('the console names what comes before and after', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const { id: one } = await aTabledRecommendation(db, { place })
    const { id: two } = await aTabledRecommendation(db, { place })
    const chair = await aChair(db)
    const look = async () => readConsole(db, chair, await theMeeting(db, place.meeting))
    expect(await look()).toMatchObject({ shown: undefined, previous: undefined, next: { id: one } })
    await showInRoom(db, chair, { recommendation: one })
    expect(await look()).toMatchObject({ shown: { id: one }, previous: undefined, next: { id: two } })
    await showInRoom(db, chair, { recommendation: two })
    expect(await look()).toMatchObject({ shown: { id: two }, previous: { id: one }, next: undefined })
  })
})

onEachEngine('the agenda', (newDatabase) => {
  test('goes with the paragraph on the screen, and where the Chair says', async () => {
    const db = await newDatabase()
    const { id, place } = await aTabledRecommendation(db)
    const { meeting, topic } = place
    const chair = await aChair(db)
    const current = async () =>
      (await readAgenda(db, await theMeeting(db, meeting))).find((item) => item.isCurrent)?.key
    expect(await current()).toBeUndefined()
    expect(await moveOnAgenda(db, await aDelegate(db), { meeting, item: 'opening' })).toEqual(
      refusalOf('not-permitted'),
    )
    expect(await moveOnAgenda(db, chair, { meeting, item: 'opening' })).toEqual({ ok: true })
    expect(await current()).toBe('opening')
    expect(await moveOnAgenda(db, chair, { meeting, item: 'opening' })).toEqual(refusalOf('nothing-changed'))
    await showInRoom(db, chair, { recommendation: id })
    expect(await current()).toBe(topic)
    const { topic: foreign } = await aMeeting(db)
    expect(await moveOnAgenda(db, chair, { meeting, item: foreign })).toEqual(refusalOf('not-found'))
    expect(await moveOnAgenda(db, chair, { meeting, item: 'closing' })).toEqual({ ok: true })
    expect((await listEvents(db, meeting)).map((event) => event.type)).toEqual([
      'room.agenda-moved',
      'room.shown',
      'room.agenda-moved',
    ])
  })
})
