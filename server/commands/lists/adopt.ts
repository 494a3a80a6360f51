import type { Db } from '#db/client'
import {
  listDispositions,
  listPreliminaryItems,
  needDisposition,
  setDisposition,
} from '#db/queries/dispositions'
import { raiseAccessVersion } from '#db/queries/documents'
import { listLineageConfirmations, listProposedParagraphs } from '#db/queries/lineage-confirmations'
import { findMeeting, listMeetings, lockMeeting } from '#db/queries/meetings'
import { listRecommendations, moveRecommendation } from '#db/queries/recommendations'
import { coverageOf, dispositionKind } from '#domain/consolidation/dispositions'
import { openLineageOf } from '#domain/consolidation/open-lineage'
import { decideConsolidated } from '#domain/decide'
import type { ListId, MeetingId, RecommendationId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { type LineageEntry } from '#domain/lists/canonical-list'
import { paragraphNumber } from '#domain/lists/labels'
import { type Actor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { titleInGroup } from '#server/commands/groups/title-in-group'
import { command } from '#server/frame/command'
import { refuse, type Refusal } from '#server/frame/refusal'
import { type Listed } from '#server/publications/list-facts'
import { freezeText } from '#server/texts/freeze-text'
import { issueFrozen } from './record-list'

export type Adoption =
  | { ok: true; list: ListId }
  /** `missing`: the items without a disposition, or the paragraphs that are not agreed. */
  | { ok: false; refusal: Refusal; missing?: RecommendationId[] }

/**
 * The group adopts its list: every paragraph that is agreed ad referendum, numbered across the headings. Refused
 * while a preliminary item of any meeting has no disposition or a paragraph is still open.
 */
export function adoptList(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; title: LocalizedText },
): Promise<Adoption> {
  return command(db, actor, async (frame) => {
    const { tx, allow, person, decided, record } = frame
    const meeting = await findMeeting(tx, input.meeting)
    if (meeting?.kind !== 'evaluation') return refuse('not-found')
    allow('list.adopt', meeting)
    const by = person()
    const named = await titleInGroup(tx, meeting.group, input.title)
    if (!named.ok) return named
    // No decision at the consolidation desk falls between the count and the adoption.
    await lockMeeting(tx, meeting.id)
    const paragraphs = (await listRecommendations(tx, meeting.id)).filter(
      (item) => item.stage === 'consolidated',
    )
    const items = await listPreliminaryItems(tx, meeting.workplan)
    const dispositions = await listDispositions(tx, meeting.workplan)
    const dropped = new Set(
      paragraphs
        .filter((paragraph) => recommendationIs.notAdopted(paragraph.status))
        .map((paragraph) => paragraph.id),
    )
    const coverage = coverageOf(needDisposition(items), dispositions, dropped)
    if (coverage.missing.length > 0) return { ...refuse('coverage-incomplete'), missing: coverage.missing }
    const agreed = paragraphs.filter((paragraph) => recommendationIs.agreedAdReferendum(paragraph.status))
    const open = paragraphs.filter(
      (paragraph) => !agreed.includes(paragraph) && !recommendationIs.notAdopted(paragraph.status),
    )
    if (open.some((candidate) => recommendationIs.adopted(candidate.status))) return refuse('already-decided')
    if (open.length > 0) return { ...refuse('paragraphs-open'), missing: open.map((entry) => entry.id) }
    if (agreed.length === 0) return refuse('nothing-to-list')
    const lineageFacts = {
      items,
      dispositions,
      confirmed: await listLineageConfirmations(tx, meeting.workplan),
      proposed: await listProposedParagraphs(tx, meeting.id),
    }
    const undecided = agreed
      .filter((candidate) => openLineageOf(candidate.id, lineageFacts))
      .map((entry) => entry.id)
    if (undecided.length > 0) return { ...refuse('sources-undecided'), missing: undecided }
    const at = new Date()
    const byId = new Map(items.map((item) => [item.id, item]))
    const titles = new Map((await listMeetings(tx, meeting.workplan)).map(({ id, title }) => [id, title]))
    const places = new Map(items.map((item, place) => [item.id, place]))
    const inOrder = dispositions.toSorted((a, b) => (places.get(a.item) ?? 0) - (places.get(b.item) ?? 0))
    const sourcesOf = (paragraph: RecommendationId) =>
      inOrder.filter((disposition) => disposition.targets.includes(paragraph))
    const listed: Listed[] = []
    const kinds = new Map<RecommendationId, string>()
    for (const disposition of dispositions) {
      if (disposition.kind === 'not-retained') continue
      const targets = disposition.targets.filter((target) => !dropped.has(target))
      const kind = dispositionKind(
        byId.get(disposition.item)?.text ?? '',
        targets.map((target) => ({
          text: paragraphs.find((paragraph) => paragraph.id === target)?.text ?? '',
          sources: sourcesOf(target).length,
        })),
      )
      kinds.set(disposition.item, kind)
      if (kind === disposition.kind) continue
      // What became of it is what the list says: a text may have been reworded after it was decided.
      await setDisposition(tx, { ...disposition, kind, by: by.participant, at })
      await record({
        type: 'recommendation.disposed',
        subject: disposition.item,
        meeting: meeting.id,
        ...(disposition.reason && { reason: disposition.reason }),
        detail: { disposition: kind, targets: [...disposition.targets] },
        at,
      })
    }
    for (const [index, item] of agreed.entries()) {
      if (item.stage !== 'consolidated') continue
      const to = decided(decideConsolidated(item, 'adopt', by))
      await raiseAccessVersion(tx, item.document)
      const version = await freezeText(tx, item, 'adopted', by, at)
      if (!(await moveRecommendation(tx, item, to, at))) return refuse('changed-meanwhile')
      const lineage = sourcesOf(item.id).flatMap((disposition): LineageEntry[] => {
        const source = byId.get(disposition.item)
        if (!source) return []
        return [
          {
            source: source.id,
            sourceMeeting: titles.get(source.meeting) ?? {},
            sourceList: source.list ?? null,
            sourceLabel: source.label ?? null,
            sourceStatus: source.status,
            disposition: kinds.get(disposition.item) ?? disposition.kind,
          },
        ]
      })
      listed.push({ item, version, label: paragraphNumber(index), lineage })
    }
    const list = await issueFrozen(frame, meeting, { kind: 'adopted', title: named.title, listed, at })
    return { ok: true, list }
  })
}
