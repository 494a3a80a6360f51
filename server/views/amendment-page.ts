import type { Db } from '#db/client'
import { findAmendment, findContinuation, listSubAmendments, type Amendment } from '#db/queries/amendments'
import { listDispositions, listPreliminaryItems, needDisposition } from '#db/queries/dispositions'
import type { Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { getVersion } from '#db/queries/versions'
import { coverageOf } from '#domain/consolidation/dispositions'
import { canonicalJson } from '#domain/hash'
import { allowed, may } from '#domain/may'
import { actorIn, isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs, recommendationIs } from '#domain/status'
import type { ComparisonView } from '#domain/text/comparison'
import { describeChanges } from '#domain/text/describe-changes'
import { emptiedBrackets } from '#domain/text/brackets'
import { diffContent } from '#domain/text/word-diff'
import { previewAmendment, readAmendmentTexts } from '#server/texts/amendment-texts'
import { readChangeOutcomes } from '#server/texts/change-outcomes'
import { readWorkingText } from '#server/texts/freeze-text'
import { previewSubAmendment } from '#server/texts/sub-amendment-preview'
import { readCards } from './amendment-cards'
import { badgesOf } from './drafting-desk'
import { readPlace } from './new-paragraphs'

/**
 * One amendment with all that its reader needs to understand and to decide it.
 * @param chosen which changes the preview takes; all without it.
 */
export async function readAmendmentPage(
  db: Db,
  actor: Actor,
  meeting: Meeting,
  amendment: Amendment,
  { chosen, view }: { chosen: readonly number[] | undefined; view: ComparisonView },
) {
  const { base, changed } = await readAmendmentTexts(db, amendment)
  const preview = await readPreview(db, amendment, chosen)
  const { language, recommendation } = amendment
  const now = preview?.current ?? (await readStanding(db, amendment))
  const version = await getVersion(db, amendment.baseVersion)
  const subs = (await listSubAmendments(db, amendment.id)).filter((candidate) =>
    can(actor, 'amendment.see', candidate),
  )
  const continuedBy = await findContinuation(db, amendment.id)
  const onTable = amendmentIs.tabled(amendment.status)
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    recommendation: { id: recommendation.id, stage: recommendation.stage, status: recommendation.status },
    amendment: {
      id: amendment.id,
      kind: amendment.kind,
      isSub: amendment.parent !== undefined,
      status: amendment.status,
      language,
      document: amendment.document,
      text: amendment.text,
      rationale: amendment.rationale,
      proposers: amendment.proposers,
      sponsors: amendment.sponsors,
      invited: amendment.invited,
      decisionReason: amendment.decisionReason,
      decidedAt: amendment.decidedAt?.toISOString(),
    },
    parent: describe(actor, amendment.parent && (await findAmendment(db, amendment.parent.id))),
    continues: describe(actor, amendment.continues && (await findAmendment(db, amendment.continues))),
    continuedBy: describe(actor, continuedBy),
    place: amendment.kind === 'new-paragraph' ? await readPlace(db, meeting, amendment) : undefined,
    /** The version that it was made to, where the text has moved on since. */
    movedOn:
      amendment.kind === 'text' && now && canonicalJson(now) !== canonicalJson(base)
        ? { number: version.number, at: version.createdAt.toISOString() }
        : undefined,
    base,
    changed,
    facts: describeChanges(base, changed, language, preview?.current),
    preview: preview && {
      seen: preview.seen,
      changes: preview.merge.changes.map(({ index, removed, added, fit }) => ({
        index,
        removed,
        added,
        fit,
      })),
      lines: diffContent(preview.current, preview.merge.content, language).lines,
      emptied: emptiedBrackets(preview.current, preview.merge.content),
    },
    outcomes: (await readChangeOutcomes(db, [amendment])).get(amendment.id) ?? [],
    subs: await readCards(db, subs, view),
    badges: await badgesOf(db, amendment),
    account: isSignedIn(actor) ? actor.participant : undefined,
    reader: actorIn(actor, amendment),
    reopens: onTable && amendment.kind === 'deletion' ? await countReopened(db, meeting, amendment) : 0,
    may: {
      ...allowed(may.amendment(amendment, actor)),
      takeOver: can(actor, 'amendment.take-over', amendment) && continuedBy === undefined,
    },
  }
}

async function readPreview(db: Db, amendment: Amendment, chosen: readonly number[] | undefined) {
  if (!amendmentIs.tabled(amendment.status) || amendment.kind === 'deletion') return undefined
  if (amendment.parent) {
    return amendmentIs.tabled(amendment.parent.status) ? previewSubAmendment(db, amendment) : undefined
  }
  return previewAmendment(db, amendment, chosen && new Set(chosen))
}

/** The text that a draft would change, as it is now. */
async function readStanding(db: Db, amendment: Amendment) {
  if (!amendmentIs.draft(amendment.status)) return undefined
  const parent = amendment.parent && (await findAmendment(db, amendment.parent.id))
  if (parent) return (await readAmendmentTexts(db, parent)).changed
  return (await readWorkingText(db, amendment.recommendation)).content
}

/** Another amendment that this one has to do with. */
function describe(actor: Actor, other: Amendment | undefined) {
  if (!other || !can(actor, 'amendment.see', other)) return undefined
  return { id: other.id, status: other.status, parties: [...other.proposers, ...other.sponsors] }
}

/** How many preliminary items would be without a disposition if the paragraph were deleted. */
async function countReopened(db: Db, meeting: Meeting, { recommendation }: Amendment): Promise<number> {
  const [items, dispositions, all] = await Promise.all([
    listPreliminaryItems(db, meeting.workplan),
    listDispositions(db, meeting.workplan),
    listRecommendations(db, meeting.id),
  ])
  const ids = needDisposition(items)
  const dropped = new Set(
    all.filter((candidate) => recommendationIs.notAdopted(candidate.status)).map((entry) => entry.id),
  )
  const before = coverageOf(ids, dispositions, dropped)
  const after = coverageOf(ids, dispositions, new Set([...dropped, recommendation.id]))
  return after.missing.length - before.missing.length
}
