import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { fitLanguages, unpack } from '#domain/consolidation/overlap/fitted'
import { itemOf } from '#domain/consolidation/overlap/item-terms'
import { readMany } from './data'
import { percentile } from './measures'

const items = 10_000
const insertions = 1_000

/** Seconds of the processor, which others on the machine do not lengthen, and on the clock. */
export type Seconds = { processor: number; clock: number }

export type Speed = {
  tokens: Seconds
  fromNothing: Seconds
  fromStored: Seconds
  /** Taking over what another thread has made, on the thread that serves pages. */
  takingOver: Seconds
  /** Milliseconds of the processor. */
  insertP50: number
  insertP95: number
  /** Megabytes that the index keeps. */
  memory: number
  pairs: number
  groups: number
}

/** How long suggestions over many items take, on one thread. */
export function measureSpeed(): Speed {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const texts = readMany(items + insertions)
  const named = texts.slice(0, items).map((text, at) => ({ id: String(at).padStart(6, '0'), text }))

  const start = stopwatch()
  const read = named.map(({ id, text }) => ({ ...itemOf(id, text, 'en'), language: 'en' as const }))
  const tokens = start()
  fitLanguages(read)
  const fromNothing = start()

  const stored = read.map(({ id, stems, instruments }) => ({ id, stems: stems.join(' '), instruments }))
  const restart = stopwatch()
  const fitted = fitLanguages(
    stored.map((row) => ({ ...row, stems: row.stems.split(' '), language: 'en' as const })),
  )
  const fromStored = restart()

  const { en } = fitted
  if (!en) throw new Error('There are English items.')
  collectGarbage()
  const before = used()
  const handedOver = stopwatch()
  const index = unpack(structuredClone(en))
  const takingOver = handedOver()
  collectGarbage()
  const memory = (used() - before) / 1e6

  const times = texts.slice(items).map((text, at) => {
    const insertion = stopwatch()
    index.set(itemOf(`later ${String(at)}`, text, 'en'))
    return insertion().processor * 1000
  })
  return {
    tokens,
    fromNothing,
    fromStored,
    takingOver,
    insertP50: percentile(times, 0.5),
    insertP95: percentile(times, 0.95),
    memory,
    pairs: en.links.from.length,
    groups: en.groups.length,
  }
}

function stopwatch(): () => Seconds {
  const [clock, processor] = [performance.now(), process.cpuUsage()]
  return () => {
    const { user, system } = process.cpuUsage(processor)
    return { processor: (user + system) / 1e6, clock: (performance.now() - clock) / 1000 }
  }
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
