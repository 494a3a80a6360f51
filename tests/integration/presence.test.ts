import { afterEach, expect, test, vi } from 'vitest'
import type { ParticipantId } from '#domain/ids'
import { keepPresence } from '#server/http/presence'
import { readPresence } from '#server/views/presence'
import { onEachEngine } from '../engines'
import { aChair, aDelegate, aMeeting } from '../factories'

const cleanUps: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})
const unexpected = (error: unknown) => {
  throw error
}

onEachEngine('presence', (newDatabase) => {
  test('somebody is there while any page of theirs is open, by delegation or as an officer', async () => {
    const db = await newDatabase()
    const { meeting } = await aMeeting(db)
    const [kenya, chair] = [await aDelegate(db), await aChair(db)]
    const changes: string[] = []
    const presence = keepPresence(db, (meeting) => changes.push(meeting), unexpected)
    cleanUps.push(() => presence.close())
    const leaveOne = presence.enter(meeting, kenya.participant)
    const leaveTwo = presence.enter(meeting, kenya.participant)
    presence.enter(meeting, chair.participant)
    presence.enter('other', chair.participant)
    expect(await readPresence(db, meeting, presence.present(meeting))).toMatchObject({
      delegations: [{ id: kenya.delegation, people: 1, names: [kenya.name] }],
      officers: [{ role: 'chair', names: [chair.name] }],
    })
    leaveOne()
    leaveOne()
    expect(presence.present(meeting)).toContain(kenya.participant)
    leaveTwo()
    expect(presence.present(meeting)).toEqual([chair.participant])
    expect(changes).toContain(meeting)
  })

  test('what another process says is believed until it says otherwise, or says nothing any more', async () => {
    const db = await newDatabase()
    const changes: string[] = []
    const presence = keepPresence(db, (meeting) => changes.push(meeting), unexpected, 300)
    cleanUps.push(() => presence.close())
    const [one, two] = ['one' as ParticipantId, 'two' as ParticipantId]
    presence.hear({ from: 'elsewhere', present: { meeting: 'm', here: [one, two], gone: [] } })
    presence.hear({ from: 'third', present: { meeting: 'm', here: [two], gone: [] } })
    expect(presence.present('m').toSorted()).toEqual([one, two])
    presence.hear({ from: 'elsewhere', present: { meeting: 'm', here: [], gone: [two] } })
    // Somebody who is in two processes is there until both say that they are not.
    expect(presence.present('m').toSorted()).toEqual([one, two])
    presence.hear({ from: 'third', present: { meeting: 'm', here: [], gone: [two] } })
    expect(presence.present('m')).toEqual([one])
    changes.length = 0
    // The other process died: nobody says that they left.
    await vi.waitFor(() => expect(changes).toContain('m'), { timeout: 10_000 })
    expect(presence.present('m')).toEqual([])
  })
})
