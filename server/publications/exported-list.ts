import { z } from 'zod'
import { languages, localized, type Language, type LocalizedText } from '#domain/languages'
import type { RecommendationId } from '#domain/ids'
import { dispositionKinds } from '#domain/consolidation/dispositions'
import { listForm, listKinds, type ListFacts } from '#domain/lists/canonical-list'
import { headingLetterIn } from '#domain/lists/labels'
import { recommendationKinds } from '#domain/negotiation/recommendations'
import { preliminaryStatuses, recommendationIs } from '#domain/status'
import { frozenBlocksSchema, writtenBlocks, type WrittenBlock } from '#domain/text/frozen-text'
import { writtenLocales } from '#domain/time/written-dates'
import type { NotRetained } from './annexes'
import type { Recorded } from './recorded'
import { exportWords, sayInstant } from './words'

const text = z.partialRecord(z.enum(languages), z.string())

/** The canonical form of a list as it is stored; checked again on the way out, for a database may be altered by hand. */
const factsSchema: z.ZodType<ListFacts> = z.object({
  form: z.literal(listForm),
  group: text,
  meeting: text,
  kind: z.enum(listKinds),
  issuedAt: z.string(),
  symbol: z.string().nullable(),
  title: text,
  items: z.array(
    z.object({
      label: z.string(),
      heading: text,
      kind: z.enum(recommendationKinds),
      blocks: z.partialRecord(z.enum(languages), frozenBlocksSchema),
      text,
      proposers: z.array(z.string()),
      tags: z.array(z.string()),
      mandates: z.array(z.string()),
      lineage: z.array(
        z.object({
          source: z.custom<RecommendationId>((value) => typeof value === 'string'),
          sourceMeeting: text,
          sourceList: z.string().nullable(),
          sourceLabel: z.string().nullable(),
          sourceStatus: z.enum(preliminaryStatuses),
          disposition: z.string(),
        }),
      ),
    }),
  ),
})

/** The canonical form of a stored list; undefined where it is none. */
export function readFacts(canonical: string): ListFacts | undefined {
  try {
    return factsSchema.parse(JSON.parse(canonical))
  } catch {
    return undefined
  }
}

/** What a file says around the list, of facts that are no part of its canonical form. */
export type Surroundings = {
  /** Whether the list was issued, or shows how things stood without having been. */
  standing: 'issued' | 'view'
  timeZone: string
  /** The name of every delegation by its code, for codes are all that a list carries. */
  names: ReadonlyMap<string, LocalizedText>
  /** By label, what was recorded with the items; absent where it was not asked for. */
  recorded?: ReadonlyMap<string, Recorded>
  /** What surrounds an adopted list in a report: absent where it was not asked for. */
  annexes?: { notRetained: NotRetained[] }
}

/** A list as an export sees it: what it says, its hash, and the language in which headings are wanted. */
export type ExportedList = Surroundings & {
  id: string
  hash: string
  canonical: string
  facts: ListFacts
  language: Language
}

/** @throws when the stored canonical form is none. */
export function exportedList(
  list: { id: string; hash: string; canonical: string },
  language: Language,
  around: Surroundings,
): ExportedList {
  const { id, hash, canonical } = list
  return { ...around, id, hash, canonical, facts: factsSchema.parse(JSON.parse(canonical)), language }
}

export const inLanguage = (list: ExportedList, name: LocalizedText) => localized(name, list.language)

export type ExportedItem = ListFacts['items'][number]

/** A piece of text with the language that it is really in. */
export type Said = { text: string; language: Language }

/** The items under their headings, in order. */
export function itemsByHeading(list: ExportedList): { heading: LocalizedText; items: ExportedItem[] }[] {
  const groups: { heading: LocalizedText; items: ExportedItem[] }[] = []
  for (const item of list.facts.items) {
    const last = groups.at(-1)
    if (last && JSON.stringify(last.heading) === JSON.stringify(item.heading)) last.items.push(item)
    else groups.push({ heading: item.heading, items: [item] })
  }
  return groups
}

/** The text of an item in the wanted language, or in the one it has. */
export function itemText(
  list: ExportedList,
  item: ExportedItem,
): { blocks: WrittenBlock[]; language: Language } {
  const { language } = localized(item.text, list.language)
  return { blocks: writtenBlocks(item.blocks[language] ?? []), language }
}

/** An item's source as files name it: its meeting, its label there, and what became of it. */
export function sourceLine(list: ExportedList, source: ExportedItem['lineage'][number]): Said {
  const { language } = list
  const words = exportWords[language]
  const state = recommendationIs.withdrawn(source.sourceStatus) ? `, ${words.withdrawn}` : ''
  const meeting = inLanguage(list, source.sourceMeeting).text
  const kind = dispositionKinds.find((candidate) => candidate === source.disposition)
  const became = kind ? words.disposition[kind] : source.disposition
  return {
    text: `${meeting}, ${source.sourceLabel ?? words.notListed} (${became}${state})`,
    language,
  }
}

/** `A. Legislation`: a heading with its letter, in the alphabet of the language that it is in. */
export function headingLine(list: ExportedList, heading: LocalizedText, index: number): Said {
  const { text: name, language } = inLanguage(list, heading)
  return { text: `${headingLetterIn(language, index)}${language === 'ar' ? ' -' : '.'} ${name}`, language }
}

/** When it was issued, in the meeting's time zone; or that it was not. */
export const issuedLine = ({ facts, language, timeZone, standing }: ExportedList): Said => ({
  text: `${exportWords[language][standing]} ${sayInstant(facts.issuedAt, language, timeZone)}`,
  language,
})

/** Delegations by name, in the language of the file. */
export const delegationName = (list: ExportedList, code: string): string =>
  inLanguage(list, list.names.get(code) ?? { [list.language]: code }).text

/** Who proposed an item; undefined where no one did or it is not said in public. */
export function proposersLine(list: ExportedList, item: ExportedItem): Said | undefined {
  if (item.proposers.length === 0) return undefined
  const { language } = list
  const names = item.proposers.map((code) => delegationName(list, code))
  const all = new Intl.ListFormat(writtenLocales[language], { type: 'conjunction' }).format(names)
  return { text: `${exportWords[language].proposedBy} ${all}`, language }
}
