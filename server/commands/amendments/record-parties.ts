import type { Amendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import type { DelegationId } from '#domain/ids'
import type { Frame } from '#server/frame/command'
import type { Result } from '#server/frame/refusal'

type Drafting = 'amendment.invited' | 'amendment.joined' | 'amendment.left'
type Sponsoring = 'amendment.sponsored' | 'amendment.sponsor-left' | 'amendment.handed-over'

async function recordParty(
  { tx, record }: Frame,
  item: Amendment,
  event:
    | { type: Drafting; detail: { delegation: DelegationId; parties: DelegationId[] } }
    | {
        type: Sponsoring
        detail: { delegation: DelegationId }
      },
): Promise<Result> {
  await raiseAccessVersion(tx, item.document)
  await record({ ...event, subject: item.id, meeting: item.recommendation.meeting, at: new Date() })
  return { ok: true }
}

/** Records who drafts a private amendment: only its drafters learn of it. */
export const recordDrafters = (
  frame: Frame,
  item: Amendment,
  type: Drafting,
  delegation: DelegationId,
): Promise<Result> =>
  recordParty(frame, item, {
    type,
    detail: { delegation, parties: [...item.proposers, ...item.sponsors, ...item.invited] },
  })

/** Records who puts their name to a tabled amendment. */
export const recordSponsors = (
  frame: Frame,
  item: Amendment,
  type: Sponsoring,
  delegation: DelegationId,
): Promise<Result> => recordParty(frame, item, { type, detail: { delegation } })
