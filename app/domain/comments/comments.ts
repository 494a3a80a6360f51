/** What a comment says of the item it is on. */
export const commentPositions = ['support', 'support-with-changes', 'question', 'objection'] as const
export type CommentPosition = (typeof commentPositions)[number]

/** The longest remark on one item and the longest general remarks, in characters. */
export const longestComment = 20_000
