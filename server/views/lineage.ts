import type { Db } from '#db/client'
import { listAllAmendments } from '#db/queries/amendments'
import { listCommentsOn } from '#db/queries/calls'
import { listDispositions } from '#db/queries/dispositions'
import { listEvents } from '#db/queries/events'
import { listLabelsOf } from '#db/queries/lists'
import { findMeeting, type Meeting } from '#db/queries/meetings'
import { listParticipants } from '#db/queries/participants'
import { listRecommendationsById } from '#db/queries/recommendations'
import type { Disposition } from '#domain/consolidation/dispositions'
import { mayLearnOf, recordOf } from '#domain/events/events'
import type { RecommendationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { isMemberOf, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import { withoutAskers } from '#domain/text/brackets'
import { readWorkingText } from '#server/texts/freeze-text'
import { learnsWhoProposed } from './who-proposed'

/** Where a text comes from and where it went: to every source and amendment, and the reverse. */
export async function readLineage(db: Db, actor: Actor, item: Recommendation, meeting: Meeting) {
  const dispositions = await listDispositions(db, meeting.workplan)
  const own = dispositions.find((disposition) => disposition.item === item.id)
  const incoming = dispositions.filter((disposition) => disposition.targets.includes(item.id))
  const targets = await describeAll(db, actor, own?.targets ?? [], dispositions)
  // What is only proposed at the desk is not public yet.
  const shown = isMemberOf(actor, item) || targets.length > 0 ? own : undefined
  return {
    item: await describe(db, actor, item),
    disposition: shown && { kind: shown.kind, reason: shown.reason },
    targets,
    sources: await describeAll(
      db,
      actor,
      incoming.map((disposition) => disposition.item),
      dispositions,
    ),
    events: await readEvents(db, actor, item),
  }
}

async function describeAll(
  db: Db,
  actor: Actor,
  ids: readonly RecommendationId[],
  dispositions: readonly Disposition[],
) {
  const found = (await listRecommendationsById(db, ids)).filter((recommendation) =>
    can(actor, 'recommendation.see', recommendation),
  )
  const described = await Promise.all(
    found.map(async (recommendation) => ({
      ...(await describe(db, actor, recommendation)),
      disposition: dispositions.find((disposition) => disposition.item === recommendation.id)?.kind,
    })),
  )
  return described.toSorted((a, b) => (a.year + a.position).localeCompare(b.year + b.position))
}

async function describe(db: Db, actor: Actor, item: Recommendation) {
  const [isNamed, meeting, labels, amendments, comments] = await Promise.all([
    learnsWhoProposed(db, actor, item),
    findMeeting(db, item.meeting),
    listLabelsOf(db, item.id),
    listAllAmendments(db, item.id),
    listCommentsOn(db, [item.id]),
  ])
  const { blocks } = (await readWorkingText(db, item)).content
  return {
    id: item.id,
    meeting: item.meeting,
    meetingTitle: meeting?.title ?? {},
    year: meeting?.startsOn.slice(0, 4) ?? '',
    position: String(item.position).padStart(6, '0'),
    stage: item.stage,
    status: item.status,
    blocks: isNamed ? blocks : withoutAskers(blocks),
    language: item.language,
    proposers: isNamed ? item.proposers : [],
    labels,
    amendments: amendments
      .filter((amendment) => can(actor, 'amendment.see', amendment) && !amendmentIs.draft(amendment.status))
      .map((amendment) => ({
        id: amendment.id,
        kind: amendment.kind,
        status: amendment.status,
        parties: isNamed ? [...amendment.proposers, ...amendment.sponsors] : [],
        reason: amendment.decisionReason,
      })),
    comments: comments
      .filter((comment) => can(actor, 'submission.see', comment.submission))
      .map(({ delegation, position, body, language }) => ({ delegation, position, body, language })),
  }
}

/** What happened to a text, as far as this reader may learn of it. */
async function readEvents(db: Db, actor: Actor, item: Recommendation) {
  if (!isMemberOf(actor, item)) return []
  const events = (await listEvents(db, item.id)).filter((event) => mayLearnOf(actor, event))
  const people = new Map((await listParticipants(db)).map(({ id, name }) => [id, name]))
  return events.flatMap((event) => {
    const record = recordOf(event.type)
    if (!record) return []
    return [
      {
        sequence: event.sequence,
        sentence: record.sentence,
        at: event.at.toISOString(),
        actor: event.actor && people.get(event.actor),
        delegation: event.delegation,
        reason: event.reason,
      },
    ]
  })
}
