import type { Db } from '#db/client'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { findMeetingRoom, listSpeakers } from '#db/queries/rooms'
import { listLabels } from '#db/queries/lists'
import { isSignedIn, speaksFor, type Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import { currentSpeaker, timeUsed, waitingSpeakers } from '#domain/speakers'
import { badgesOf, readAmendments } from './drafting-desk'
import { readNegotiation } from './negotiation'

/** The list of speakers of a meeting, and what this reader may do with it. */
export async function readFloor(db: Db, actor: Actor, meeting: Meeting, now: Date) {
  const speakers = await listSpeakers(db, meeting.id)
  const speaking = currentSpeaker(speakers)
  const mayGive = can(actor, 'floor.give', undefined)
  return {
    speaking: speaking && {
      id: speaking.id,
      delegation: speaking.delegation,
      kind: speaking.kind,
      limit: speaking.limit,
      startedAt: (speaking.startedAt ?? now).toISOString(),
      mayEnd: mayGive || speaksFor(actor, speaking.delegation),
    },
    waiting: waitingSpeakers(speakers).map((one) => ({
      id: one.id,
      delegation: one.delegation,
      kind: one.kind,
      limit: one.limit,
      askedAt: one.askedAt.toISOString(),
      mayLeave: mayGive || speaksFor(actor, one.delegation),
    })),
    used: [...timeUsed(speakers, now)]
      .map(([delegation, seconds]) => ({ delegation, seconds: Math.round(seconds) }))
      .toSorted((a, b) => b.seconds - a.seconds),
    may: { ask: isSignedIn(actor) && can(actor, 'floor.ask', meeting), give: mayGive },
    now: now.toISOString(),
  }
}

/** What is on the screen in the room: the Chair's paragraph with its amendments and where it stands. */
export async function readProjector(db: Db, actor: Actor, meeting: Meeting, now: Date) {
  const [room, all, topics, labels, badges, floor] = await Promise.all([
    findMeetingRoom(db, meeting.id),
    listRecommendations(db, meeting.id),
    listTopics(db, meeting.id),
    listLabels(db, meeting.id),
    badgesOf(db),
    readFloor(db, actor, meeting, now),
  ])
  const paragraphs = all.filter((one) => one.stage === 'consolidated' && one.status !== 'not-adopted')
  const item = all.find((one) => one.id === room.recommendation && can(actor, 'recommendation.see', one))
  const number = item && paragraphs.findIndex((one) => one.id === item.id) + 1
  return {
    badges,
    floor,
    agreed: paragraphs.filter((one) => one.status === 'agreed-ad-referendum' || one.status === 'adopted')
      .length,
    paragraphs: paragraphs.length,
    shown: item && {
      id: item.id,
      label: labels.get(item.id) ?? (number ? String(number) : undefined),
      topic: topics.find((one) => one.id === item.topic)?.title,
      status: item.status,
      text: item.text,
      language: item.language,
      document: item.document,
      proposers: item.proposers,
      brackets: (item.text.match(/\[/g) ?? []).length,
      amendments: (await readAmendments(db, actor, item)).filter((one) => one.status === 'tabled'),
      silence: (await readNegotiation(db, actor, item)).silence,
    },
  }
}
