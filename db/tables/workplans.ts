import type { Generated } from 'kysely'
import type { Flag, Json } from './stored-types'

export type ExpertGroupTable = {
  id: string
  /** JSON: LocalizedText. */
  name: Json
  abbreviation: string
  parent_body: Json
  established_by: string
  /** The language in which titles are compulsory. */
  language: Generated<string>
  /** Whether lists name the delegations that proposed an item. */
  shows_proposers: Generated<Flag>
}

export type WorkplanTable = {
  id: string
  expert_group_id: string
  title: Json
  from_year: number
  to_year: number
}
