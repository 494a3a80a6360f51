import type { Db } from '#db/client'
import { listMeetingEvents } from '#db/queries/events'
import type { Meeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import { listRecommendations } from '#db/queries/recommendations'
import { listLastVersionsAt } from '#db/queries/versions'
import type { RecordedEvent } from '#domain/events/events'
import type { Language } from '#domain/languages'
import { canonicalList } from '#domain/lists/canonical-list'
import { paragraphNumber } from '#domain/lists/labels'
import { paragraphEventTypes, paragraphsAt, type ParagraphEvent } from '#domain/lists/past-paragraphs'
import { statusTitle } from '#domain/lists/status-lists'
import type { Actor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { exportedList, type ExportedList } from './exported-list'
import { listFacts, type Listed } from './list-facts'
import { readRecorded, type Addition } from './recorded'

/** Which paragraphs were agreed at an instant, as the audit log has it, with the number and text they had then. */
export async function readAgreedStatus(
  db: Db,
  meeting: Meeting,
  at: Date,
): Promise<{ listed: Listed[]; paragraphs: number }> {
  const [all, events] = await Promise.all([
    listRecommendations(db, meeting.id),
    listMeetingEvents(db, meeting.id, paragraphEventTypes),
  ])
  const paragraphs = all.filter((item) => item.stage === 'consolidated')
  const standing = paragraphsAt(paragraphs, events.map(toParagraphEvent), at).filter(
    (candidate) => !recommendationIs.notAdopted(candidate.status),
  )
  const versions = await listLastVersionsAt(
    db,
    standing
      .filter((candidate) => recommendationIs.agreed(candidate.status))
      .map((entry) => entry.paragraph.id),
    at,
  )
  return {
    paragraphs: standing.length,
    listed: standing.flatMap(({ paragraph: item }, index) => {
      const version = versions.get(item.id)
      return version ? [{ item, version, label: paragraphNumber(index) }] : []
    }),
  }
}

const toParagraphEvent = (event: RecordedEvent): ParagraphEvent =>
  event.type === 'recommendation.moved' ? { ...event, direction: event.detail.direction } : event

/** The same as a file: a view of the record and no list that was issued, which it says. */
export async function exportAgreedStatus(
  db: Db,
  actor: Actor,
  meeting: Meeting,
  at: Date,
  language: Language,
  wanted: readonly Addition[],
): Promise<ExportedList> {
  const { listed } = await readAgreedStatus(db, meeting, at)
  const title = statusTitle(at, meeting.timeZone)
  const facts = await listFacts(db, meeting, 'agreed-status', title, at, listed)
  const delegations = await listDelegations(db, meeting.group)
  // Tags are those of today: what a paragraph was about then is not what this list is asked for.
  const items = facts.items.map((item) => ({ ...item, tags: [], mandates: [] }))
  return exportedList({ id: `${meeting.id}/status`, ...canonicalList({ ...facts, items }) }, language, {
    standing: 'view',
    timeZone: meeting.timeZone,
    names: new Map(delegations.map(({ code, name }) => [code, name])),
    ...(wanted.length > 0 && {
      recorded: await readRecorded(
        db,
        actor,
        meeting,
        listed.map(({ item, label }) => ({ label, recommendation: item.id })),
        wanted,
        at,
      ),
    }),
  })
}
