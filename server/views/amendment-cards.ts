import type { Db } from '#db/client'
import { listAllAmendments, type Amendment } from '#db/queries/amendments'
import { loadDocument } from '#db/queries/documents'
import type { AmendmentId, DelegationId } from '#domain/ids'
import type { AmendmentKind } from '#domain/negotiation/amendments'
import { areCompeting } from '#domain/negotiation/merging'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import { compare, compareTokens, type Comparison, type ComparisonView } from '#domain/text/comparison'
import { describeChanges, describeHunks, type ChangeFact } from '#domain/text/describe-changes'
import { cleanLines, nearComparison } from '#domain/text/near-lines'
import { placesInLater, placesOf, type BlockPlace } from '#domain/text/places'
import { readAmendmentTexts } from '#server/texts/amendment-texts'
import {
  amendedText,
  placeAmendments,
  readStandingText,
  readTabledAmendments,
  type TabledAmendment,
} from '#server/texts/tabled-changes'

export type AmendmentCard = {
  id: AmendmentId
  kind: AmendmentKind
  status: Amendment['status']
  proposers: readonly DelegationId[]
  sponsors: readonly DelegationId[]
  rationale: string
  tabledAt: string | undefined
  decisionReason: string | undefined
  /** What changes, without what is far from it. */
  comparison: Comparison
  /** What it does, said in words; places are those of the text as it is now while it is on the table. */
  facts: ChangeFact[]
  /** Others on the table that change the same words. */
  competing: AmendmentId[]
  /** Whether it still fits the text as it stands; absent for what is decided. */
  fits: boolean | undefined
  /** The amendments to it. */
  subs: AmendmentCard[]
}

/** The amendments to a recommendation that this reader may see, those on the table first. */
export async function readAmendments(
  db: Db,
  actor: Actor,
  item: Recommendation,
  view: ComparisonView = 'inline',
): Promise<AmendmentCard[]> {
  const visible = (await listAllAmendments(db, item.id)).filter(
    // What a group works on has a place of its own.
    (amendment) => can(actor, 'amendment.see', amendment) && amendment.informal !== 'at-work',
  )
  const tabled = await readTabledAmendments(db, visible)
  const { doc } = await loadDocument(db, item.document)
  const text = await readStandingText(db, item.document, doc, item.language)
  const onTable = new Map(
    [...tabled].filter(([id]) => isMergeable(visible.find((amendment) => amendment.id === id))),
  )
  const placed = placeAmendments(onTable, text)
  doc.destroy()
  const own = placesByText(placesOf)
  const standing = placesByText((tokens, tabledAmendment) =>
    placesInLater(tokens, text.tokens, placed.alignmentOf(tabledAmendment)),
  )
  const all = new Map<AmendmentId, AmendmentCard>()
  for (const amendment of visible) {
    const one = tabled.get(amendment.id)
    all.set(amendment.id, {
      ...factsOf(amendment),
      ...(one
        ? showTabled(one, view, isMergeable(amendment) ? standing(one) : own(one))
        : await showDraft(db, amendment, view)),
      fits: placed.changes.get(amendment.id)?.every((change) => change.fit === 'applies'),
    })
  }
  for (const { id, parent } of visible) {
    const card = all.get(id)
    if (parent && card) all.get(parent.id)?.subs.push(card)
  }
  const cards = visible.flatMap(({ id, parent }) => (parent ? [] : (all.get(id) ?? [])))
  for (const card of cards) {
    const changes = placed.changes.get(card.id)
    if (!changes) continue
    card.competing = [...placed.changes]
      .filter(([id, other]) => id !== card.id && areCompeting(changes, other))
      .map(([id]) => id)
  }
  const order = (card: AmendmentCard) =>
    amendmentIs.draft(card.status) ? 0 : amendmentIs.tabled(card.status) ? 1 : 2
  return cards.toSorted((a, b) => order(a) - order(b))
}

/** On the table, and to the words of the text itself. */
const isMergeable = (amendment: Pick<Amendment, 'status' | 'kind' | 'parent'> | undefined) =>
  amendment !== undefined &&
  amendmentIs.tabled(amendment.status) &&
  amendment.kind === 'text' &&
  amendment.parent === undefined

const factsOf = (amendment: Amendment) => ({
  id: amendment.id,
  kind: amendment.kind,
  status: amendment.status,
  proposers: amendment.proposers,
  sponsors: amendment.sponsors,
  rationale: amendment.rationale,
  tabledAt: amendment.tabledAt?.toISOString(),
  decisionReason: amendment.decisionReason,
  competing: [],
  fits: undefined,
  subs: [],
})

/** Amendments by themselves; their places are those of the texts that they were made to. */
export async function readCards(
  db: Db,
  amendments: readonly Amendment[],
  view: ComparisonView,
): Promise<AmendmentCard[]> {
  const tabled = await readTabledAmendments(db, amendments)
  const own = placesByText(placesOf)
  return Promise.all(
    amendments.map(async (amendment): Promise<AmendmentCard> => {
      const one = tabled.get(amendment.id)
      const shown = one ? showTabled(one, view, own(one)) : await showDraft(db, amendment, view)
      return { ...factsOf(amendment), ...shown }
    }),
  )
}

/** Places are found once for all amendments to the same text. */
function placesByText(
  find: (tokens: TabledAmendment['base']['tokens'], one: TabledAmendment) => BlockPlace[],
) {
  const known = new Map<TabledAmendment['base'], BlockPlace[]>()
  return (tabledAmendment: TabledAmendment): BlockPlace[] => {
    const places = known.get(tabledAmendment.base) ?? find(tabledAmendment.base.tokens, tabledAmendment)
    known.set(tabledAmendment.base, places)
    return places
  }
}

function showTabled(
  one: TabledAmendment,
  view: ComparisonView,
  places: readonly BlockPlace[],
): Pick<AmendmentCard, 'comparison' | 'facts'> {
  const { tokens, hunks } = amendedText(one)
  const a = one.base.tokens
  return {
    comparison: shownNear(view, (as) => compareTokens(a, tokens, hunks, as)),
    facts: describeHunks({ a, b: tokens, places }, hunks),
  }
}

async function showDraft(
  db: Db,
  amendment: Amendment,
  view: ComparisonView,
): Promise<Pick<AmendmentCard, 'comparison' | 'facts'>> {
  const { base, changed } = await readAmendmentTexts(db, amendment)
  const { language } = amendment
  return {
    comparison: shownNear(view, (as) => compare(base, changed, language, as)),
    facts: describeChanges(base, changed, language),
  }
}

/** A clean text does not tell where it changed: it is made of one that does. */
function shownNear(view: ComparisonView, compareAs: (view: ComparisonView) => Comparison): Comparison {
  const near = nearComparison(compareAs(view === 'clean' ? 'inline' : view))
  return view === 'clean' && near.view !== 'side-by-side' ? { view, lines: cleanLines(near.lines) } : near
}
