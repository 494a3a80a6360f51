import type { Db } from '#db/client'
import { countTabledAmendments } from '#db/queries/amendments'
import { listLabels } from '#db/queries/labels'
import { listMeetings, listTopics } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { listWorkplans } from '#db/queries/workplans'
import { isMemberOf, type SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { meetingIs, recommendationIs } from '#domain/status'

/** What is not agreed yet in the meetings that are open, by their topics. */
export async function readUndecided(db: Db, actor: SignedInActor) {
  const workplans = await listWorkplans(db)
  const meetings = (await Promise.all(workplans.map((one) => listMeetings(db, one.id)))).flat()
  return Promise.all(
    meetings
      .filter((meeting) => meetingIs.inSession(meeting.status) && isMemberOf(actor, meeting))
      .map(async (meeting) => {
        const [topics, all, labels, amendments] = await Promise.all([
          listTopics(db, meeting.id),
          listRecommendations(db, meeting.id),
          listLabels(db, meeting.id),
          countTabledAmendments(db, meeting.id),
        ])
        const texts = all
          .filter((item) => !recommendationIs.draft(item.status) && can(actor, 'recommendation.see', item))
          .map((item) => ({
            id: item.id,
            topic: item.topic,
            isOpen: recommendationIs.undecided(item.status),
            isAgreed: recommendationIs.decided(item.status),
            href: `/meetings/${meeting.id}/recommendations/${item.id}`,
            label: labels.get(item.id),
            text: item.text.slice(0, excerptLength),
            language: item.language,
            status: item.status,
            amendments: amendments.get(item.id) ?? 0,
            brackets: item.brackets,
          }))
        const groups = [...topics, { id: undefined, title: undefined }].map(({ id, title }) => ({
          id,
          title,
          agreed: texts.filter((one) => one.topic === id && one.isAgreed).length,
          open: texts.filter((one) => one.topic === id && one.isOpen),
        }))
        return {
          id: meeting.id,
          title: meeting.title,
          topics: groups.filter((group) => group.open.length > 0),
          open: texts.filter((one) => one.isOpen).length,
          agreed: texts.filter((one) => one.isAgreed).length,
        }
      }),
  )
}

export type Undecided = Awaited<ReturnType<typeof readUndecided>>

const excerptLength = 200
