import type { CommentId, ListItemId } from '#domain/ids'

/** What a comment says of the item it is on. */
export const commentPositions = [
  'support',
  'support-with-changes',
  'objection',
  'question',
  'observation',
] as const
export type CommentPosition = (typeof commentPositions)[number]

/** The longest remark on one item and the longest general remarks, in characters. */
export const longestComment = 20_000

/** What a delegation writes on one item. Its position is chosen; until then there is none. */
export type Remark = { item: ListItemId; position: CommentPosition | undefined; body: string }

/** A remark as it was submitted; `late` where it came, or was changed, after the deadline. */
export type SubmittedRemark = {
  id: CommentId
  item: ListItemId
  position: CommentPosition
  body: string
  late: boolean
}

export const isEmptyRemark = ({ position, body }: Pick<Remark, 'position' | 'body'>): boolean =>
  position === undefined && body.trim() === ''

export const isSameRemark = (
  a: Pick<Remark, 'position' | 'body'> | undefined,
  b: Pick<Remark, 'position' | 'body'> | undefined,
): boolean => a?.position === b?.position && (a?.body ?? '') === (b?.body ?? '')

/**
 * Which remarks of a submission after the deadline are late: those that were not submitted word for word in time.
 * @param inTime the remarks of the last version before the deadline; none where there is no such version.
 */
export const lateItems = (remarks: readonly Remark[], inTime: readonly Remark[]): Set<ListItemId> =>
  new Set(
    remarks
      .filter((remark) => {
        const before = inTime.find((candidate) => candidate.item === remark.item)
        return !before || !isSameRemark(before, remark)
      })
      .map(({ item }) => item),
  )
