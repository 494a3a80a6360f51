/** What of a text the Chair has on the screen: the text alone, with what is tabled to it, or one amendment large. */
export const roomViews = ['text', 'amendments', 'amendment'] as const
export type RoomView = (typeof roomViews)[number]

/** What comes before and after the one that is shown; before anything is shown, the first comes next. */
export function neighboursOf<Id>(
  ids: readonly Id[],
  shown: Id | undefined,
): { previous: Id | undefined; next: Id | undefined } {
  const at = shown === undefined ? -1 : ids.indexOf(shown)
  return { previous: at > 0 ? ids[at - 1] : undefined, next: ids[at + 1] }
}
