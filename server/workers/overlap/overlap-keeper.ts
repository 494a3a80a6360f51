import type { Logger } from 'pino'
import type { Db } from '#db/client'
import {
  listItemTerms,
  listTextStamps,
  setItemTerms,
  type ItemTerms,
  type TextStamp,
} from '#db/queries/overlap-terms'
import { fromStoredTerms, itemOf, toStoredTerms } from '#domain/consolidation/overlap/item-terms'
import { WorkplanOverlap } from '#domain/consolidation/overlap/workplan-overlap'
import type { RecommendationId, WorkplanId } from '#domain/ids'
import { termsVersion } from '#domain/search/terms'
import { runFit } from './run-fit'

/** Chinese is segmented by the dictionary of this ICU: another one may read other words. */
const readBy = `${String(termsVersion)} ${process.versions.icu}`

/** As many rows as are read or written without letting others have their turn. */
const rowsAtOnce = 500
/** More items than this that have changed at once are read by the thread. */
const mostAtOnce = 100
/** While items change, models are learnt again this often at most. */
const refitAfterMs = 30_000
/** After a failure. */
const retryAfterMs = 60_000
/** The models of so many workplans are kept; the one that was not asked for longest is dropped. */
const mostWorkplans = 8

export type OverlapKeeper = {
  /** How much a workplan's items overlap now; undefined while that is worked out for the first time. */
  find: (workplan: WorkplanId) => Promise<WorkplanOverlap | undefined>
  /** The same, after waiting for it. */
  get: (workplan: WorkplanId) => Promise<WorkplanOverlap>
  close: () => Promise<void>
}

type Kept = { overlap: WorkplanOverlap; stamps: Map<RecommendationId, string>; fittedAt: number }

/**
 * Keeps a model for each workplan that is asked for. Items that change are followed one by one; in the background a
 * thread learns the models again.
 * @param onReady called when a workplan can be asked for, or has been learnt again.
 */
export function openOverlap(
  db: Db,
  logger: Pick<Logger, 'error'>,
  onReady: (workplan: WorkplanId) => void = () => undefined,
): OverlapKeeper {
  const kept = new Map<WorkplanId, Kept>()
  const fitting = new Map<WorkplanId, Promise<void>>()
  const failedAt = new Map<WorkplanId, number>()
  const closing = new AbortController()
  // One thread at a time, whatever is asked for.
  let last: Promise<unknown> = Promise.resolve()

  const keep = (workplan: WorkplanId, models: Kept) => {
    kept.delete(workplan)
    kept.set(workplan, models)
    const [oldest] = kept.keys()
    if (kept.size > mostWorkplans && oldest) kept.delete(oldest)
  }

  const fit = async (workplan: WorkplanId) => {
    const stamps = await listTextStamps(db, workplan)
    const items: ItemTerms[] = []
    for (const some of portions(stamps)) {
      items.push(
        ...(await listItemTerms(
          db,
          some.map(({ id }) => id),
          readBy,
        )),
      )
      await nextTurn()
    }
    const { fitted, read } = await runFit({ items }, closing.signal)
    keep(workplan, {
      overlap: new WorkplanOverlap(fitted),
      stamps: new Map(items.map((item) => [item.id, stampOf(item)])),
      fittedAt: Date.now(),
    })
    onReady(workplan)
    const made = items.flatMap((item) => {
      const terms = read[item.id]
      return terms ? [{ ...item, ...terms }] : []
    })
    for (const some of portions(made)) {
      await db.transaction().execute((tx) => setItemTerms(tx, some, readBy))
      await nextTurn()
    }
  }

  const startFit = (workplan: WorkplanId): Promise<void> => {
    const running = fitting.get(workplan)
    if (running) return running
    const work = last.then(() => fit(workplan))
    const done = work.then(() => void failedAt.delete(workplan)).finally(() => fitting.delete(workplan))
    last = done.catch((error: unknown) => {
      failedAt.set(workplan, Date.now())
      if (!closing.signal.aborted) logger.error({ err: error, workplan }, 'Failed to learn how items overlap')
    })
    fitting.set(workplan, done)
    return done
  }

  const startFitUnwatched = (workplan: WorkplanId) => {
    if (closing.signal.aborted || Date.now() - (failedAt.get(workplan) ?? 0) < retryAfterMs) return
    // What goes wrong has been logged.
    startFit(workplan).catch(() => undefined)
  }

  const follow = async ({ overlap, stamps }: Kept, now: readonly TextStamp[]) => {
    const changed = now.filter((stamp) => stamps.get(stamp.id) !== stampOf(stamp))
    if (changed.length > mostAtOnce) return 'too-many'
    const here = new Set(now.map(({ id }) => id))
    for (const id of [...stamps.keys()].filter((recommendationId) => !here.has(recommendationId))) {
      overlap.delete(id)
      stamps.delete(id)
    }
    let isNew = false
    for (const item of await listItemTerms(
      db,
      changed.map(({ id }) => id),
      readBy,
    )) {
      const made =
        item.text === undefined ? fromStoredTerms(item.id, item) : itemOf(item.id, item.text, item.language)
      if (!overlap.set({ ...made, id: item.id, language: item.language })) isNew = true
      stamps.set(item.id, stampOf(item))
      if (item.text !== undefined) {
        await db
          .transaction()
          .execute((tx) => setItemTerms(tx, [{ ...item, ...toStoredTerms(made) }], readBy))
      }
    }
    return isNew ? 'new-language' : 'followed'
  }

  const find = async (workplan: WorkplanId) => {
    const models = kept.get(workplan)
    if (!models) {
      startFitUnwatched(workplan)
      return undefined
    }
    keep(workplan, models)
    const followed = await follow(models, await listTextStamps(db, workplan))
    const isOld = Date.now() - models.fittedAt > refitAfterMs
    if (followed !== 'followed' || (isOld && models.overlap.drift > 0)) startFitUnwatched(workplan)
    return models.overlap
  }

  return {
    find,
    get: async (workplan) => {
      if (!kept.has(workplan)) await startFit(workplan)
      const overlap = await find(workplan)
      if (!overlap) throw new Error('What was kept is gone.')
      return overlap
    },
    close: async () => {
      closing.abort()
      await last
    },
  }
}

const stampOf = ({ language, changedAt }: TextStamp) => `${language} ${changedAt}`

function* portions<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += rowsAtOnce) yield items.slice(start, start + rowsAtOnce)
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
