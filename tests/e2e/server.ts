import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../server-process'

declare module 'vitest' {
  interface ProvidedContext {
    baseURL: string
    /** The folder of the running server's data, for the command line beside it. */
    dataDir: string
  }
}

type Project = {
  provide: ((key: 'baseURL', value: string) => void) & ((key: 'dataDir', value: string) => void)
}

/** Vitest's global set-up: one real server with the sample workplan, for all browser tests. */
export default async function setup(project: Project) {
  const dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-e2e-'))
  const server = await startServer({ DATA_DIR: dataDir })
  project.provide('baseURL', server.url)
  project.provide('dataDir', dataDir)
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
