import { expect, test } from 'vitest'
import { recordEvent, findBrokenEvent, listEvents } from '#db/queries/events'
import type { NewEvent } from '#domain/events/events'
import type { MeetingId } from '#domain/ids'
import { visitor } from '#domain/people/participants'
import { onEachEngine } from '#tests/engines'

onEachEngine('the audit log', (newDatabase) => {
  const event = (id: string): NewEvent => {
    const meeting = id as MeetingId
    return { type: 'meeting.opened', subject: meeting, meeting, actor: visitor, at: new Date() }
  }

  test('events written at the same time form one unbroken chain', async () => {
    const db = await newDatabase()
    const numbers = Array.from({ length: 20 }, (_, index) => `m${index}`)
    await Promise.all(numbers.map((id) => db.transaction().execute((tx) => recordEvent(tx, event(id)))))
    expect(await findBrokenEvent(db)).toBeUndefined()
    expect(await listEvents(db, 'm7')).toMatchObject([{ type: 'meeting.opened', subject: 'm7' }])
  })

  test('an event that was altered afterwards is found', async () => {
    const db = await newDatabase()
    for (const id of ['a', 'b', 'c']) await db.transaction().execute((tx) => recordEvent(tx, event(id)))
    await db.updateTable('audit_event').set({ reason: 'forged' }).where('subject_id', '=', 'b').execute()
    expect(await findBrokenEvent(db)).toMatchObject({ subject: 'b' })
  })
})
