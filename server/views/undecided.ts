import type { Db } from '#db/client'
import { countTabledAmendments } from '#db/queries/amendments'
import { listLabels } from '#db/queries/labels'
import { listMeetings, listTopics, type Meeting } from '#db/queries/meetings'
import { countItems, listFirstUndecided, type ItemCount } from '#db/queries/recommendation-pages'
import { listWorkplans } from '#db/queries/workplans'
import { actorIn, isMemberOf, type SignedInActor } from '#domain/people/participants'
import { meetingIs, recommendationIs } from '#domain/status'

/** So many of each topic are shown; the meeting's page has the others. */
const shownOfTopic = 8
/** In characters. */
const excerptLength = 200

/** What is not agreed yet in the meetings that are open, by their topics. */
export async function readUndecided(db: Db, actor: SignedInActor) {
  const workplans = await listWorkplans(db)
  const meetings = (await Promise.all(workplans.map((workplan) => listMeetings(db, workplan.id)))).flat()
  return Promise.all(
    meetings
      .filter((meeting) => meetingIs.inSession(meeting.status) && isMemberOf(actor, meeting))
      .map((meeting) => readMeeting(db, actor, meeting)),
  )
}

async function readMeeting(db: Db, actor: SignedInActor, meeting: Meeting) {
  const reader = actorIn(actor, meeting)
  const [topics, counts, items] = await Promise.all([
    listTopics(db, meeting.id),
    countItems(db, meeting.id, reader),
    listFirstUndecided(db, meeting.id, reader, shownOfTopic),
  ])
  const [labels, amendments] = await Promise.all([
    items.length > 0 ? listLabels(db, meeting.id) : new Map<string, string>(),
    countTabledAmendments(
      db,
      items.map((item) => item.id),
    ),
  ])
  const undecided = counts.filter((count) => recommendationIs.undecided(count.status))
  const agreed = counts.filter((count) => recommendationIs.decided(count.status))
  const groups = [...topics, { id: undefined, title: undefined }].map(({ id, title }) => {
    const own = undecided.filter((count) => count.topic === id)
    return {
      id,
      title,
      agreed: sum(agreed.filter((count) => count.topic === id)).items,
      ...sum(own),
      open: items
        .filter((item) => item.topic === id)
        .map((item) => ({
          id: item.id,
          href: `/meetings/${meeting.id}/recommendations/${item.id}`,
          label: labels.get(item.id),
          text: item.text.slice(0, excerptLength),
          language: item.language,
          status: item.status,
          amendments: amendments.get(item.id) ?? 0,
          brackets: item.brackets,
        })),
    }
  })
  return {
    id: meeting.id,
    title: meeting.title,
    topics: groups.filter((group) => group.items > 0),
    open: sum(undecided).items,
    agreed: sum(agreed).items,
  }
}

const sum = (counts: readonly ItemCount[]) => ({
  items: counts.reduce((total, count) => total + count.items, 0),
  amendments: counts.reduce((total, count) => total + count.amendments, 0),
  brackets: counts.reduce((total, count) => total + count.brackets, 0),
})

export type Undecided = Awaited<ReturnType<typeof readUndecided>>
