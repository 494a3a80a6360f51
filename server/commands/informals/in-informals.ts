import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import { lockInformal, type Informal } from '#db/queries/informals'
import type { DelegationId, InformalId } from '#domain/ids'
import { type Actor, type SignedInActor } from '#domain/people/participants'
import { command, type Frame } from '#server/frame/command'
import { type Result } from '#server/frame/refusal'

/** What is done in informals by those who may see them, one change at a time. */
export function inInformals(
  db: Db,
  actor: Actor,
  id: InformalId,
  work: (frame: Frame, item: Informal, by: SignedInActor, at: Date) => Promise<Result>,
): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { tx, see, person } = frame
    await lockInformal(tx, id)
    const item = await see.informal(id)
    const by = person()
    return work(frame, item, by, new Date())
  })
}

export async function recordInformals(
  { tx, record }: Frame,
  item: Informal,
  event: { at: Date } & (
    { type: 'informal.left'; delegation: DelegationId } | { type: 'informal.dissolved'; reason: string }
  ),
): Promise<Result> {
  const amendment = await findAmendment(tx, item.amendment)
  if (amendment) await raiseAccessVersion(tx, amendment.document)
  const { meeting, id: recommendation } = item.recommendation
  const known = { subject: item.amendment, meeting, at: event.at }
  const detail = { recommendation, informal: item.id }
  await record(
    event.type === 'informal.left'
      ? { ...known, type: event.type, detail: { ...detail, delegation: event.delegation } }
      : { ...known, type: event.type, detail, reason: event.reason },
  )
  return { ok: true }
}
