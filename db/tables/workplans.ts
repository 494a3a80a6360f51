import type { Json } from './stored-types'

export type ExpertGroupTable = {
  id: string
  /** JSON: LocalizedText. */
  name: Json
  abbreviation: string
  parent_body: Json
  established_by: string
}

export type WorkplanTable = {
  id: string
  expert_group_id: string
  title: Json
  from_year: number
  to_year: number
}
