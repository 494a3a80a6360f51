import { z } from 'zod'
import type { LocalizedText } from '#domain/languages'
import { kindRights, rightsKinds, type RightsTable } from '#domain/permissions/kinds'

/** A stored word that must be one of a list; anything else means that the database was altered by hand. */
export function oneOf<Word extends string>(words: readonly Word[], stored: string): Word {
  const found = words.find((word) => word === stored)
  if (!found) throw new Error(`The database holds "${stored}", which is none of ${words.join(', ')}.`)
  return found
}

const rightsTable = z.record(z.enum(rightsKinds), z.array(z.enum(kindRights)))

/** A meeting's own table of rights; undefined where the usual one holds. */
export const rightsIn = (json: string | null): RightsTable | undefined =>
  json === null ? undefined : rightsTable.parse(JSON.parse(json))

/** A name that we stored as JSON. */
export const localizedText = (json: string): LocalizedText => JSON.parse(json) as LocalizedText
