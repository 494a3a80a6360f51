import type { FittedLanguage } from '#domain/consolidation/overlap/fitted'
import type { StoredTerms } from '#domain/consolidation/overlap/item-terms'
import type { Language } from '#domain/languages'

/** What the thread is given: of each item what was read from its text, or the text. */
export type FitJob = {
  items: ({ id: string; language: Language } & (
    (StoredTerms & { text?: undefined }) | { stems?: undefined; text: string }
  ))[]
}

export type FitResult = {
  fitted: Partial<Record<Language, FittedLanguage>>
  /** What it read from the texts that it was given. */
  read: Record<string, StoredTerms>
}
