import type { Db } from '#db/client'
import type { PreliminaryItem } from '#db/queries/dispositions'
import type { Meeting } from '#db/queries/meetings'
import { listRecommendationsById } from '#db/queries/recommendations'
import { listDecidedPairs, listSuggestions } from '#db/queries/suggestions'
import type { Disposition } from '#domain/consolidation/dispositions'
import { bandOf, type Band } from '#domain/consolidation/overlap/bands'
import { explainOverlap, type Explanation } from '#domain/consolidation/overlap/explanation'
import { themeOf } from '#domain/consolidation/overlap/group-theme'
import type { TextRange } from '#domain/consolidation/overlap/phrases'
import { pairOf, type PairVerdict } from '#domain/consolidation/overlap/suggestions'
import type { WorkplanOverlap } from '#domain/consolidation/overlap/workplan-overlap'
import type { DelegationId, RecommendationId, SuggestionId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'

/** How many suggested groups are shown at once. */
export const groupsOnPage = 12
const mostPartners = 20

/** What the desk has read already: the items that need a disposition, and what became of them. */
export type DeskItems = {
  items: readonly PreliminaryItem[]
  dispositions: readonly Disposition[]
}

/** An item as a suggestion shows it. */
export type SuggestedItem = PreliminaryItem & { proposers: readonly DelegationId[] }

export type SuggestedGroup = {
  items: (SuggestedItem & {
    /** What it says as most of the others do, for highlighting. */
    shared: TextRange[]
  })[]
  /** The lowest score of any two of its items. */
  score: number
  band: Band | undefined
  /** What it is about, in the words of one of its items. */
  theme: string | undefined
  /** Set if someone accepted it: it waits to be merged. */
  accepted: SuggestionId | undefined
}

export type Suggestions =
  | { state: 'preparing' }
  | {
      state: 'ready'
      groups: SuggestedGroup[]
      /** How many groups there are on all pages. */
      found: number
      pages: number
      bands: Record<Band, number>
    }

/**
 * The groups of items that could go into one paragraph, for those who may decide so: only items of which nothing has
 * become yet, and nothing that was refused.
 * @param overlap undefined while it is worked out.
 */
export async function readSuggestions(
  db: Db,
  actor: Actor,
  meeting: Meeting,
  desk: DeskItems,
  overlap: WorkplanOverlap | undefined,
  page: number,
): Promise<Suggestions | undefined> {
  if (!can(actor, 'consolidation.decide', meeting)) return undefined
  if (!overlap) return { state: 'preparing' }
  const [verdictOf, answers] = await Promise.all([readVerdicts(db, meeting), listSuggestions(db, meeting.id)])
  const items = new Map(desk.items.map((item) => [item.id, item]))
  const settled = new Set(desk.dispositions.map(({ item }) => item))
  const isOpen = (id: RecommendationId) => items.has(id) && !settled.has(id)
  const groups = overlap.groups(isOpen, (a, b) => verdictOf(a, b) === 'apart')
  const shown = groups.slice((page - 1) * groupsOnPage, page * groupsOnPage)
  const described = await describeItems(
    db,
    items,
    shown.flatMap((group) => group.items),
  )
  const inBand = (name: Band) => groups.filter(({ score }) => bandOf(score) === name).length
  return {
    state: 'ready',
    groups: shown.map((group) => {
      const members = group.items.flatMap((id) => described.get(id) ?? [])
      const { theme, shared } = themeOfItems(members, overlap)
      const isAccepted = everyPair(group.items, (a, b) => verdictOf(a, b) === 'together')
      const answer = answers.find(
        ({ outcome, parts }) =>
          outcome === 'accepted' && group.items.every((id) => parts.flat().includes(id)),
      )
      return {
        items: members.map((item, at) => ({ ...item, shared: shared[at] ?? [] })),
        score: group.score,
        band: bandOf(group.score),
        theme,
        accepted: isAccepted ? answer?.id : undefined,
      }
    }),
    found: groups.length,
    pages: Math.max(1, Math.ceil(groups.length / groupsOnPage)),
    bands: { likely: inBand('likely'), probable: inBand('probable'), possible: inBand('possible') },
  }
}

export type SuggestedPartner = SuggestedItem & {
  /** Why: the first text is the item that was asked for, the second this one. */
  explanation: Explanation
  /** A phrase of the first text that both have. */
  phrase: string | undefined
  verdict: PairVerdict | undefined
  /** What became of it, if anything has. */
  disposition: Disposition | undefined
}

/**
 * The items that say the same as one, or a part of it, the closest first, whatever became of them: those that were
 * settled show where the item could go. What was refused is left out.
 */
export async function readPartners(
  db: Db,
  actor: Actor,
  meeting: Meeting,
  desk: DeskItems,
  overlap: WorkplanOverlap | undefined,
  id: RecommendationId,
): Promise<SuggestedPartner[] | undefined> {
  if (!can(actor, 'consolidation.decide', meeting)) return undefined
  const items = new Map(desk.items.map((item) => [item.id, item]))
  const item = items.get(id)
  const weighing = item && overlap?.weighing(item.language)
  if (!item || !overlap || !weighing) return []
  const dispositions = new Map(desk.dispositions.map((disposition) => [disposition.item, disposition]))
  const verdictOf = await readVerdicts(db, meeting)
  const near = overlap
    .partners(id)
    .filter((partner) => items.has(partner.id) && verdictOf(id, partner.id) !== 'apart')
    .slice(0, mostPartners)
  const described = await describeItems(
    db,
    items,
    near.map((partner) => partner.id),
  )
  return near.flatMap((partner) => {
    const other = described.get(partner.id)
    if (!other) return []
    const texts = { a: item.text, b: other.text }
    const explanation = explainOverlap(texts, item.language, partner.score, weighing)
    const [heaviest] = explanation.phrases
    return [
      {
        ...other,
        explanation,
        phrase: heaviest && item.text.slice(heaviest.a.start, heaviest.a.end),
        verdict: verdictOf(id, partner.id),
        disposition: dispositions.get(partner.id),
      },
    ]
  })
}

/** How many others each of some items is suggested with. */
export async function countPartners(
  db: Db,
  actor: Actor,
  meeting: Meeting,
  desk: DeskItems,
  overlap: WorkplanOverlap | undefined,
  ids: readonly RecommendationId[],
): Promise<Map<RecommendationId, number>> {
  if (!overlap || !can(actor, 'consolidation.decide', meeting)) return new Map()
  const items = new Set(desk.items.map((item) => item.id))
  const verdictOf = await readVerdicts(db, meeting)
  return new Map(
    ids.map((id) => [
      id,
      overlap.partners(id).filter((partner) => items.has(partner.id) && verdictOf(id, partner.id) !== 'apart')
        .length,
    ]),
  )
}

/** Open items that have a little in common with all of a group, the closest first. */
export async function readWider(
  db: Db,
  actor: Actor,
  meeting: Meeting,
  desk: DeskItems,
  overlap: WorkplanOverlap | undefined,
  group: readonly RecommendationId[],
): Promise<(SuggestedItem & { score: number })[] | undefined> {
  if (!can(actor, 'consolidation.decide', meeting)) return undefined
  const items = new Map(desk.items.map((item) => [item.id, item]))
  const settled = new Set(desk.dispositions.map(({ item }) => item))
  const verdictOf = await readVerdicts(db, meeting)
  const isWanted = (id: RecommendationId) =>
    items.has(id) && !settled.has(id) && group.every((member) => verdictOf(member, id) !== 'apart')
  const near = (overlap?.wider(group, isWanted) ?? []).slice(0, mostPartners)
  const described = await describeItems(
    db,
    items,
    near.map(({ id }) => id),
  )
  return near.flatMap(({ id, score }) => {
    const item = described.get(id)
    return item ? [{ ...item, score }] : []
  })
}

async function readVerdicts(db: Db, meeting: Meeting) {
  const decided = await listDecidedPairs(db, meeting.id)
  const verdicts = new Map(decided.map(({ first, second, verdict }) => [first + second, verdict]))
  return (a: RecommendationId, b: RecommendationId): PairVerdict | undefined => {
    const { first, second } = pairOf(a, b)
    return verdicts.get(first + second)
  }
}

async function describeItems(
  db: Db,
  items: ReadonlyMap<RecommendationId, PreliminaryItem>,
  ids: readonly RecommendationId[],
): Promise<Map<RecommendationId, SuggestedItem>> {
  const described = new Map<RecommendationId, SuggestedItem>()
  for (const { id, proposers } of await listRecommendationsById(db, ids)) {
    const item = items.get(id)
    if (item) described.set(id, { ...item, proposers })
  }
  return described
}

function themeOfItems(members: readonly SuggestedItem[], overlap: WorkplanOverlap) {
  const language = members[0]?.language
  const weighing = language && overlap.weighing(language)
  if (!weighing) return { theme: undefined, shared: [] }
  return themeOf(
    members.map(({ text }) => text),
    language,
    weighing,
  )
}

const everyPair = (
  ids: readonly RecommendationId[],
  holds: (a: RecommendationId, b: RecommendationId) => boolean,
): boolean => ids.every((b, at) => ids.slice(0, at).every((a) => holds(a, b)))
