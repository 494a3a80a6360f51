import type { CallId, ExpertGroupId, ListId, MeetingId, TopicId, WorkplanId } from '#domain/ids'
import type { CommissionActionFacts } from '#domain/lists/commission-actions'
import type { LocalizedText } from '#domain/languages'
import type { CallStatus, MeetingStatus } from '#domain/status'

export type PlannedMeeting = {
  id: MeetingId
  kind: 'thematic' | 'evaluation'
  title: LocalizedText
  status: MeetingStatus
  startsOn: string
  endsOn: string
  place: LocalizedText
  timeZone: string
  topics: { id: TopicId; title: LocalizedText }[]
  postponements: { old: [string, string]; new: [string, string]; reason: LocalizedText }[]
  lists: {
    id: ListId
    kind: string
    title: LocalizedText
    /** What became of it before the Commission, in order. */
    actions: (CommissionActionFacts & { id: string })[]
  }[]
  /** Items of the meeting that anyone at all may know of: drafts are not counted. */
  items: number
  calls: { id: CallId; title: LocalizedText; status: CallStatus; deadline: Date }[]
}

export type WorkplanOverview = {
  id: WorkplanId
  title: LocalizedText
  years: [number, number]
  expertGroup: {
    id: ExpertGroupId
    name: LocalizedText
    parentBody: LocalizedText
    establishedBy: string
  }
  meetings: PlannedMeeting[]
}

/** A workplan on the page of all of them. */
export type WorkplanSummary = {
  id: WorkplanId
  title: LocalizedText
  years: [number, number]
  /** How many meetings it has. */
  meetings: number
  open: SummarizedMeeting[]
  next: SummarizedMeeting | undefined
  calls: { id: CallId; title: LocalizedText; deadline: Date; timeZone: string }[]
}

type SummarizedMeeting = { id: MeetingId; title: LocalizedText; startsOn: string; endsOn: string }

/** A group on the page of all groups. */
export type GroupOverview = {
  id: ExpertGroupId
  name: LocalizedText
  establishedBy: string
  workplans: WorkplanSummary[]
}

const [earliestYear, latestYear] = [1945, 2999]

/** Why a workplan cannot be for these years: they are none, or it would end before it starts. */
export function yearsRefusal(fromYear: number, toYear: number): 'years-wrong' | undefined {
  const areYears = [fromYear, toYear].every(
    (year) => Number.isInteger(year) && year >= earliestYear && year <= latestYear,
  )
  return areYears && fromYear <= toYear ? undefined : 'years-wrong'
}
