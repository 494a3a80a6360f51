import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { findBrokenEvent, listEvents, listEventsAfter } from '#db/queries/events'
import { listMeetings, listTopics } from '#db/queries/meetings'
import { listAllDelegations } from '#db/queries/delegations'
import { findWorkplanOverview, listWorkplans } from '#db/queries/workplans'
import { newWorkplanSchema, type NewWorkplan } from '#domain/meetings/new-workplan'
import { operator, visitor } from '#domain/people/participants'
import { exampleWorkplan } from '#server/cli/example-workplan'
import { addWorkplan } from '#server/commands/workplans/add'
import { onEachEngine } from '../engines'
import { aSecretary } from '../factories'
import { startServer } from '../server-process'

const theNextOne: NewWorkplan = {
  ...exampleWorkplan,
  workplan: { title: { en: 'Workplan 2022–2025' }, fromYear: 2022, toYear: 2025 },
  delegations: [...exampleWorkplan.delegations, { code: 'CHL', kind: 'member-state', name: { en: 'Chile' } }],
}

const counts = async (db: Db) => ({
  groups: (await db.selectFrom('expert_group').select('id').execute()).length,
  workplans: (await listWorkplans(db)).length,
  meetings: (await db.selectFrom('meeting').select('id').execute()).length,
  topics: (await db.selectFrom('topic').select('id').execute()).length,
  delegations: (await listAllDelegations(db)).length,
  events: (await listEventsAfter(db, 0)).length,
})

onEachEngine('a workplan from a file', (newDatabase) => {
  test('an empty database gets the group, the meetings, their topics and the delegations', async () => {
    const db = await newDatabase()
    const made = await addWorkplan(db, operator, exampleWorkplan)
    if (!made.ok) throw new Error(made.refusal)
    expect(made.delegations).toEqual({ added: ['KEN', 'JPN', 'IGO-1'], known: [] })
    expect(await findWorkplanOverview(db, made.workplan)).toMatchObject({
      title: exampleWorkplan.workplan.title,
      years: [2018, 2021],
      expertGroup: { name: exampleWorkplan.group.name, establishedBy: 'A/RES/65/230' },
      meetings: exampleWorkplan.meetings.map(({ title, startsOn, endsOn, timeZone, topics }) => ({
        ...{ title, startsOn, endsOn, timeZone, topics },
        status: 'planned',
      })),
    })
    const [first] = await listMeetings(db, made.workplan)
    expect(first).toMatchObject({ id: made.meetings[0], kind: 'thematic', firstParagraph: 5 })
    expect(first && (await listTopics(db, first.id))).toHaveLength(2)
    expect(await listAllDelegations(db)).toContainEqual(
      expect.objectContaining({ code: 'KEN', kind: 'member-state', regionalGroup: 'african-states' }),
    )
    const events = await listEvents(db, made.workplan)
    expect(events).toMatchObject([{ type: 'workplan.added', actorRole: 'operator' }])
    expect(await findBrokenEvent(db)).toBeUndefined()
  })

  test('the next workplan is of the same group and finds its delegations', async () => {
    const db = await newDatabase()
    await addWorkplan(db, operator, exampleWorkplan)
    const next = await addWorkplan(db, operator, theNextOne)
    expect(next).toMatchObject({
      ok: true,
      delegations: { added: ['CHL'], known: ['KEN', 'JPN', 'IGO-1'] },
    })
    expect(await counts(db)).toMatchObject({ groups: 1, workplans: 2, delegations: 4 })
  })

  test('what is refused leaves nothing behind: the same file again, and anybody but the operator', async () => {
    const db = await newDatabase()
    const secretary = await aSecretary(db)
    for (const actor of [visitor, secretary]) {
      expect(await addWorkplan(db, actor, exampleWorkplan)).toEqual({ ok: false, refusal: 'not-permitted' })
    }
    expect(await counts(db)).toMatchObject({ groups: 1, workplans: 0, events: 0 })
    await addWorkplan(db, operator, exampleWorkplan)
    const before = await counts(db)
    const more = { ...exampleWorkplan, delegations: theNextOne.delegations }
    expect(await addWorkplan(db, operator, more)).toEqual({ ok: false, refusal: 'name-taken' })
    expect(await counts(db)).toEqual(before)
  })
})

test('a file says where it is wrong', () => {
  const [meeting] = exampleWorkplan.meetings
  const [delegation] = exampleWorkplan.delegations
  const withMeeting = (change: object) => ({ ...exampleWorkplan, meetings: [{ ...meeting, ...change }] })
  const cases: [unknown, PropertyKey[]][] = [
    [[], []],
    [{ ...exampleWorkplan, group: undefined }, ['group']],
    [{ ...exampleWorkplan, chair: 'x' }, []],
    [{ ...exampleWorkplan, workplan: { title: {}, fromYear: 2018, toYear: 2021 } }, ['workplan', 'title']],
    [
      { ...exampleWorkplan, workplan: { title: { en: 'x' }, fromYear: 2022, toYear: 2021 } },
      ['workplan', 'toYear'],
    ],
    [withMeeting({ timeZone: 'Vienna' }), ['meetings', 0, 'timeZone']],
    [withMeeting({ timeZone: '+01:00' }), ['meetings', 0, 'timeZone']],
    [withMeeting({ startsOn: '2018-02-30' }), ['meetings', 0, 'startsOn']],
    [withMeeting({ endsOn: '2018-04-01' }), ['meetings', 0, 'endsOn']],
    [withMeeting({ place: { de: 'Wien' } }), ['meetings', 0, 'place']],
    [withMeeting({ topics: [] }), ['meetings', 0, 'topics']],
    [{ ...exampleWorkplan, delegations: [delegation, delegation] }, ['delegations', 1, 'code']],
    [
      { ...exampleWorkplan, delegations: [{ ...delegation, regionalGroup: 'north' }] },
      ['delegations', 0, 'regionalGroup'],
    ],
  ]
  for (const [written, path] of cases) {
    const read = newWorkplanSchema.safeParse(written)
    expect(read.error?.issues[0]?.path, JSON.stringify(path)).toEqual(path)
  }
  expect(newWorkplanSchema.parse(exampleWorkplan)).toEqual(exampleWorkplan)
})

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-workplans-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function rapporteur(words: string[], typed = ''): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'server/cli.ts', ...words],
      { env: { ...process.env, DATA_DIR: folder } },
      (_error, out, err) => resolve({ code: child.exitCode ?? 1, out, err }),
    )
    child.stdin?.end(typed)
  })
}

test('in earnest: an empty server tells how to begin, and the file and one participant begin it', async () => {
  const server = await startServer({ DATA_DIR: folder, SAMPLE: '0' })
  try {
    const home = async (cookie = '') => (await fetch(server.url, { headers: { cookie } })).text()
    expect(await home()).toContain('rapporteur -- administrator add')

    const file = join(folder, 'workplan.json')
    const example = await rapporteur(['workplan', 'example'])
    writeFileSync(file, example.out.replace('Europe/Vienna', 'Vienna'))
    const wrong = await rapporteur(['workplan', 'add', file])
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.err.trim().split('\n')).toHaveLength(1)
    expect(wrong.err).toContain('meetings[0].timeZone')
    writeFileSync(file, example.out.slice(0, 100))
    expect(await rapporteur(['workplan', 'add', file])).toMatchObject({ code: 1, out: '' })
    expect(await home()).toContain('administrator add')

    writeFileSync(file, example.out)
    const added = await rapporteur(['workplan', 'add', file, '--json'])
    expect(added).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(added.out)).toMatchObject({ delegations: { added: ['KEN', 'JPN', 'IGO-1'] } })
    const again = await rapporteur(['workplan', 'add', file])
    expect(again.code).toBe(1)
    expect(again.err.trim().split('\n')).toHaveLength(1)

    const [email, password] = ['delegate@kenya.example', 'a password of some length']
    const person = ['participant', 'add', '--name', 'Wanjiru Otieno', '--email', email, '--delegation', 'KEN']
    expect(await rapporteur(person)).toMatchObject({ code: 0, err: '' })
    expect(await rapporteur(['participant', 'password', email], `${password}\n`)).toMatchObject({ code: 0 })
    const answer = await fetch(`${server.url}/sign-in?index`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email, password }),
    })
    expect(answer.status).toBe(302)
    const page = await home(answer.headers.getSetCookie()[0]?.split(';')[0])
    for (const shown of [
      'Wanjiru Otieno',
      'Workplan 2018–2021',
      'Fourth meeting',
      'Seventh meeting',
      'Criminalization',
    ]) {
      expect(page).toContain(shown)
    }
    expect(page).not.toContain('administrator add')

    const db = openDatabase(join(folder, 'rapporteur.sqlite'))
    expect(await counts(db)).toMatchObject({ workplans: 1, meetings: 2, delegations: 3, events: 8 })
    await db.destroy()
  } finally {
    await server.stop()
  }
})
