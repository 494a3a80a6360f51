import type { RecommendationId } from '#domain/ids'
import { recommendationIs, type PreliminaryStatus } from '#domain/status'
import type { Disposition } from './dispositions'

/** What must be decided about where a paragraph comes from before it can be adopted. */
export type OpenLineage = 'without-source' | 'source-withdrawn'

export type LineageFacts = {
  items: readonly { id: RecommendationId; status: PreliminaryStatus }[]
  dispositions: readonly Disposition[]
  /** Items and paragraphs of which somebody said that it shall be so. */
  confirmed: ReadonlySet<RecommendationId>
  /** Paragraphs that an accepted amendment brought. */
  proposed: ReadonlySet<RecommendationId>
}

/** Undefined where nothing is to be decided. */
export function openLineageOf(paragraph: RecommendationId, facts: LineageFacts): OpenLineage | undefined {
  const sources = facts.dispositions
    .filter((disposition) => disposition.targets.includes(paragraph))
    .map((disposition) => disposition.item)
  const isWithdrawn = (source: RecommendationId) => {
    const item = facts.items.find((candidate) => candidate.id === source)
    return item !== undefined && recommendationIs.withdrawn(item.status) && !facts.confirmed.has(source)
  }
  if (sources.some(isWithdrawn)) return 'source-withdrawn'
  const hasOrigin = sources.length > 0 || facts.proposed.has(paragraph) || facts.confirmed.has(paragraph)
  return hasOrigin ? undefined : 'without-source'
}
