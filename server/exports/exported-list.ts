import { z } from 'zod'
import type { List } from '#db/queries/lists'
import { listKinds, type ListFacts } from '#domain/canonical-list'
import { languages, localized, type Language, type LocalizedText } from '#domain/languages'
import { recommendationKinds } from '#domain/recommendations'

const text = z.partialRecord(z.enum(languages), z.string())

/** The canonical form of a list as it is stored; checked again on the way out, for a database may be altered by hand. */
const factsSchema: z.ZodType<ListFacts> = z.object({
  group: text,
  meeting: text,
  kind: z.enum(listKinds),
  issuedAt: z.string(),
  title: text,
  items: z.array(
    z.object({
      label: z.string(),
      heading: text,
      kind: z.enum(recommendationKinds),
      text,
      proposers: z.array(z.string()),
      tags: z.array(z.string()),
      mandates: z.array(z.string()),
      lineage: z.array(
        z.object({ sourceList: z.string(), sourceLabel: z.string(), disposition: z.string() }),
      ),
    }),
  ),
})

/** A list as an export sees it: what it says, its hash, and the language in which headings are wanted. */
export type ExportedList = {
  id: string
  hash: string
  canonical: string
  facts: ListFacts
  language: Language
}

/** @throws when the stored canonical form is none. */
export function exportedList(list: List, language: Language): ExportedList {
  const { id, hash, canonical } = list
  return { id, hash, canonical, facts: factsSchema.parse(JSON.parse(canonical)), language }
}

export const inLanguage = (list: ExportedList, name: LocalizedText) => localized(name, list.language)

type Item = ListFacts['items'][number]

/** The items under their headings, in order. */
export function itemsByHeading(list: ExportedList): { heading: LocalizedText; items: Item[] }[] {
  const groups: { heading: LocalizedText; items: Item[] }[] = []
  for (const item of list.facts.items) {
    const last = groups.at(-1)
    if (last && JSON.stringify(last.heading) === JSON.stringify(item.heading)) last.items.push(item)
    else groups.push({ heading: item.heading, items: [item] })
  }
  return groups
}

/** The text of an item in the wanted language, or in the one it has. */
export const itemText = (list: ExportedList, item: Item) => localized(item.text, list.language)
