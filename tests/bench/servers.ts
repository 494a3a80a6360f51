import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as Y from 'yjs'
import { openDatabase, type Db } from '#db/client'
import { appendDocumentUpdates, saveDocumentSnapshot } from '#db/queries/documents'
import { actorOf, listMembers } from '#db/queries/participants'
import type { DocumentId, MeetingId } from '#domain/ids'
import { emptyRow } from '#domain/imports/parsed-row'
import { paragraphsOf } from '#domain/text/content'
import { importRecommendations } from '#server/commands/imports/run'
import { makePostgresDatabase } from '../engines'
import { startPostgres } from '../postgres'
import { liveAddress, signInAs, startServer } from '../sample-server'
import { readHistoryFile } from './history'

export const serverNames = ['ours', 'reference', 'hocuspocus'] as const
export type ServerName = (typeof serverNames)[number]

/** A server under load: where to connect, as whom, and which processes it is. */
export type BenchServer = {
  /** The address of a room, at each process that serves it. */
  urlsOf: (room: number) => string[]
  /** The name that Hocuspocus expects before each frame; undefined for everyone else. */
  nameOf: (room: number) => string | undefined
  /** Cookies of those who may write, and of those who read; none where nobody asks. */
  writers: string[]
  readers: string[]
  processIds: number[]
  /** Ends it as a crash would. */
  kill: () => Promise<void>
  /** Ends it and removes what it kept. */
  stop: () => Promise<void>
}

export type Setting = {
  rooms?: number
  /** A file with the log that the first room has had. */
  history?: string | undefined
  /** Processes of ours, on PostgreSQL where it is more than one; a peer is one process. */
  processes?: number
  /** Keeps what is stored here and finds it again; a folder of its own without it. */
  folder?: string
}

/** Time that processes have spent on a processor so far, user and system, in milliseconds (Linux). */
export function processorTime(processIds: readonly number[]): number {
  return processIds.reduce((sum, id) => {
    const stat = readFileSync(`/proc/${String(id)}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    return sum + (Number(fields[11]) + Number(fields[12])) * 10
  }, 0)
}

/** Memory that a process holds, in megabytes (Linux). */
export function memoryOf(processId: number): number {
  const status = readFileSync(`/proc/${String(processId)}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

export const startBenchServer = (name: ServerName, setting: Setting = {}): Promise<BenchServer> =>
  name === 'ours' ? startOurs(setting) : startPeer(name, setting)

/** A few sample accounts stand for hundreds of people here. */
const roomyLimits = { MAX_ACCOUNT_CONNECTIONS: '2000', MAX_ACCOUNT_UPDATES_PER_SECOND: '10000' }

async function startOurs({
  rooms = 1,
  history,
  processes = 1,
  folder: given,
}: Setting): Promise<BenchServer> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'rapporteur-bench-'))
  const postgres = processes > 1 ? await startPostgres() : undefined
  const url = postgres ? (await makePostgresDatabase(postgres.url)).url : join(folder, 'rapporteur.sqlite')
  const environment = {
    DATA_DIR: folder,
    ...roomyLimits,
    ...(postgres && { DATABASE_URL: url, SESSION_SECRET: 'the-same-on-each-process' }),
  }
  let servers = [await startServer(environment)]
  const db = openDatabase(url)
  const people = await listMembers(db)
  const documents = await prepareRooms(db, rooms)
  if (history && documents[0]) await writeLog(db, documents[0], readHistoryFile(history))
  await db.destroy()
  if (history) {
    // What was written behind its back is read by a fresh one, as after any restart.
    await servers[0]?.stop()
    servers = [await startServer(environment)]
  }
  while (servers.length < processes) servers.push(await startServer(environment))
  const [first] = servers
  if (!first) throw new Error('A server has a process.')
  const cookies = new Map<string, string>()
  for (const one of people) cookies.set(one.id, await signInAs(first, one.id))
  const cookiesOf = (wanted: (role: string) => boolean) =>
    people.flatMap((person) => (wanted(person.membership.role) ? [cookies.get(person.id) ?? ''] : []))
  const end = (how: 'stop' | 'kill') => Promise.all(servers.map((server) => server[how]()))
  return {
    urlsOf: (room) => servers.map((server) => liveAddress(server, documents[room % documents.length] ?? '')),
    nameOf: () => undefined,
    writers: cookiesOf((role) => role === 'rapporteur' || role === 'secretariat'),
    readers: cookiesOf((role) => role === 'delegate'),
    processIds: servers.map((server) => server.processId),
    kill: async () => void (await end('kill')),
    stop: async () => {
      await end('stop')
      await postgres?.stop()
      if (!given) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** As many texts as there are rooms, which the Rapporteur and the secretariat may edit and every delegate may read. */
async function prepareRooms(db: Db, rooms: number): Promise<DocumentId[]> {
  const find = () =>
    db
      .selectFrom('recommendation')
      .select(['document_id', 'meeting_id'])
      .where('status', 'in', ['proposed', 'tabled'])
      .orderBy('id')
      .execute()
  const found = await find()
  const missing = rooms - found.length
  if (missing > 0) {
    const rapporteur = (await listMembers(db)).find(({ membership }) => membership.role === 'rapporteur')
    const open = await db
      .selectFrom('meeting')
      .select('id')
      .where('status', '=', 'open')
      .executeTakeFirstOrThrow()
    if (!rapporteur) throw new Error('The sample has a Rapporteur.')
    const rows = Array.from({ length: missing }, (_, index) => ({
      ...emptyRow(index + 1),
      content: paragraphsOf(`Here stands the text of room ${String(index + 1)}.`),
    }))
    const input = { meeting: open.id as MeetingId, rows, source: 'bench' }
    const done = await importRecommendations(db, actorOf(rapporteur), input)
    if (!done.ok) throw new Error(done.refusal)
  }
  return (await find()).slice(0, rooms).map((row) => row.document_id as DocumentId)
}

/** Gives a text the life that a log tells, with the snapshot that closing it would have left. */
async function writeLog(db: Db, document: DocumentId, log: readonly Uint8Array[]): Promise<void> {
  const at = new Date()
  await db.deleteFrom('document_snapshot').where('document_id', '=', document).execute()
  await db.deleteFrom('document_update').where('document_id', '=', document).execute()
  const ids = await db.transaction().execute((tx) =>
    appendDocumentUpdates(
      tx,
      log.map((payload) => ({ document, payload, participant: undefined, at })),
    ),
  )
  const doc = new Y.Doc({ gc: false })
  doc.transact(() => {
    for (const update of log) Y.applyUpdate(doc, update)
  })
  const state = Y.encodeStateAsUpdate(doc)
  await saveDocumentSnapshot(db, { document, updateId: ids.at(-1) ?? 0, state, at })
  doc.destroy()
}

function startPeer(
  name: Exclude<ServerName, 'ours'>,
  { history, folder = '' }: Setting,
): Promise<BenchServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', `tests/bench/peers/${name}.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BENCH_HISTORY: history ?? '', BENCH_FOLDER: folder },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return new Promise((resolve, reject) => {
    void ended.then(() => reject(new Error(`${name} ended before it served.`)))
    createInterface(child.stdout).on('line', (line) => {
      const port = /^port (\d+)/.exec(line)?.[1]
      if (!port) return
      resolve({
        urlsOf: (room) => [`ws://127.0.0.1:${port}/bench${String(room)}`],
        nameOf: (room) => (name === 'hocuspocus' ? `bench${String(room)}` : undefined),
        writers: [],
        readers: [],
        processIds: [child.pid ?? 0],
        kill,
        stop: kill,
      })
    })
  })
}
