import { cpus, loadavg } from 'node:os'
import { missingData } from './data'
import { measureLanguages, measureQuality, measureTwice, type Quality } from './quality'
import { measureSpeed, type Seconds } from './speed'

/** What must be reached; the labels are weak, so that a difference of .01 means nothing. */
const floors: Partial<Quality> = {
  auc: 0.91,
  averagePrecision: 0.915,
  f1: 0.855,
  precisionAt100: 0.98,
  allPairs: 0.475,
  groupsF1: 0.51,
}
/** Seconds, seconds and milliseconds at most. */
const limits = { fromNothing: 3, fromStored: 2, insertP95: 5 }

const names: Record<keyof Quality, string> = {
  auc: 'area under the curve',
  averagePrecision: 'average precision',
  f1: 'F1 at the best threshold',
  precisionAt50: 'precision at 50',
  precisionAt100: 'precision at 100',
  precisionAt200: 'precision at 200',
  allPairs: 'average precision, all pairs',
  groupsF1: 'groups, pairwise F1',
  groupsBCubed: 'groups, BCubed F1',
}

/** Others on the machine lengthen the clock, helping threads the time of the processor. */
const shorter = ({ processor, clock }: Seconds) => Math.min(processor, clock)

/** Prints how well and how quickly overlap is found, beside the plain baseline. @returns whether all floors hold. */
export function runOverlap(): boolean {
  const missing = missingData()
  if (missing) {
    console.log(
      `overlap: not measured, because ${missing} is not here. The labelled pairs are not part of the project.`,
    )
    console.log(JSON.stringify({ bench: 'overlap', ours: {}, peers: {}, ratios: {}, missing, ok: false }))
    return false
  }
  const load = loadavg()[0] ?? 0
  console.log(
    `overlap: pairs and clusters that the United Nations put together, and 10,000 recommendations. One thread; ` +
      `${String(cpus().length)} processors, load ${load.toFixed(1)} at the start.`,
  )
  // First, while nothing is warm.
  const speed = measureSpeed()
  const { ours, plain, shareOfAllPairs } = measureQuality()
  const keys = Object.keys(names) as (keyof Quality)[]
  console.log(`${''.padEnd(30)} ${'ours'.padStart(7)} ${'plain'.padStart(7)} ${'floor'.padStart(7)}`)
  const figure = (value: number | undefined) => (value === undefined ? '' : value.toFixed(3)).padStart(7)
  for (const key of keys) {
    console.log(`${names[key].padEnd(30)} ${figure(ours[key])} ${figure(plain[key])} ${figure(floors[key])}`)
  }
  console.log(
    `all pairs: those within one State, of which ${(100 * shareOfAllPairs).toFixed(1)} % belong together`,
  )
  const twice = measureTwice()
  console.log(
    `the same from two sources: the first hit is right for ${String(twice.found)} of ${String(twice.of)}`,
  )
  const inLanguages = measureLanguages()
  const perLanguage = Object.entries(inLanguages).map(
    ([language, { found, of }]) => `${language} ${((100 * found) / of).toFixed(1)} %`,
  )
  console.log(`reworded texts, first hit right: ${perLanguage.join(', ')}`)
  const seconds = ({ processor, clock }: Seconds) =>
    `${processor.toFixed(2)} s (${clock.toFixed(2)} s on the clock)`
  console.log(
    `10,000 items, time of the processor: from nothing ${seconds(speed.fromNothing)}, ` +
      `tokens alone ${seconds(speed.tokens)}; from stored tokens ${seconds(speed.fromStored)}; ` +
      `${String(speed.pairs)} pairs, ${String(speed.groups)} groups`,
  )
  console.log(
    `one more item: p50 ${speed.insertP50.toFixed(2)} ms, p95 ${speed.insertP95.toFixed(2)} ms; ` +
      `the index keeps ${speed.memory.toFixed(0)} MB; taking it over from the worker ${seconds(speed.takingOver)}`,
  )
  const times = {
    fromNothing: shorter(speed.fromNothing),
    fromStored: shorter(speed.fromStored),
    insertP95: speed.insertP95,
  }
  const missed = [
    ...keys.filter((key) => ours[key] < (floors[key] ?? 0)),
    ...(Object.keys(limits) as (keyof typeof limits)[]).filter((key) => times[key] >= limits[key]),
  ]
  if (missed.length > 0) console.log(`missed: ${missed.join(', ')}`)
  const ratios = Object.fromEntries(keys.map((key) => [key, ours[key] / plain[key]]))
  const ok = missed.length === 0
  console.log(
    JSON.stringify({
      bench: 'overlap',
      ours: { ...ours, twice, languages: inLanguages, ...speed },
      peers: { plain },
      ratios,
      load,
      ok,
    }),
  )
  return ok
}
