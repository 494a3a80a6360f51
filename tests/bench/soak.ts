import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ulid } from 'ulid'
import { openDatabase, type Db } from '#db/client'
import { listAllDelegations } from '#db/queries/delegations'
import { listAllLists } from '#db/queries/lists'
import { insertMembership } from '#db/queries/memberships'
import { insertParticipant, listMembers } from '#db/queries/participants'
import type { MembershipId, ParticipantId } from '#domain/ids'
import type { Role } from '#domain/people/participants'
import { sessionCookie } from '#server/auth/sessions'
import { openSession } from '#server/commands/people/open-session'
import { startServer } from '../sample-server'
import { memoryOf, processorTime } from './servers'
import type { SoakTarget } from './soak-attacker'
import type { SoakPeople, SoakResult } from './soak-people'

const secret = 'a secret of the soak only'
/** Each text has so many who edit it. */
const editorsPerText = 10
const clientProcesses = 2

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Accounts of their own, each with a session. @returns their cookies. */
async function somePeople(db: Db, count: number, role: Role): Promise<string[]> {
  const [delegation] = await listAllDelegations(db)
  if (!delegation) throw new Error('The sample has delegations.')
  const cookies: string[] = []
  const at = new Date()
  for (let index = 0; index < count; index += 1) {
    const participant = ulid() as ParticipantId
    await db.transaction().execute(async (tx) => {
      const email = `${participant}@soak.example`
      await insertParticipant(tx, {
        id: participant,
        name: `Person ${String(index)}`,
        email,
        language: 'en',
        at,
      })
      await insertMembership(tx, {
        id: ulid() as MembershipId,
        group: delegation.group,
        meeting: undefined,
        role,
        delegation: role === 'delegate' ? delegation.id : undefined,
        participant,
        at,
      })
    })
    const opened = await openSession(db, { participant, browser: 'Firefox', at })
    if (!opened.ok) throw new Error(opened.refusal)
    cookies.push(sessionCookie(secret, false).keep(opened.token).split(';')[0] ?? '')
  }
  return cookies
}

function runChild<Answer>(file: string, task: unknown): Promise<Answer> {
  const child = fork(file, [], { execArgv: ['--import', 'tsx'], serialization: 'advanced' })
  child.send(task as object)
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Answer))
    child.once('exit', (code) => reject(new Error(`${file} ended with ${String(code)}.`)))
  })
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * People read and edit for a while, each with an account of their own, while one process does the worst that a
 * stranger can, all at once. Nobody may notice: no error, no refusal, flat memory.
 */
export async function runSoak(words: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: words,
    options: {
      reading: { type: 'string', default: '1000' },
      editing: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '600' },
      attack: { type: 'string', default: '1' },
    },
  })
  const [reading, editing, seconds] = [Number(values.reading), Number(values.editing), Number(values.seconds)]
  const attacks = values.attack !== '0'
  console.log(
    `soak: ${String(reading)} people who read (a page every 30 s and an event stream each) and ${String(editing)} who edit ` +
      `(a word every 5 s, ${String(editorsPerText)} to a text) for ${String(seconds)} s, ` +
      `${attacks ? 'while one process attacks' : 'without an attacker'}; SQLite, one server process, everything on this machine.`,
  )
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-soak-'))
  const server = await startServer({ DATA_DIR: folder, SESSION_SECRET: secret })
  const db = openDatabase(join(folder, 'rapporteur.sqlite'))
  try {
    const [readers, editors] = [
      await somePeople(db, reading, 'delegate'),
      await somePeople(db, editing, 'rapporteur'),
    ]
    const texts = await db
      .selectFrom('recommendation')
      .select(['id', 'document_id', 'meeting_id'])
      .where('status', 'in', ['proposed', 'tabled', 'under-discussion'])
      .orderBy('id')
      .limit(Math.max(1, Math.ceil(editing / editorsPerText)))
      .execute()
    const [text] = texts
    const [list] = await listAllLists(db)
    const chair = (await listMembers(db)).find(({ membership }) => membership.role === 'chair')
    if (!text || !list || !chair) throw new Error('The sample has texts, lists and a Chair.')
    const meeting = text.meeting_id
    const pages = [
      '/',
      '/today',
      `/meetings/${meeting}`,
      `/lists/${list.id}`,
      ...texts.slice(0, 5).map(({ id }) => `/meetings/${meeting}/recommendations/${id}`),
    ]
    const share = <Item>(items: readonly Item[], index: number) =>
      items.filter((_, at) => at % clientProcesses === index)
    const withTexts = editors.map((cookie, index) => ({
      cookie,
      document: texts[index % texts.length]?.document_id ?? '',
    }))
    const memory: number[] = []
    const sampling = setInterval(() => memory.push(memoryOf(server.processId)), 1_000)
    const cpuBefore = processorTime([server.processId])
    const everybody = Promise.all(
      Array.from({ length: clientProcesses }, (_, index) =>
        runChild<SoakResult>('tests/bench/soak-people.ts', {
          url: server.url,
          readers: share(readers, index),
          editors: share(withTexts, index),
          pages,
          meeting,
          seconds,
          readingSeconds: 30,
          thinkingSeconds: 5,
        } satisfies SoakPeople),
      ),
    )
    const attacker = attacks
      ? runChild<Record<string, number>>('tests/bench/soak-attacker.ts', {
          url: server.url,
          list: list.id,
          meeting,
          email: chair.email,
          seconds,
        } satisfies SoakTarget)
      : Promise.resolve({})
    const [results, attacked] = await Promise.all([everybody, attacker])
    clearInterval(sampling)
    const cpu = (processorTime([server.processId]) - cpuBefore) / (seconds * 1000)
    await wait(1_000)
    const isAnswering = (await fetch(`${server.url}/healthz`)).status === 200
    const pageTimes = results.flatMap((result) => result.pages).sort((a, b) => a - b)
    const wordTimes = results.flatMap((result) => result.words).sort((a, b) => a - b)
    const errors: Record<string, number> = {}
    for (const one of results)
      for (const [what, count] of Object.entries(one.errors)) errors[what] = (errors[what] ?? 0) + count
    const failed = Object.values(errors).reduce((sum, count) => sum + count, 0)
    // The first minute warms up: of a shorter run, the first and the last quarter.
    const span = Math.min(60, Math.floor(memory.length / 4))
    const ours = {
      pages: pageTimes.length,
      pageP50: at(pageTimes, 0.5),
      pageP95: at(pageTimes, 0.95),
      words: wordTimes.length,
      wordP50: at(wordTimes, 0.5),
      wordP95: at(wordTimes, 0.95),
      errors: failed,
      memoryFirst: mean(memory.slice(0, span)),
      memoryLast: mean(memory.slice(-span)),
      cpu,
    }
    for (const [name, value] of Object.entries(ours)) console.log(`  ${name.padEnd(12)} ${value.toFixed(1)}`)
    console.log(`  errors: ${JSON.stringify(errors)}`)
    console.log(`  attacks: ${JSON.stringify(attacked)}`)
    const ok = failed === 0 && isAnswering && pageTimes.length > 0 && (editing === 0 || wordTimes.length > 0)
    console.log(
      JSON.stringify({
        bench: 'soak',
        ours,
        peers: {},
        ratios: {},
        setting: { reading, editing, seconds, attacks },
        errors,
        attacked,
        ok,
      }),
    )
    return ok
  } finally {
    await db.destroy()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
