import { canonicalJson, sha256 } from '#domain/hash'
import type { Language, LocalizedText } from '#domain/languages'
import type { RecommendationKind } from '#domain/negotiation/recommendations'

export const listKinds = ['preliminary', 'agreed-status', 'adopted'] as const
export type ListKind = (typeof listKinds)[number]

/** Where an adopted paragraph comes from: an item of an issued list and what became of it. */
export type LineageEntry = { sourceList: string; sourceLabel: string; disposition: string }

/** What a list says, complete: this is exported, hashed and never changes after it was issued. */
export type ListFacts = {
  group: LocalizedText
  meeting: LocalizedText
  kind: ListKind
  issuedAt: string
  title: LocalizedText
  items: {
    label: string
    heading: LocalizedText
    kind: RecommendationKind
    /** Per language; a preliminary item has the one it was drafted in. */
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
