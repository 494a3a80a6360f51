import type { Db } from '#db/client'
import type { Actor } from '#domain/people/participants'
import type { Result } from '#server/frame/refusal'
import { planImport, type ImportReport, type Input } from './plan'

/** What an import would take, refuse and pass over; nothing is written. */
export async function previewImport(
  db: Db,
  actor: Actor,
  input: Input,
): Promise<Result<{ report: ImportReport }>> {
  const plan = await planImport(db, actor, input)
  return plan.ok ? { ok: true, report: plan.report } : plan
}
