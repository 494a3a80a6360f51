import type { DelegationId } from '#domain/ids'
import { amendmentIs, type AmendmentStatus } from '#domain/status'

/**
 * What an amendment is: another wording of a text, a paragraph that is not there yet, or that a paragraph shall
 * not be there.
 */
export const amendmentKinds = ['text', 'new-paragraph', 'deletion'] as const
export type AmendmentKind = (typeof amendmentKinds)[number]

/**
 * Whether an amendment can itself be amended. One level is what a room can follow: anyone who wants to change a
 * sub-amendment speaks to its sponsors or amends the amendment; and a deletion has no words to change.
 */
export const isAmendable = (item: {
  kind: AmendmentKind
  status: AmendmentStatus
  parent: object | undefined
}): boolean => amendmentIs.tabled(item.status) && item.parent === undefined && item.kind !== 'deletion'

/** What becomes of an amendment when a delegation takes its name off it. */
export type Parting =
  { becomes: 'goes-on' } | { becomes: 'handed-over'; to: DelegationId } | { becomes: 'withdrawn' }

/**
 * A tabled amendment lives while somebody stands behind it: when its last proposer leaves, the sponsor that
 * joined first proposes it from then on; when no one is left it is withdrawn. The words stay theirs who wrote them.
 */
export function partingOf(
  item: { proposers: readonly DelegationId[]; sponsors: readonly DelegationId[] },
  leaving: DelegationId,
): Parting {
  if (item.proposers.some((proposer) => proposer !== leaving)) return { becomes: 'goes-on' }
  const [next] = item.sponsors.filter((sponsor) => sponsor !== leaving)
  return next ? { becomes: 'handed-over', to: next } : { becomes: 'withdrawn' }
}
