import { fork } from 'node:child_process'
import type { BenchRoom, Load, LoadResult } from './load'
import {
  memoryOf,
  processorTime,
  startBenchServer,
  type BenchServer,
  type ServerName,
  type Setting,
} from './servers'

/** Clients that type into rooms and see each other's letters arrive. */
export type Scenario = {
  connected: number
  typing: number
  editsPerSecond: number
  seconds: number
  rounds: number
  /** How long after the last edit everything must have arrived, in seconds. */
  patience: number
  rooms?: number
  /** Processes of ours, on PostgreSQL. */
  processes?: number
  /** How long after everybody left the memory is read, in seconds; it is not read without it. */
  idle?: number
}

export type Figures = {
  p50: number
  p95: number
  p99: number
  /** Server time per edit that arrived at one client, in microseconds. */
  cpu: number
  /** Share of the edits that arrived at everybody. */
  delivered: number
  /** Memory above a fresh start once everybody has left, in megabytes. */
  memory?: number
  ok: boolean
}

/** Client processes: one would saturate before the servers do. */
const loadProcesses = 2

export async function runLoad(name: ServerName, scenario: Scenario): Promise<Figures> {
  const { rooms = 1, processes = 1 } = scenario
  const setting: Setting = { rooms, ...(name === 'ours' && { processes }) }
  const server = await startBenchServer(name, setting)
  const fresh = memoryOf(server.processIds[0] ?? 0)
  const figures = await measure(server, scenario, rooms)
  if (scenario.idle !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, (scenario.idle ?? 0) * 1000))
    figures.memory = memoryOf(server.processIds[0] ?? 0) - fresh
  }
  await server.stop()
  return figures
}

async function measure(server: BenchServer, scenario: Scenario, rooms: number): Promise<Figures> {
  const { connected, typing, editsPerSecond, seconds } = scenario
  const children = Array.from({ length: loadProcesses }, (_, part) => {
    const own = Array.from({ length: rooms }, (_room, room): BenchRoom => ({
      room,
      urls: server.urlsOf(room),
      name: server.nameOf(room),
    }))
    const load: Load = {
      // Who types and who reads are in the same process, for their clocks to be the same.
      rooms: rooms === 1 ? own : own.filter(({ room }) => room % loadProcesses === part),
      writerCookies: server.writers,
      readerCookies: server.readers,
      writers: typing / loadProcesses,
      readers: (connected - typing) / loadProcesses,
      editsPerSecond,
      seconds,
    }
    const child = fork('tests/bench/load.ts', [], {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    })
    child.send(load)
    return child
  })
  const next = <Message>() =>
    Promise.all(
      children.map(
        (child) =>
          new Promise<Message>((resolve, reject) => {
            child.once('message', (message) => resolve(message as Message))
            child.once('exit', (code) => reject(new Error(`A load process ended with ${String(code)}.`)))
          }),
      ),
    )
  await next<'ready'>()
  const before = processorTime(server.processIds)
  const written = next<'written'>()
  for (const child of children) child.send('go')
  await written
  // Everybody has the same time to receive the last words.
  await new Promise((resolve) => setTimeout(resolve, scenario.patience * 1000))
  const spent = processorTime(server.processIds) - before
  const results = next<LoadResult>()
  for (const child of children) child.send('end')
  return judge(await results, spent)
}

function judge(parts: readonly LoadResult[], spent: number): Figures {
  const latencies = parts.flatMap((part) => part.latencies).sort((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? NaN
  const written = parts.flatMap((part) => part.written)
  let expected = 0
  let arrived = 0
  for (const [room, clocks] of parts.flatMap((part) => part.clocks)) {
    const known = new Map(clocks)
    for (const [where, client, clock] of written) {
      if (where !== room) continue
      expected += clock
      arrived += Math.min(clock, known.get(client) ?? 0)
    }
  }
  const texts = parts.flatMap((part) => part.texts)
  const different = new Set(texts.map(([room, text]) => `${String(room)} ${text}`)).size
  const converged = different === new Set(texts.map(([room]) => room)).size
  const own = written.reduce((sum, [, , clock]) => sum + clock, 0)
  const delivered = arrived / expected
  return {
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    cpu: (spent * 1000) / (arrived - own),
    delivered,
    ok: delivered === 1 && converged && parts.every((part) => part.refused === 0),
  }
}
