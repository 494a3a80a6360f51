import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What one child process may cost. */
export type ChildLimits = { memoryMegabytes: number; seconds: number }

/** How a child process ended when it did not finish its work. */
export type ChildFailure = 'too-slow' | 'too-much-memory' | 'ended' | 'cancelled'

export class ChildFailed extends Error {
  constructor(
    readonly code: ChildFailure,
    /** What the process said last, for the log. */
    readonly output = '',
  ) {
    super(code)
  }
}

export type ChildTask = {
  /** The module that does the work: it calls `serveTask`. */
  module: URL
  /** What is to be done; it travels as structured clone. */
  job: unknown
  /** The file that a stranger sent; it travels by itself. */
  bytes: Uint8Array
  limits: ChildLimits
  signal?: AbortSignal | undefined
  /** Called for each message, one after the other: the child waits for it. */
  onMessage: (message: unknown) => Promise<void> | void
}

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** So much of what a process complains about is kept. */
const keptOutput = 4_000

/**
 * Does work on what strangers send in a process of its own: whatever it does to that process, this one goes on. The
 * child has no secrets in its environment, and is ended when it takes too long, uses too much memory, or is not needed
 * any more.
 * @throws ChildFailed
 */
export async function runChild({ module, job, bytes, limits, signal, onMessage }: ChildTask): Promise<void> {
  if (signal?.aborted) throw new ChildFailed('cancelled')
  const child = fork(fileURLToPath(module), [], {
    execArgv: [`--max-old-space-size=${String(limits.memoryMegabytes)}`, '--import', loader],
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    env: publicEnvironment(),
  })
  let output = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = `${output}${text}`.slice(-keptOutput)
  })
  let stopped: ChildFailure | undefined
  const stop = (reason: ChildFailure) => {
    stopped ??= reason
    child.kill('SIGKILL')
  }
  const onAbort = () => stop('cancelled')
  signal?.addEventListener('abort', onAbort)
  const timer = setTimeout(() => stop('too-slow'), limits.seconds * 1_000)
  try {
    await converse(child, job, bytes, onMessage)
  } catch (error) {
    if (stopped) throw new ChildFailed(stopped)
    if (error instanceof ChildEnded) throw new ChildFailed(failureOf(output), output)
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  }
}

class ChildEnded extends Error {}

/** Where programs and temporary files are; nothing of the server's own configuration. */
function publicEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'LANG']
  const kept = names.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []))
  return { NODE_ENV: 'production', ...Object.fromEntries(kept) }
}

const failureOf = (output: string): ChildFailure =>
  /heap out of memory|Array buffer allocation failed|Invalid array length/u.test(output)
    ? 'too-much-memory'
    : 'ended'

/** Sends the work, and hands on one message after the other until the child says that it is done. */
function converse(
  child: ChildProcess,
  job: unknown,
  bytes: Uint8Array,
  onMessage: ChildTask['onMessage'],
): Promise<void> {
  return new Promise((resolve, reject) => {
    let handled = Promise.resolve()
    child.on('message', (message: unknown) => {
      handled = handled
        .then(async () => {
          if (message === done) {
            resolve()
            return
          }
          await onMessage(message)
          if (child.connected) child.send(next)
        })
        .catch(reject)
    })
    child.on('error', reject)
    // The last messages may still be on their way when the process has ended.
    child.on('close', () => void handled.then(() => reject(new ChildEnded('The process ended.')), reject))
    // A process that ends early does not read to the end.
    child.stdin?.on('error', () => undefined)
    child.send({ job }, (error) => {
      if (error) reject(new ChildEnded(error.message))
    })
    child.stdin?.end(bytes)
  })
}

/** What both sides say to each other besides the work's own messages. */
export const done = 'done'
export const next = 'next'
