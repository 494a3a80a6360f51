import type { Refusal } from '#server/frame/refusal'

/** A form that was posted and refused: to which address, why, which fields were wrong, and what was typed. */
export type RefusedPost = {
  path: string
  refusal: Refusal
  fields: readonly string[]
  typed: Record<string, string>
}
