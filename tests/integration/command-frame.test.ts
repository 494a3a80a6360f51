import { expect, test } from 'vitest'
import { listEvents } from '#db/queries/events'
import { findMeeting, moveMeeting } from '#db/queries/meetings'
import { command, unrecordedCommand } from '#server/frame/command'
import { refuse } from '#server/frame/refusal'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aMeeting, aSecretary } from '#tests/factories'

onEachEngine('the frame of a command', (newDatabase) => {
  test('a change without an event is a mistake: it throws, and nothing of it stays', async () => {
    const db = await newDatabase()
    const { meeting: id } = await aMeeting(db)
    const actor = await aSecretary(db)
    const change = command(db, actor, async ({ tx, see }) => {
      await moveMeeting(tx, await see.meeting(id), 'closed')
      return { ok: true }
    })
    await expect(change).rejects.toThrow('without an event')
    expect((await findMeeting(db, id))?.status).not.toBe('closed')
  })

  test('a refusal that is noticed late undoes the change and its event', async () => {
    const db = await newDatabase()
    const { meeting: id } = await aMeeting(db)
    const actor = await aSecretary(db)
    const answer = await command(db, actor, async ({ tx, see, record }) => {
      await moveMeeting(tx, await see.meeting(id), 'closed')
      await record({ type: 'meeting.closed', subject: id, meeting: id, at: new Date() })
      return refuse('changed-meanwhile')
    })
    expect(answer).toEqual({ ok: false, refusal: 'changed-meanwhile' })
    expect((await findMeeting(db, id))?.status).not.toBe('closed')
    expect(await listEvents(db, id)).toEqual([])
  })

  test('what the actor may not do or find is refused from wherever it is asked', async () => {
    const db = await newDatabase()
    const { meeting: id } = await aMeeting(db)
    const delegate = await aDelegate(db)
    const found = await findMeeting(db, id)
    expect(
      await command(db, delegate, async ({ allow }) => {
        if (found) allow('meeting.close', found)
        return { ok: true }
      }),
    ).toEqual({ ok: false, refusal: 'not-permitted' })
    expect(
      await unrecordedCommand('housekeeping', db, delegate, async ({ see }) => {
        await see.meeting('none')
        return { ok: true }
      }),
    ).toEqual({ ok: false, refusal: 'not-found' })
  })
})
