import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export type ServerProcess = {
  url: string
  processId: number
  /** What it has logged. */
  log: () => string
  /** Resolves with its exit code; null where a signal ended it. */
  exited: Promise<number | null>
  /** Ends it as a crash would: no chance to tidy up. */
  kill: () => Promise<void>
  stop: () => Promise<void>
}

/**
 * Starts the real server as a process of its own on a free port, and waits until it serves.
 * @throws with what it printed when it ends instead.
 */
export function startServer(environment: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/index.ts'], {
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', HOST: '127.0.0.1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return new Promise((resolve, reject) => {
    let complaint = ''
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString()
      if (process.env['SHOW_SERVER']) process.stderr.write(chunk)
    })
    createInterface(child.stdout).on('line', (line) => {
      const port = /http:\/\/localhost:(\d+)/.exec(line)?.[1]
      if (!port) return
      resolve({
        url: `http://127.0.0.1:${port}`,
        processId: child.pid ?? 0,
        log: () => complaint,
        exited: ended,
        kill: () => end('SIGKILL'),
        stop: () => end('SIGTERM'),
      })
    })
    void ended.then(() => reject(new Error(`The server ended before it served: ${complaint}`)))
  })
}
