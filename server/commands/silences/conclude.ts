import type { Db } from '#db/client'
import { listDueSilences } from '#db/queries/silences'
import { finishSilence } from './finish-silence'

/**
 * Concludes every silence that has lasted until its deadline, each exactly once, whichever process notices first
 * and however late.
 * @returns how many it concluded, and when the next deadline is, if any.
 */
export async function concludeSilences(
  db: Db,
  now = new Date(),
): Promise<{ concluded: number; next: Date | undefined }> {
  const { due, next } = await listDueSilences(db, now)
  let concluded = 0
  for (const recommendation of due) {
    const result = await finishSilence(db, { kind: 'operator' }, recommendation, 'conclude-silence', {
      now,
    })
    if (result.ok) concluded += 1
  }
  return { concluded, next }
}
