// Plain JavaScript: a thread does not inherit what lets the main program run TypeScript.
import { workerData } from 'node:worker_threads'
import { tsImport } from 'tsx/esm/api'

await tsImport(workerData.program, import.meta.url)
