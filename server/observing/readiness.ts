import { pingDatabase, type Db } from '#db/client'

/** Whether this process should be sent requests. */
export type Readiness = {
  check: () => Promise<{ ready: true } | { ready: false; because: string }>
  /** From here on it is not: it ends. */
  end: () => void
}

/** How long the database may take to answer, in milliseconds. */
const patienceMs = 2_000

/** Ready while the database answers and the process is not about to end. */
export function createReadiness(db: Db): Readiness {
  let isEnding = false
  return {
    check: async () => {
      if (isEnding) return { ready: false, because: 'The process is ending.' }
      try {
        await Promise.race([pingDatabase(db), timeout(patienceMs)])
        return { ready: true }
      } catch {
        return { ready: false, because: 'The database does not answer.' }
      }
    },
    end: () => {
      isEnding = true
    },
  }
}

const timeout = (ms: number) =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error('Too long.')), ms).unref()
  })
