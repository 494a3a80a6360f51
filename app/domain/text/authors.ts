import type { LocalizedText } from '#domain/languages'
import type { Role } from '#domain/people/participants'

/** Somebody who wrote words of a text, by the base id of the session that they wrote in. */
export type TextAuthor = {
  base: number
  /** The document in which they wrote them, where it is another one. */
  document?: string
  /** Their delegations; none for an officer. */
  names: LocalizedText[]
  codes: string[]
  /** Of an officer. Absent with no one known, as in an imported text. */
  role?: Role
  color: string
}
