import { canonicalJson, sha256 } from '#domain/hash'
import type { ListItemId } from '#domain/ids'
import { isEmptyRemark, isSameRemark, type Remark } from './comments'

/** What a remark says, in a word that two remarks share only where they say the same; empty for an empty one. */
export const remarkKey = ({ position, body }: Pick<Remark, 'position' | 'body'>): string =>
  isEmptyRemark({ position, body }) ? '' : sha256(canonicalJson([position ?? '', body]))

export const textKey = (text: string): string => (text === '' ? '' : sha256(text))

/** What somebody began with: the keys of the remarks, by item, and of the general remarks. */
export type SeenAnswer = { general: string; items: ReadonlyMap<ListItemId, string> }
export const nothingSeen: SeenAnswer = { general: '', items: new Map() }

/**
 * Joins what somebody wrote with what colleagues have saved since they began. Each item is joined by itself: where one
 * side changed nothing, the other one stands. Where both changed the same item, what is saved stays, and the item is a
 * conflict that the writer decides.
 */
export function mergeRemarks(
  saved: readonly Remark[],
  written: readonly Remark[],
  seen: SeenAnswer['items'],
): { merged: Remark[]; conflicts: ListItemId[] } {
  const on = (remarks: readonly Remark[], item: ListItemId): Remark =>
    remarks.find((remark) => remark.item === item) ?? { item, position: undefined, body: '' }
  const conflicts: ListItemId[] = []
  const merged = [...new Set([...saved, ...written].map(({ item }) => item))].map((item): Remark => {
    const [theirs, mine, before] = [on(saved, item), on(written, item), seen.get(item) ?? '']
    if (remarkKey(mine) === before || isSameRemark(mine, theirs)) return theirs
    if (remarkKey(theirs) === before) return mine
    conflicts.push(item)
    return theirs
  })
  return { merged: merged.filter((remark) => !isEmptyRemark(remark)), conflicts }
}

/** The same for the general remarks. @returns undefined where both sides changed them. */
export function mergeText(saved: string, written: string, seen: string): string | undefined {
  if (textKey(written) === seen || written === saved) return saved
  return textKey(saved) === seen ? written : undefined
}
