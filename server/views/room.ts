import type { Db } from '#db/client'
import { listLabels } from '#db/queries/labels'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { findMeetingRoom } from '#db/queries/rooms'
import { findSpeakingLimits, listSpeakers } from '#db/queries/speakers'
import type { RecommendationId } from '#domain/ids'
import { numberedParagraphs } from '#domain/lists/labels'
import { agendaKey, agendaOf } from '#domain/meetings/agenda'
import { neighboursOf } from '#domain/meetings/room'
import { currentSpeaker, neighbourOnList, timeUsed, waitingSpeakers } from '#domain/meetings/speakers'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { actorIn, speaksFor, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs, informalIs, meetingIs, recommendationIs } from '#domain/status'
import { readWorkingText } from '#server/texts/freeze-text'
import { readAmendments } from './amendment-cards'
import { badgesOf } from './drafting-desk'
import { readInformals } from './informals'
import { readNegotiation } from './negotiation'

/** The list of speakers of a meeting, and what this reader may do with it. */
export async function readFloor(db: Db, actor: Actor, meeting: Meeting, now: Date) {
  const [speakers, room, limits] = await Promise.all([
    listSpeakers(db, meeting.id),
    findMeetingRoom(db, meeting.id),
    findSpeakingLimits(db, meeting.id),
  ])
  const speaking = currentSpeaker(speakers)
  const here = actorIn(actor, meeting)
  const mayGive = can(actor, 'floor.give', meeting)
  const mayKeep = can(actor, 'floor.keep', meeting)
  return {
    speaking: speaking && {
      id: speaking.id,
      delegation: speaking.delegation,
      kind: speaking.kind,
      limit: speaking.limit,
      startedAt: (speaking.startedAt ?? now).toISOString(),
      mayEnd: mayGive || speaksFor(here, speaking.delegation),
    },
    waiting: waitingSpeakers(speakers).map((waitingSpeaker) => ({
      id: waitingSpeaker.id,
      delegation: waitingSpeaker.delegation,
      kind: waitingSpeaker.kind,
      limit: waitingSpeaker.limit,
      askedAt: waitingSpeaker.askedAt.toISOString(),
      mayLeave: mayGive || speaksFor(here, waitingSpeaker.delegation),
      mayMoveUp: mayKeep && neighbourOnList(speakers, waitingSpeaker, 'up') !== undefined,
      mayMoveDown: mayKeep && neighbourOnList(speakers, waitingSpeaker, 'down') !== undefined,
    })),
    used: [...timeUsed(speakers, now)]
      .map(([delegation, seconds]) => ({ delegation, seconds: Math.round(seconds) }))
      .toSorted((a, b) => b.seconds - a.seconds),
    closedAt: room.listClosedAt?.toISOString(),
    limits,
    may: {
      ask: can(actor, 'floor.ask', meeting),
      give: mayGive,
      keep: mayKeep,
      list: mayKeep && meetingIs.inSession(meeting.status),
    },
    now: now.toISOString(),
  }
}

/** The agenda of a meeting, and at which of its items the meeting is. */
export async function readAgenda(db: Db, meeting: Meeting) {
  const [room, topics] = await Promise.all([findMeetingRoom(db, meeting.id), listTopics(db, meeting.id)])
  const current = room.agenda && agendaKey(room.agenda)
  return agendaOf(topics.map((topic) => topic.id)).map((item, index) => ({
    key: agendaKey(item),
    number: index + 1,
    kind: item.kind,
    title: topics.find((topic) => topic.id === item.topic)?.title,
    isCurrent: agendaKey(item) === current,
  }))
}

/** What can be put on the screen, in the order of the agenda: the paragraphs, or at an earlier meeting its items. */
function showable(actor: Actor, all: readonly Recommendation[]): Recommendation[] {
  const consolidated = all.filter((recommendation) => recommendation.stage === 'consolidated')
  return (consolidated.length > 0 ? consolidated : all).filter(
    (recommendation) =>
      !recommendationIs.draft(recommendation.status) &&
      !recommendationIs.gone(recommendation.status) &&
      can(actor, 'recommendation.see', recommendation),
  )
}

/** What is on the screen in the room: the Chair's paragraph with its amendments and where it stands. */
export async function readProjector(db: Db, actor: Actor, meeting: Meeting, now: Date) {
  const [room, all, topics, badges, floor, agenda] = await Promise.all([
    findMeetingRoom(db, meeting.id),
    listRecommendations(db, meeting.id),
    listTopics(db, meeting.id),
    badgesOf(db, meeting),
    readFloor(db, actor, meeting, now),
    readAgenda(db, meeting),
  ])
  const paragraphs = numberedParagraphs(all)
  const labels = await listLabels(db, meeting.id)
  const item = all.find(
    (recommendation) =>
      recommendation.id === room.recommendation && can(actor, 'recommendation.see', recommendation),
  )
  const amendments = item
    ? (await readAmendments(db, actor, item)).filter((amendment) => amendmentIs.tabled(amendment.status))
    : []
  const large = amendments.find((amendment) => amendment.id === room.amendment)
  return {
    badges,
    floor,
    agenda: agenda.find((candidate) => candidate.isCurrent),
    agreed: paragraphs.filter((paragraph) => recommendationIs.agreed(paragraph.status)).length,
    paragraphs: paragraphs.length,
    shown: item && {
      id: item.id,
      label: labels.get(item.id),
      topic: topics.find((topic) => topic.id === item.topic),
      status: item.status,
      text: item.text,
      blocks: (await readWorkingText(db, item)).content.blocks,
      language: item.language,
      document: item.document,
      proposers: item.proposers,
      brackets: item.brackets,
      // The one that was shown large may have been decided or withdrawn meanwhile.
      view: room.view === 'amendment' && !large ? ('amendments' as const) : room.view,
      amendments: room.view === 'amendment' && large ? [large] : amendments,
      tabled: amendments.length,
      silence: (await readNegotiation(db, actor, item)).silence,
      informals: (await readInformals(db, actor, item))
        .filter((informal) => informalIs.atWork(informal.status))
        .map(({ id, members }) => ({ id, members })),
    },
  }
}

/** What the Chair leads the room with: what is on the screen, what comes before and after, and what else there is. */
export async function readConsole(db: Db, actor: Actor, meeting: Meeting) {
  const [room, all] = await Promise.all([
    findMeetingRoom(db, meeting.id),
    listRecommendations(db, meeting.id),
  ])
  const labels = await listLabels(db, meeting.id)
  const choices = showable(actor, all)
  const shown = choices.find((choice) => choice.id === room.recommendation)
  const neighbours = neighboursOf(
    choices.map((choice) => choice.id),
    room.recommendation,
  )
  const describe = ({ id, text, language, status }: Recommendation) => ({
    id,
    label: labels.get(id),
    text,
    language,
    status,
  })
  const describeId = (id: RecommendationId | undefined) => {
    const item = choices.find((choice) => choice.id === id)
    return item && describe(item)
  }
  return {
    shown: shown && describe(shown),
    previous: describeId(neighbours.previous),
    next: describeId(neighbours.next),
    choices: choices.map(describe),
    view: room.view,
    amendment: room.amendment,
    amendments: shown
      ? (await readAmendments(db, actor, shown))
          .filter((amendment) => amendmentIs.tabled(amendment.status))
          .map(({ id, proposers, sponsors }) => ({ id, parties: [...proposers, ...sponsors] }))
      : [],
  }
}
