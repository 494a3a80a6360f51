import { isTransient } from '#db/transient'

/** The first and the longest pause before the next attempt; doubled each time. */
const firstPauseMs = 50
const longestPauseMs = 2_000

/** Waits out passing failures of the database, however long they last; others are thrown. The first is reported. */
export async function withRetry<Result>(
  work: () => Promise<Result>,
  onFailure: (error: unknown) => void,
): Promise<Result> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      return await work()
    } catch (error) {
      if (pauseMs === firstPauseMs) onFailure(error)
      if (!isTransient(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
