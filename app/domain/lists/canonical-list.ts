import { canonicalJson, sha256 } from '#domain/hash'
import type { RecommendationId } from '#domain/ids'
import type { Language, LocalizedText } from '#domain/languages'
import type { RecommendationKind } from '#domain/negotiation/recommendations'
import type { PreliminaryStatus } from '#domain/status'
import type { FrozenBlock } from '#domain/text/frozen-text'

export const listKinds = ['preliminary', 'agreed-status', 'adopted'] as const
export type ListKind = (typeof listKinds)[number]

/** The form of the canonical JSON. A change of what it holds takes the next number, and this one stays readable. */
export const listForm = 1

/** Where an adopted paragraph comes from: an item of a meeting and what became of it. */
export type LineageEntry = {
  source: RecommendationId
  sourceMeeting: LocalizedText
  /** Null where the item was on the table when its meeting closed, but in none of its lists. */
  sourceList: string | null
  sourceLabel: string | null
  /** `withdrawn` where its proposer took it back after it went into the paragraph. */
  sourceStatus: PreliminaryStatus
  disposition: string
}

/** What a list says, complete: this is exported, hashed and never changes after it was issued. */
export type ListFacts = {
  form: typeof listForm
  group: LocalizedText
  meeting: LocalizedText
  kind: ListKind
  issuedAt: string
  /** The document symbol that the secretariat gave it. */
  symbol: string | null
  title: LocalizedText
  items: {
    label: string
    heading: LocalizedText
    kind: RecommendationKind
    /** Per language; a preliminary item has the one it was drafted in. */
    blocks: Partial<Record<Language, FrozenBlock[]>>
    /** The words of the blocks, a line each, for programs that need no more. */
    text: Partial<Record<Language, string>>
    proposers: string[]
    tags: string[]
    mandates: string[]
    lineage: LineageEntry[]
  }[]
}

/** The list's canonical JSON (RFC 8785) and its SHA-256, in hexadecimal. */
export function canonicalList(facts: ListFacts): { canonical: string; hash: string } {
  const canonical = canonicalJson(facts)
  return { canonical, hash: sha256(canonical) }
}
