import type { Db } from '#db/client'
import { findAmendment, moveAmendment } from '#db/queries/amendments'
import { endInformal } from '#db/queries/informals'
import { decideInformal } from '#domain/decide'
import type { InformalId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { inInformals, recordInformals } from './in-informals'

/** The Chair ends the group's work without a text; the reason is told to the room. */
export function dissolveInformals(
  db: Db,
  actor: Actor,
  input: { informal: InformalId; reason: string },
): Promise<Result> {
  return inInformals(db, actor, input.informal, async (frame, item, by, at) => {
    const { tx } = frame
    const decision = decideInformal(item, 'dissolve', actor)
    if (!decision.ok) return decision
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason-required')
    const amendment = await findAmendment(tx, item.amendment)
    if (!amendment) return refuse('not-found')
    const ended = await endInformal(tx, item, { to: decision.to, by: by.participant, reason, at })
    const moved = ended && (await moveAmendment(tx, amendment, 'withdrawn', {}, at))
    if (!moved) return refuse('changed-meanwhile')
    return recordInformals(frame, item, { type: 'informal.dissolved', reason, at })
  })
}
