import type { DelegationId, ListItemId } from '#domain/ids'
import type { DelegationKind } from '#domain/people/participants'
import { commentPositions, type CommentPosition } from './comments'

/** What a reader of published comments looks for; what is absent makes no difference. */
export type RemarkFilter = {
  item?: string | undefined
  delegation?: string | undefined
  kind?: string | undefined
  position?: string | undefined
}

type Version = { comments: readonly { item: ListItemId; position: CommentPosition }[] }
type Submission = { delegation: DelegationId; versions: readonly Version[] }

/**
 * The submissions that have what is looked for. Where an item or a position is looked for, each with the items whose
 * remarks fit in its newest version: the rest of it is left out.
 */
export function filterRemarks<Of extends Submission>(
  submissions: readonly Of[],
  { item: asked, delegation: by, kind, position: stance }: RemarkFilter,
  kindOf: (delegation: DelegationId) => DelegationKind | undefined,
): { submission: Of; items: ListItemId[] | undefined }[] {
  return submissions
    .filter(({ delegation }) => (!by || delegation === by) && (!kind || kindOf(delegation) === kind))
    .flatMap((submission): { submission: Of; items: ListItemId[] | undefined }[] => {
      if (!asked && !stance) return [{ submission, items: undefined }]
      const items = (submission.versions[0]?.comments ?? [])
        .filter(({ item, position }) => (!asked || item === asked) && (!stance || position === stance))
        .map(({ item }) => item)
      return items.length > 0 ? [{ submission, items }] : []
    })
}

/** How many remarks take each position, in the newest versions. */
export function countPositions(submissions: readonly Submission[]): Record<CommentPosition, number> {
  const counts = Object.fromEntries(commentPositions.map((position) => [position, 0])) as Record<
    CommentPosition,
    number
  >
  for (const { versions } of submissions) {
    for (const { position } of versions[0]?.comments ?? []) counts[position] += 1
  }
  return counts
}
