import { parentPort, workerData } from 'node:worker_threads'
import { fitLanguages, transferable } from '#domain/consolidation/overlap/fitted'
import { fromStoredTerms, itemOf, toStoredTerms } from '#domain/consolidation/overlap/item-terms'
import type { FitJob, FitResult } from './fit-job'

/** The program of a thread of its own: reads the texts, learns from them and hands over what it has made. */
function fit({ items }: FitJob): FitResult {
  const read: FitResult['read'] = {}
  const known = items.map((item) => {
    const { id, language } = item
    if (item.text === undefined) return { ...fromStoredTerms(id, item), language }
    const made = itemOf(id, item.text, language)
    read[id] = toStoredTerms(made)
    return { ...made, language }
  })
  return { fitted: fitLanguages(known), read }
}

const result = fit((workerData as { job: FitJob }).job)
parentPort?.postMessage(result, Object.values(result.fitted).flatMap(transferable))
