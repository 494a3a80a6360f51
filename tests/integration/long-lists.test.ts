import { expect, test } from 'vitest'
import { listListedTexts } from '#db/queries/lists'
import { listWorkplans } from '#db/queries/workplans'
import { issueList } from '#server/commands/lists/issue'
import { made } from '../amendment-factories'
import { aDelegate, aGroup, aMeeting, aRapporteur, aTabledRecommendation } from '../factories'
import { aSampleServer } from '../live-server'
import { signInAs } from '../sample-server'
import type { ServerProcess } from '../server-process'

const read = async (server: ServerProcess, path: string, cookie = '') => {
  const answer = await fetch(server.url + path, { headers: { cookie } })
  // What follows the markup repeats it for scripts.
  return { status: answer.status, html: (await answer.text()).replace(/<script[\s\S]*?<\/script>/g, '') }
}

const itemsIn = (html: string) => [...html.matchAll(/take step (\d+)\./g)].map(([, step]) => Number(step))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('a long list is read in pages, found by its items, and shown whole for printing', async () => {
  const { server, db } = await aSampleServer()
  const [place, by, rapporteur] = [await aMeeting(db), await aDelegate(db), await aRapporteur(db)]
  for (const step of range(0, 54))
    await aTabledRecommendation(db, { place, by, text: `States should take step ${String(step)}.` })
  const cookie = await signInAs(server, rapporteur.participant)
  const next = await read(server, `/meetings/${place.meeting}/list?page=2`, cookie)
  expect(itemsIn(next.html)).toEqual(range(50, 54))
  expect(next.html).toContain('5 (yy)')

  const { list } = await made(issueList(db, rapporteur, { meeting: place.meeting, title: { en: 'List' } }))
  const first = await read(server, `/lists/${list}`)
  expect(itemsIn(first.html)).toEqual(range(0, 49))
  expect(first.html).toContain('?page=2')
  expect(first.html).toContain('1–50 of 55')
  expect(itemsIn((await read(server, `/lists/${list}?page=2`)).html)).toEqual(range(50, 54))
  const last = (await listListedTexts(db, list)).at(-1)
  expect(itemsIn((await read(server, `/lists/${list}?item=${String(last?.id)}`)).html)).toEqual(range(50, 54))
  expect(itemsIn((await read(server, `/lists/${list}?all`)).html)).toEqual(range(0, 54))
})

test('the home page leads to all groups and workplans, also who has not signed in', async () => {
  const { server, db } = await aSampleServer()
  await aMeeting(db, { group: await aGroup(db) })
  await aGroup(db)
  const workplans = await listWorkplans(db)
  expect(workplans.length).toBeGreaterThan(1)
  const home = await read(server, '/')
  for (const { id } of workplans) {
    expect(home.html).toContain(`href="/workplans/${id}"`)
    expect((await read(server, `/workplans/${id}`)).status).toBe(200)
  }
  expect(home.html).toContain('This group has no workplan yet.')
})
