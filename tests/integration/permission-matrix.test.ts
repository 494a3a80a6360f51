import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engineOf, openDatabase, type Db } from '#db/client'
import { migrate } from '#db/migrate'
import { isSignedIn } from '#domain/people/participants'
import { openPages } from '../matrix/handler'
import { listKnocks, type Knock } from '../matrix/knocks'
import { actorFor, buildWorld, roleNames, type RoleName, type World } from '../matrix/world'

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-matrix-'))
let db: Db
let world: World
let knocks: Knock[]
let snapshot: Buffer

const sqliteOf = (of: Db) => {
  const engine = engineOf(of)
  if (!('sqlite' in engine)) throw new Error('The matrix is read from a file.')
  return engine.sqlite
}

beforeAll(async () => {
  db = openDatabase(join(folder, 'world.sqlite'))
  await migrate(db)
  world = await buildWorld(db)
  knocks = await listKnocks(db, world)
  snapshot = sqliteOf(db).serialize()
}, 120_000)

afterAll(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

/** The world as it was, in a file of its own: what one knock changes is not there for the next. */
let copies = 0
function aCopy(): Db {
  const file = join(folder, `copy-${String((copies += 1))}.sqlite`)
  writeFileSync(file, snapshot)
  const copy = openDatabase(file)
  sqliteOf(copy).pragma('synchronous = OFF')
  return copy
}

const changesIn = (of: Db) => Number(sqliteOf(of).prepare('select total_changes()').pluck().get())

/** What says that somebody else may. */
const notPermitted = /"(not-permitted|bracket-not-yours|alternative-not-yours)"/u

type Answer = 'sign-in' | 'hidden' | 'not-permitted' | 'other-refusal' | 'done'

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  if (response.status === 404 || response.status === 403) return 'hidden'
  if (response.status === 202) return text.includes('"/sign-in') ? 'sign-in' : 'done'
  if (response.status === 200 || response.status === 204) return 'done'
  if (response.status === 409) {
    if (text.includes('"not-found"')) return 'hidden'
    return notPermitted.test(text) ? 'not-permitted' : 'other-refusal'
  }
  throw new Error(`It answered ${String(response.status)}: ${text.slice(0, 300)}`)
}

/** What the rules say that a knock is answered. */
function expected(knock: Knock, role: RoleName): readonly Answer[] {
  const actor = actorFor(world, role)
  if (!isSignedIn(actor)) return ['sign-in', 'hidden']
  if (!knock.sees(actor)) return ['hidden', 'not-permitted']
  const rule = knock.rule(actor)
  if (rule.ok) return ['done', 'other-refusal', 'hidden']
  return rule.refusal === 'not-permitted'
    ? ['not-permitted', 'hidden']
    : ['not-permitted', 'hidden', 'other-refusal']
}

/** What those who decide nothing may send, written by hand: a wrong rule cannot confirm itself. */
const ofOutsiders = ['notices read', 'notices read-all', 'recommendations.$r.seen ']
const ofListeners = [
  ...ofOutsiders,
  'meetings.$m.floor ask',
  'calls.$c.answer draft',
  'calls.$c.answer submit',
]
const ofAdministrators = ['groups._index create', 'groups._index appoint', 'groups._index dismiss']
const byHand = (role: RoleName, { route, intent, subject }: Knock): boolean => {
  const name = `${route} ${intent}`
  switch (role) {
    case 'visitor':
      return false
    case 'administrator':
      return ofOutsiders.includes(name) || ofAdministrators.includes(name)
    case 'former':
      return ofOutsiders.includes(name)
    case 'other-secretariat':
    case 'other-delegate':
      return ofOutsiders.includes(name) || subject.includes('of another group')
    // They are heard; they do not draft, table, amend, sponsor, object or take positions.
    case 'stakeholder':
    case 'organization':
      return ofListeners.includes(name)
    default:
      return true
  }
}

test.each(roleNames)(
  'every form, sent to everything by: %s',
  async (role) => {
    const pages = await openPages()
    const actor = actorFor(world, role)
    let copy = aCopy()
    const wrong: string[] = []
    const counts: Record<string, number> = {}
    for (const knock of knocks) {
      const before = changesIn(copy)
      const isFile = knock.route === 'meetings.$m.import'
      const name = `${knock.route} ${knock.intent || '(its form)'} → ${knock.subject}`
      try {
        const answer = await answerOf(await pages.post(copy, actor, knock.path, knock.fields, isFile))
        const changed = changesIn(copy) - before
        counts[answer] = (counts[answer] ?? 0) + 1
        const allowed = expected(knock, role)
        if (!allowed.includes(answer))
          wrong.push(`${role}, ${name}: ${answer}, and not ${allowed.join(' or ')}`)
        // What a refusal has undone is counted as well.
        if (answer !== 'done' && changed > 0 && !snapshot.equals(sqliteOf(copy).serialize()))
          wrong.push(`${name}: ${answer}, and yet something was written`)
        if (answer === 'done' && !byHand(role, knock)) wrong.push(`${name}: it was done`)
        if (answer === 'done') done.add(`${knock.route} ${knock.intent}`)
        if (changed > 0) {
          await copy.destroy()
          copy = aCopy()
        }
      } catch (error) {
        wrong.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    await copy.destroy()
    report.push(`${role}: ${String(knocks.length)} forms, ${JSON.stringify(counts)}`)
    expect(wrong.slice(0, 80)).toEqual([])
  },
  600_000,
)

const done = new Set<string>()
const report: string[] = []

/** What needs an earlier step that the world has not taken; the tests named here take it, in both outcomes. */
const needsMore: Record<string, string> = {
  'groups._index dismiss': 'a second administrator: people.test.ts',
  'lists.$l.commission ': 'an adopted list: commission-actions.test.ts',
  'meetings.$m.adoption ': 'a whole list: consolidation.test.ts',
  'meetings.$m.consolidation.confirm-source ': 'a withdrawn source: consolidation.test.ts',
  'meetings.$m.import_.$i change': 'a file with tracked changes: import-word.test.ts',
  'meetings.$m.import_.$i split': 'a row of several paragraphs: imports.test.ts',
  'meetings.$m.import_.$i undo': 'a written file: imports.test.ts',
  'meetings.$m.recommendations.$r_.amendments.$a accept': 'a preview: amendments.test.ts',
  'meetings.$m.recommendations.$r_.amendments.$a accept-in-part': 'a preview: amendments.test.ts',
  'meetings.$m.recommendations.$r_.history ': 'an entry to return to: history.test.ts',
  'meetings.$m.recommendations.$r_.merge merge': 'a preview: merge-desk.test.ts',
}

test('each form does what it says for somebody', () => {
  const never = [...new Set(knocks.map(({ route, intent }) => `${route} ${intent}`))].filter(
    (name) => !done.has(name),
  )
  process.stdout.write(`${report.join('\n')}\n`)
  expect(never.sort()).toEqual(Object.keys(needsMore).sort())
})
