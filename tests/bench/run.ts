import { runDesk } from './desk'
import { runDurability } from './durability'
import { runImport } from './import'
import { runKeystrokes } from './keystrokes'
import { runOverlap } from './overlap/overlap'
import { prepareHistory, runJoining, type JoinScenario } from './joining'
import { runLoad, type Scenario } from './plenary'
import { runSoak } from './soak'
import { runTabling } from './tabling'
import { serverNames, type ServerName } from './servers'

/** The loads of the live text; all figures are of this machine, only ratios carry over to others. */
const loads: Record<string, Scenario> = {
  plenary: { connected: 200, typing: 20, editsPerSecond: 5, seconds: 10, rounds: 3, patience: 2 },
  rush: { connected: 400, typing: 100, editsPerSecond: 10, seconds: 8, rounds: 1, patience: 3 },
  rooms: {
    connected: 1000,
    typing: 500,
    editsPerSecond: 1,
    seconds: 10,
    rounds: 1,
    patience: 2,
    rooms: 500,
  },
  cluster: {
    connected: 200,
    typing: 20,
    editsPerSecond: 5,
    seconds: 10,
    rounds: 2,
    patience: 2,
    processes: 3,
  },
}

const joins: Record<string, JoinScenario> = {
  joinstorm: { edits: 20_000, kept: 1_000_000, clients: 200, rounds: 2 },
  coldload: { edits: 50_000, kept: 20_000, clients: 2, rounds: 3 },
}

/** A life so short that loading it costs next to nothing: what opening must not become slower than. */
const shortLife: JoinScenario = { edits: 500, kept: 20_000, clients: 2, rounds: 3 }

type Figures = Record<string, number | boolean>
type Results = Record<ServerName, Figures>

/** Every server in turn, several times over; medians of the rounds. */
async function inTurn(rounds: number, run: (name: ServerName) => Promise<Figures>): Promise<Results> {
  const all: Record<ServerName, Figures[]> = { ours: [], reference: [], hocuspocus: [] }
  for (let round = 0; round < rounds; round++) {
    for (const name of serverNames) {
      const figures = await run(name)
      all[name].push(figures)
      process.stderr.write(`round ${String(round + 1)} ${name.padEnd(10)} ${describe(figures)}\n`)
    }
  }
  return {
    ours: medianOf(all.ours),
    reference: medianOf(all.reference),
    hocuspocus: medianOf(all.hocuspocus),
  }
}

function medianOf(rounds: readonly Figures[]): Figures {
  const keys = Object.keys(rounds[0] ?? {})
  const median = (key: string) => {
    const sorted = rounds.map((round) => Number(round[key])).toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }
  return Object.fromEntries(
    keys.map((key) => [key, key === 'ok' ? rounds.every((round) => round[key] === true) : median(key)]),
  )
}

const units: Record<string, string> = {
  p50: 'ms',
  p95: 'ms',
  p99: 'ms',
  firstByte: 'ms to the first byte',
  memory: 'MB kept',
}

function describe(figures: Figures): string {
  return Object.entries(figures)
    .map(
      ([key, value]) =>
        `${key} ${typeof value === 'number' ? value.toFixed(2) : String(value)} ${units[key] ?? ''}`,
    )
    .join('  ')
}

function report(bench: string, { ours, ...peers }: Results, more: Record<string, unknown> = {}): void {
  for (const [name, figures] of Object.entries({ ours, ...peers }))
    console.log(`${name.padEnd(10)} ${describe(figures)}`)
  const ratios = Object.fromEntries(
    ['p50', 'p95', 'p99', 'cpu', 'firstByte', 'lost'].flatMap((key) => {
      const [own, other] = [ours[key], peers.reference[key]]
      return typeof own === 'number' && typeof other === 'number' ? [[key, own / other]] : []
    }),
  )
  console.log(`ours ÷ reference: ${describe(ratios)}`)
  console.log(JSON.stringify({ bench, ours, peers, ratios, ...more, ok: ours['ok'] }))
  if (ours['ok'] !== true) process.exitCode = 1
}

async function main() {
  const [name = '', count] = process.argv.slice(2)
  const load = loads[name]
  const join = joins[name]
  if (load) {
    const { connected, typing, editsPerSecond, seconds, rooms = 1, processes = 1 } = load
    console.log(
      `${name}: ${String(connected)} connected to ${String(rooms)} room(s), ${String(typing)} typing ` +
        `${String(editsPerSecond)} a second for ${String(seconds)} s, from two client processes on the same machine. ` +
        `Ours (${processes > 1 ? `${String(processes)} processes on PostgreSQL` : 'SQLite'}) stores every edit before it shows it; ` +
        `the peers are one process each and store nothing. CPU: server µs per delivered edit.`,
    )
    report(name, await inTurn(load.rounds, (server) => runLoad(server, load)))
  } else if (join) {
    const history = prepareHistory(join)
    const short = prepareHistory(shortLife)
    console.log(
      `${name}: a text with ${String(join.edits)} updates (${String(Math.round(history.size / 1000))} kB of log), ` +
        `opened by one client and then by ${String(join.clients)} at once. CPU: server ms per client that joined. ` +
        `The peers load what the log comes to, as one stored update, when the text is first opened; ours has the log and its snapshot.`,
    )
    const results = await inTurn(join.rounds, (server) => runJoining(server, join, history.file))
    const flat = await runJoining('ours', shortLife, short.file)
    console.log(`ours, with ${String(shortLife.edits)} updates: ${describe(flat)}`)
    report(name, results, { withShortHistory: flat })
    history.remove()
    short.remove()
  } else if (name === 'durability') {
    const rounds = Number(count ?? 10)
    console.log(
      `durability: killed with -9 at a random moment of ${String(rounds)} rounds of typing (four typists, 50 words a second). ` +
        `Hocuspocus stores to a file with its default debounce; the reference server stores nothing.`,
    )
    const results = await inTurn(1, (server) => runDurability(server, rounds))
    report(name, results)
  } else if (name === 'desk') {
    if (!(await runDesk())) process.exitCode = 1
  } else if (name === 'import') {
    if (!(await runImport())) process.exitCode = 1
  } else if (name === 'overlap') {
    if (!runOverlap()) process.exitCode = 1
  } else if (name === 'tabling') {
    if (!(await runTabling())) process.exitCode = 1
  } else if (name === 'keystrokes') {
    if (!runKeystrokes()) process.exitCode = 1
  } else if (name === 'soak') {
    if (!(await runSoak(process.argv.slice(3)))) process.exitCode = 1
  } else {
    const names = [
      ...Object.keys(loads),
      ...Object.keys(joins),
      'durability',
      'desk',
      'import',
      'overlap',
      'keystrokes',
      'soak',
      'tabling',
    ]
    console.error(`There is no benchmark "${name}": ${names.join(', ')}.`)
    process.exitCode = 1
  }
}

void main()
