import { amendmentIs } from '#domain/status'
import type { Db } from '#db/client'
import { listAllAmendments } from '#db/queries/amendments'
import { listPositions } from '#db/queries/positions'
import { canonicalJson, sha256 } from '#domain/hash'
import type { AmendmentId, DelegationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'

/** What stands against recording that the room agrees. */
export type OpenMatters = {
  amendments: { id: AmendmentId; parties: DelegationId[] }[]
  /** Delegations that cannot accept the text. */
  objections: DelegationId[]
  /** Names all of it: anyone who confirms has seen just this. */
  seen: string
}

/** Undefined where nothing is open. For the Chair, who is told also what delegations told the Chair alone. */
export async function readOpenMatters(
  db: Db,
  item: Pick<Recommendation, 'id'>,
): Promise<OpenMatters | undefined> {
  const [all, positions] = await Promise.all([listAllAmendments(db, item.id), listPositions(db, item.id)])
  const amendments = all
    .filter((amendment) => amendmentIs.tabled(amendment.status))
    .map((amendment) => ({ id: amendment.id, parties: [...amendment.proposers, ...amendment.sponsors] }))
  const objections = positions
    .filter((position) => position.stance === 'cannot-accept')
    .map((position) => position.delegation)
    .toSorted()
  if (amendments.length === 0 && objections.length === 0) return undefined
  return {
    amendments,
    objections,
    seen: sha256(canonicalJson({ amendments: amendments.map(({ id }) => id), objections })),
  }
}
