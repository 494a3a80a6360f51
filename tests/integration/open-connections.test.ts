import { expect, test } from 'vitest'
import { listMeetings } from '#db/queries/meetings'
import { listWorkplans } from '#db/queries/workplans'
import type { Db } from '#db/client'
import { openStream } from '../event-stream'
import { onEachEngine } from '../engines'
import { aSampleServer, cleanUps, person, until } from '../live-server'
import { signInAs, startServer } from '../sample-server'
import type { ServerProcess } from '../server-process'

async function aMeeting(db: Db) {
  const [workplan] = await listWorkplans(db)
  const [meeting] = workplan ? await listMeetings(db, workplan.id) : []
  if (!meeting) throw new Error('The sample has meetings.')
  return meeting.id
}

const signOut = (server: ServerProcess, cookie: string) =>
  fetch(`${server.url}/sign-out`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: server.url, cookie, 'content-type': 'application/x-www-form-urlencoded' },
  })

onEachEngine('open connections', (_newDatabase, engine, newDatabaseUrl) => {
  test('signing out ends the event streams of that session, and no other', async () => {
    const { server, db, environment } = await aSampleServer(await newDatabaseUrl())
    // Where several processes serve one database, the streams are in another one than the sign-out.
    const other = engine === 'postgres' ? await startServer(environment) : server
    if (other !== server) cleanUps.push(() => other.stop())
    const path = `/meetings/${await aMeeting(db)}/events`
    const brazil = await person(db, 'BRA')
    const [cookie, elsewhere] = [
      await signInAs(server, brazil.participant),
      await signInAs(server, brazil.participant),
    ]
    const ofMeeting = await openStream(other, path, cookie)
    const ofAll = await openStream(other, '/events', cookie)
    const kept = await openStream(other, path, elsewhere)
    cleanUps.push(() => kept.close())
    await signOut(server, cookie)
    await until(() => ofMeeting.isEnded() && ofAll.isEnded())
    expect(ofMeeting.text()).toContain('event: session-end')
    expect(kept.isEnded()).toBe(false)
  })
})

test('more streams than an address may have are refused, and told why', async () => {
  const { server, db } = await aSampleServer(undefined, {
    MAX_ADDRESS_CONNECTIONS: '2',
    MAX_ACCOUNT_CONNECTIONS: '1',
  })
  const path = `/meetings/${await aMeeting(db)}/events`
  const open = async (cookie = '') => {
    const stream = await openStream(server, path, cookie)
    cleanUps.push(() => stream.close())
    return stream
  }
  const [first, second, third] = [await open(), await open(), await open()]
  expect([first.status, second.status, third.status]).toEqual([200, 200, 429])
  await until(() => third.text().includes('too-many-of-address'))
  const cookie = await signInAs(server, (await person(db, 'BRA')).participant)
  const [own, again] = [await open(cookie), await open(cookie)]
  expect([own.status, again.status]).toEqual([200, 429])
  first.close()
  await expect.poll(async () => (await open()).status).toBe(200)
})
