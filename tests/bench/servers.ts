import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#db/client'
import { listParticipants } from '#db/queries/participants'
import { headersOf, liveAddress, signInAs, startServer } from '../sample-server'

export const serverNames = ['ours', 'reference', 'hocuspocus'] as const
export type ServerName = (typeof serverNames)[number]

/** A server under load: where to connect, as whom, and which process it is. */
export type BenchServer = {
  url: string
  documentName: string | undefined
  writerHeaders: Record<string, string>[]
  readerHeaders: Record<string, string>[]
  processId: number
  stop: () => Promise<void>
}

/** Time that a process has spent on a processor so far, user and system, in milliseconds (Linux). */
export function processorTime(processId: number): number {
  const stat = readFileSync(`/proc/${String(processId)}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Fields 14 and 15 of proc(5), in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10
}

export const startBenchServer = (name: ServerName): Promise<BenchServer> =>
  name === 'ours' ? startOurs() : startPeer(name)

async function startOurs(): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-bench-'))
  const server = await startServer({
    DATA_DIR: folder,
    // A few sample accounts stand for hundreds of people here.
    MAX_ACCOUNT_CONNECTIONS: '1000',
    MAX_ACCOUNT_UPDATES_PER_SECOND: '10000',
  })
  const db = openDatabase(join(folder, 'rapporteur.sqlite'))
  const people = await listParticipants(db)
  const { document_id: document } = await db
    .selectFrom('recommendation')
    .select('document_id')
    .where('status', '=', 'proposed')
    .limit(1)
    .executeTakeFirstOrThrow()
  await db.destroy()
  const headers = (wanted: (role: string) => boolean) =>
    Promise.all(
      people
        .filter((one) => wanted(one.role))
        .map(async (one) => headersOf(server, await signInAs(server, one.id))),
    )
  return {
    url: liveAddress(server, document),
    documentName: undefined,
    writerHeaders: await headers((role) => role === 'rapporteur' || role === 'secretariat'),
    readerHeaders: await headers((role) => role === 'delegate'),
    processId: server.processId,
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function startPeer(name: Exclude<ServerName, 'ours'>): Promise<BenchServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', `tests/bench/peers/${name}.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    void ended.then(() => reject(new Error(`${name} ended before it served.`)))
    createInterface(child.stdout).on('line', (line) => {
      const port = /^port (\d+)/.exec(line)?.[1]
      if (!port) return
      resolve({
        url: `ws://127.0.0.1:${port}/bench`,
        documentName: name === 'hocuspocus' ? 'bench' : undefined,
        writerHeaders: [],
        readerHeaders: [],
        processId: child.pid ?? 0,
        stop: async () => {
          child.kill('SIGKILL')
          await ended
        },
      })
    })
  })
}
