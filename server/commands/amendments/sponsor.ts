import type { Db } from '#db/client'
import { joinAmendment } from '#db/queries/amendments'
import type { AmendmentId } from '#domain/ids'
import { delegationIn, type Actor } from '#domain/people/participants'
import { amendmentIs } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { recordDrafters, recordSponsors } from './record-parties'

/** A delegation puts its name to an amendment. */
export function sponsorAmendment(db: Db, actor: Actor, input: { amendment: AmendmentId }): Promise<Result> {
  return command(db, actor, async (frame) => {
    const { tx, see, allow, person } = frame
    const item = await see.amendment(input.amendment)
    const by = person()
    const delegation = delegationIn(by, item)
    allow('amendment.sponsor', item)
    if (!delegation) return refuse('not-permitted')
    await joinAmendment(tx, item.id, delegation, 'sponsor', new Date())
    return amendmentIs.draft(item.status)
      ? recordDrafters(frame, item, 'amendment.joined', delegation)
      : recordSponsors(frame, item, 'amendment.sponsored', delegation)
  })
}
