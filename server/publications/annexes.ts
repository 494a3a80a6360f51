import type { Db } from '#db/client'
import { listDispositions, listPreliminaryItems } from '#db/queries/dispositions'
import type { List } from '#db/queries/lists'
import { findMeeting, listMeetings } from '#db/queries/meetings'
import { listRecommendationsById } from '#db/queries/recommendations'
import type { Language, LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'

/** A preliminary item that went into no paragraph, and why. */
export type NotRetained = {
  meeting: LocalizedText
  label: string | undefined
  text: string
  language: Language
  reason: string
}

/** The items that an evaluation meeting did not retain, in the order of their lists, as far as this reader may see them. */
export async function readNotRetained(db: Db, actor: Actor, list: List): Promise<NotRetained[]> {
  const meeting = await findMeeting(db, list.meeting)
  if (!meeting) return []
  const [items, dispositions, meetings] = await Promise.all([
    listPreliminaryItems(db, meeting.workplan),
    listDispositions(db, meeting.workplan),
    listMeetings(db, meeting.workplan),
  ])
  const reasons = new Map(
    dispositions
      .filter(({ kind }) => kind === 'not-retained')
      .map(({ item, reason }) => [item, reason ?? '']),
  )
  const seen = new Set(
    (await listRecommendationsById(db, [...reasons.keys()]))
      .filter((item) => can(actor, 'recommendation.see', item))
      .map(({ id }) => id),
  )
  return items
    .filter(({ id }) => seen.has(id))
    .map(({ id, meeting: of, label, text, language }) => ({
      meeting: meetings.find((candidate) => candidate.id === of)?.title ?? {},
      label,
      text,
      language,
      reason: reasons.get(id) ?? '',
    }))
}
