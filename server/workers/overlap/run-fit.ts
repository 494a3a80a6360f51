import { Worker } from 'node:worker_threads'
import type { FitJob, FitResult } from './fit-job'

/** A workplan with more text than this allows is refused, not the rest of the server. */
const memoryMegabytes = 1_024

/**
 * Learns from items in a thread of its own, so that pages are served meanwhile.
 * @throws if the thread fails, or if `signal` is aborted.
 */
export function runFit(job: FitJob, signal: AbortSignal): Promise<FitResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
      workerData: { program: new URL('./fit-thread.ts', import.meta.url).href, job },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    })
    const stop = () => void worker.terminate()
    signal.addEventListener('abort', stop)
    worker.once('message', (result: FitResult) => resolve(result))
    worker.once('error', reject)
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop)
      reject(new Error('The thread ended without a result.'))
    })
    if (signal.aborted) stop()
  })
}
