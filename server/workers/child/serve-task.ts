import { done, next } from './run-child'

/** Sends a message to the process that asked, and waits until it has been dealt with. */
export type Send = (message: unknown) => Promise<void>

/**
 * What a child process does: reads its job and the file, works, and ends. It ends as well when the process that asked
 * for it is gone.
 */
export function serveTask(work: (job: unknown, bytes: Uint8Array, send: Send) => Promise<void>): void {
  process.on('disconnect', () => process.exit(1))
  process.once('message', (message) => {
    const job = typeof message === 'object' && message !== null && 'job' in message ? message.job : undefined
    readInput()
      .then((bytes) => work(job, bytes, send))
      .then(() => process.send?.(done, () => process.exit(0)))
      .catch((error: unknown) => {
        process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error))
        process.exit(1)
      })
  })
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) if (chunk instanceof Buffer) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function send(message: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    process.once('message', (answer) => {
      if (answer === next) resolve()
      else reject(new Error('An unknown answer.'))
    })
    process.send?.(message)
  })
}
