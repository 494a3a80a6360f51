import type { Db, Tx } from '#db/client'
import {
  deleteDisposition,
  listDispositions,
  listPreliminaryItems,
  setDisposition,
  type PreliminaryItem,
} from '#db/queries/dispositions'
import { deleteLineageConfirmation } from '#db/queries/lineage-confirmations'
import { isListAdopted } from '#db/queries/lists'
import { findMeeting, lockMeeting, type Meeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { dispositionKind, type Disposition } from '#domain/consolidation/dispositions'
import type { MeetingId, RecommendationId } from '#domain/ids'
import { type Actor, type SignedInActor } from '#domain/people/participants'
import { meetingIs } from '#domain/status'
import { command, type Frame } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

export type Desk = {
  meeting: Meeting
  by: SignedInActor
  record: Frame['record']
  items: Map<RecommendationId, PreliminaryItem>
  dispositions: Map<RecommendationId, Disposition>
  at: Date
}

export function atConsolidationDesk<Made extends object>(
  db: Db,
  actor: Actor,
  meetingId: MeetingId,
  work: (tx: Tx, desk: Desk) => Promise<Result<Made>>,
): Promise<Result<Made>> {
  return command(db, actor, async ({ tx, allow, person, record }) => {
    const meeting = await findMeeting(tx, meetingId)
    if (meeting?.kind !== 'evaluation') return refuse('not-found')
    allow('consolidation.decide', meeting)
    const by = person()
    // Who decides on an item, or adopts the list, sees what was decided before.
    await lockMeeting(tx, meeting.id)
    // Nothing of an adopted list changes.
    if (await isListAdopted(tx, meeting.id)) return refuse('already-adopted')
    if (meetingIs.reported(meeting.status)) return refuse('wrong-status')
    const items = await listPreliminaryItems(tx, meeting.workplan)
    const dispositions = await listDispositions(tx, meeting.workplan)
    return work(tx, {
      meeting,
      by,
      record,
      items: new Map(items.map((item) => [item.id, item])),
      dispositions: new Map(dispositions.map((disposition) => [disposition.item, disposition])),
      at: new Date(),
    })
  })
}

export async function disposeOf(tx: Tx, desk: Desk, disposition: Disposition) {
  desk.dispositions.set(disposition.item, disposition)
  await setDisposition(tx, { ...disposition, by: desk.by.participant, at: desk.at })
  await desk.record({
    type: 'recommendation.disposed',
    subject: disposition.item,
    meeting: desk.meeting.id,
    ...(disposition.reason && { reason: disposition.reason }),
    detail: { disposition: disposition.kind, targets: [...disposition.targets] },
    at: desk.at,
  })
}

/**
 * The sources of a paragraph are put in and taken out by one rule: not while its text is agreed or under silence, for
 * the room agreed to what it knew. The Chair reopens it first.
 */
export async function hasClosedSources(tx: Tx, paragraphs: readonly RecommendationId[]): Promise<boolean> {
  for (const id of paragraphs) {
    const status = (await findRecommendation(tx, id))?.status
    if (status === 'agreed-ad-referendum' || status === 'under-silence' || status === 'adopted') return true
  }
  return false
}

/** Decides on an item by the paragraphs that it now goes into; the kinds of those it shares them with follow. */
export async function disposeAgain(
  tx: Tx,
  desk: Desk,
  item: PreliminaryItem,
  targets: readonly RecommendationId[],
): Promise<Result> {
  const before = desk.dispositions.get(item.id)?.targets ?? []
  if (targets.length === 0) {
    desk.dispositions.delete(item.id)
    await deleteDisposition(tx, item.id)
    await deleteLineageConfirmation(tx, item.id)
    await desk.record({
      type: 'recommendation.disposition-reopened',
      subject: item.id,
      meeting: desk.meeting.id,
      at: desk.at,
    })
  } else {
    desk.dispositions.set(item.id, { item: item.id, kind: 'merged', reason: undefined, targets })
  }
  const touched = new Set([...before, ...targets])
  for (const disposition of [...desk.dispositions.values()]) {
    if (!disposition.targets.some((target) => touched.has(target))) continue
    const text = desk.items.get(disposition.item)?.text ?? ''
    const described = []
    for (const target of disposition.targets) {
      const paragraph = await findRecommendation(tx, target)
      const sources = [...desk.dispositions.values()].filter((candidate) =>
        candidate.targets.includes(target),
      ).length
      described.push({ text: paragraph?.text ?? '', sources })
    }
    const kind = dispositionKind(text, described)
    if (disposition.item === item.id || kind !== disposition.kind) {
      await disposeOf(tx, desk, { ...disposition, kind })
    }
  }
  return { ok: true }
}
