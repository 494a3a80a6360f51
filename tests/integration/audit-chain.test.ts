import { expect, test } from 'vitest'
import { appendAuditEvent, findBrokenAuditEvent, listAuditEvents } from '#db/queries/audit-events'
import { visitor } from '#domain/people/participants'
import { onEachEngine } from '#tests/engines'

onEachEngine('the audit log', (newDatabase) => {
  const event = (id: string) =>
    ({ type: 'meeting.opened', subject: { kind: 'meeting', id }, actor: visitor, at: new Date() }) as const

  test('events written at the same time form one unbroken chain', async () => {
    const db = await newDatabase()
    const numbers = Array.from({ length: 20 }, (_, index) => `m${index}`)
    await Promise.all(numbers.map((id) => db.transaction().execute((tx) => appendAuditEvent(tx, event(id)))))
    expect(await findBrokenAuditEvent(db)).toBeUndefined()
    expect(await listAuditEvents(db, 'm7')).toMatchObject([{ type: 'meeting.opened', subject: 'm7' }])
  })

  test('an event that was altered afterwards is found', async () => {
    const db = await newDatabase()
    for (const id of ['a', 'b', 'c']) await db.transaction().execute((tx) => appendAuditEvent(tx, event(id)))
    await db.updateTable('audit_event').set({ reason: 'forged' }).where('subject_id', '=', 'b').execute()
    expect(await findBrokenAuditEvent(db)).toMatchObject({ subject: 'b' })
  })
})
