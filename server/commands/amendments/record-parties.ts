import type { Amendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import type { DelegationId } from '#domain/ids'
import type { Frame } from '#server/frame/command'
import type { Result } from '#server/frame/refusal'

/** Records who drafts a private amendment: only its drafters learn of it. */
export async function recordDrafters(
  { tx, record }: Frame,
  item: Amendment,
  type: 'amendment.invited' | 'amendment.joined' | 'amendment.left',
  delegation: DelegationId,
): Promise<Result> {
  await raiseAccessVersion(tx, item.document)
  await record({
    type,
    subject: item.id,
    meeting: item.recommendation.meeting,
    detail: { delegation, parties: [...item.proposers, ...item.sponsors, ...item.invited] },
    at: new Date(),
  })
  return { ok: true }
}

/** Records who puts their name to a tabled amendment. */
export async function recordSponsors(
  { tx, record }: Frame,
  item: Amendment,
  type: 'amendment.sponsored' | 'amendment.sponsor-left' | 'amendment.handed-over',
  delegation: DelegationId,
): Promise<Result> {
  await raiseAccessVersion(tx, item.document)
  await record({
    type,
    subject: item.id,
    meeting: item.recommendation.meeting,
    detail: { delegation },
    at: new Date(),
  })
  return { ok: true }
}
