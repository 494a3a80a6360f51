import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeHistory, writeHistory } from './history'
import type { JoinResult, Joining } from './joiners'
import { processorTime, startBenchServer, type ServerName } from './servers'

export type JoinScenario = {
  /** Updates that the text has had, and letters above which each also deletes some. */
  edits: number
  kept: number
  /** How many join at once after the first one. */
  clients: number
  rounds: number
}

export type JoinFigures = {
  /** From connecting to having everything, in milliseconds. */
  p50: number
  p95: number
  /** Server time per client that joined, in milliseconds. */
  cpu: number
  /** Of the very first one after a fresh start: from connecting to the first byte of the text, in milliseconds. */
  firstByte: number
  ok: boolean
}

const processes = 2

/** A file with a text's life, and how large it is, in bytes. */
export function prepareHistory({ edits, kept }: JoinScenario) {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-history-'))
  const file = join(folder, 'history')
  const log = makeHistory(edits, kept)
  writeHistory(file, log)
  return { file, size: statSync(file).size, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export async function runJoining(name: ServerName, scenario: JoinScenario, history: string) {
  const server = await startBenchServer(name, { history })
  const [url = ''] = server.urlsOf(0)
  // The first process alone meets a server that has not loaded anything.
  const children = []
  for (let part = 0; part < processes; part++) {
    const child = fork('tests/bench/joiners.ts', [], {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    })
    const joining: Joining = {
      url,
      name: server.nameOf(0),
      cookies: [...server.readers],
      clients: scenario.clients / processes,
    }
    child.send(joining)
    await new Promise((resolve) => child.once('message', resolve))
    children.push(child)
  }
  const before = processorTime(server.processIds)
  const results = Promise.all(
    children.map(
      (child) =>
        new Promise<JoinResult>((resolve, reject) => {
          child.once('message', (message) => resolve(message as JoinResult))
          child.once('exit', (code) => reject(new Error(`A joining process ended with ${String(code)}.`)))
        }),
    ),
  )
  for (const child of children) child.send('go')
  const parts = await results
  const spent = processorTime(server.processIds) - before
  await server.stop()
  const times = parts.flatMap((part) => part.times).sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN
  const figures: JoinFigures = {
    p50: at(0.5),
    p95: at(0.95),
    cpu: spent / scenario.clients,
    firstByte: parts[0]?.firstBytes[0] ?? NaN,
    ok:
      new Set(parts.flatMap((part) => part.sizes)).size === 1 &&
      new Set(parts.map((part) => part.text)).size === 1,
  }
  return figures
}
