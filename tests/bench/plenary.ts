import { fork } from 'node:child_process'
import type { Load, LoadResult } from './load'
import { processorTime, serverNames, startBenchServer, type ServerName } from './servers'

export type Scenario = {
  connected: number
  typing: number
  editsPerSecond: number
  seconds: number
  rounds: number
  /** How long after the last edit everything must have arrived, in seconds. */
  patience: number
}

type Round = { p50: number; p95: number; p99: number; cpu: number; delivered: number; ok: boolean }
export type Figures = Omit<Round, 'ok'>

/** Client processes: one would saturate before the servers do. */
const loadProcesses = 2

/** Every server under the same load, in turn, several times over; medians of the rounds. */
export async function runScenario(scenario: Scenario) {
  const rounds: Record<ServerName, Round[]> = { ours: [], reference: [], hocuspocus: [] }
  for (let round = 0; round < scenario.rounds; round++) {
    for (const name of serverNames) {
      const figures = await runRound(name, scenario)
      rounds[name].push(figures)
      process.stderr.write(`round ${String(round + 1)} ${name.padEnd(10)} ${describe(figures)}\n`)
    }
  }
  const medians = {
    ours: medianOf(rounds.ours),
    reference: medianOf(rounds.reference),
    hocuspocus: medianOf(rounds.hocuspocus),
  }
  return { medians, ok: rounds.ours.every((round) => round.ok) }
}

export const describe = (figures: Figures): string =>
  `p50 ${figures.p50.toFixed(1)} ms  p95 ${figures.p95.toFixed(1)} ms  p99 ${figures.p99.toFixed(1)} ms  ` +
  `CPU ${figures.cpu.toFixed(2)} µs per delivery  delivered ${(figures.delivered * 100).toFixed(2)} %`

function medianOf(rounds: readonly Round[]): Figures {
  const median = (key: keyof Figures) => {
    const sorted = rounds.map((round) => round[key]).toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }
  return {
    p50: median('p50'),
    p95: median('p95'),
    p99: median('p99'),
    cpu: median('cpu'),
    delivered: median('delivered'),
  }
}

async function runRound(name: ServerName, scenario: Scenario): Promise<Round> {
  const server = await startBenchServer(name)
  const { url, documentName, writerHeaders, readerHeaders } = server
  const { connected, typing, editsPerSecond, seconds } = scenario
  const processes = Array.from({ length: loadProcesses }, () => {
    const load: Load = {
      url,
      documentName,
      writerHeaders,
      readerHeaders,
      writers: typing / loadProcesses,
      readers: (connected - typing) / loadProcesses,
      editsPerSecond,
      seconds,
    }
    return fork('tests/bench/load.ts', [JSON.stringify(load)], {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    })
  })
  const next = <Message>() =>
    Promise.all(
      processes.map(
        (child) =>
          new Promise<Message>((resolve, reject) => {
            child.once('message', (message) => resolve(message as Message))
            child.once('exit', (code) => reject(new Error(`A load process ended with ${String(code)}.`)))
          }),
      ),
    )
  await next<'ready'>()
  const before = processorTime(server.processId)
  const written = next<'written'>()
  for (const child of processes) child.send('go')
  await written
  // Everybody has the same time to receive the last words.
  await new Promise((resolve) => setTimeout(resolve, scenario.patience * 1000))
  const spent = processorTime(server.processId) - before
  const results = next<LoadResult>()
  for (const child of processes) child.send('end')
  const parts = await results
  await server.stop()
  return judge(parts, spent, connected)
}

function judge(parts: readonly LoadResult[], spent: number, connected: number): Round {
  const latencies = parts.flatMap((part) => part.latencies).sort((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? NaN
  const written = parts.flatMap((part) => part.written)
  const edits = written.reduce((sum, [, clock]) => sum + clock, 0)
  const expected = edits * connected
  const arrived = parts
    .flatMap((part) => part.clocks)
    .reduce((sum, clocks) => {
      const known = new Map(clocks)
      return sum + written.reduce((own, [client, clock]) => own + Math.min(clock, known.get(client) ?? 0), 0)
    }, 0)
  const texts = new Set(parts.flatMap((part) => part.texts))
  const delivered = arrived / expected
  return {
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    cpu: (spent * 1000) / (edits * (connected - 1)),
    delivered,
    ok: delivered === 1 && texts.size === 1 && parts.every((part) => part.refused === 0),
  }
}
