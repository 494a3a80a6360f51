import type { Db } from '#db/client'
import { countListed } from '#db/queries/lists'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listOpenPreliminary, listRecommendations } from '#db/queries/recommendations'
import type { TopicId } from '#domain/ids'
import { nextLabels } from '#domain/lists/labels'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { recommendationIs } from '#domain/status'

/** What a meeting's next list would hold, in order, with the labels that the items would get. */
export async function readNextList(db: Db, meeting: Meeting) {
  const [topics, all, listed] = await Promise.all([
    listTopics(db, meeting.id),
    listRecommendations(db, meeting.id),
    countListed(db, meeting.id),
  ])
  return nextLabels(meeting.firstParagraph, topicsWith(topics, listed), all.filter(isNext))
}

/** The same without the texts. */
export async function readNextLabels(db: Db, meeting: Meeting) {
  const [topics, all, listed] = await Promise.all([
    listTopics(db, meeting.id),
    listOpenPreliminary(db, meeting.id),
    countListed(db, meeting.id),
  ])
  return nextLabels(meeting.firstParagraph, topicsWith(topics, listed), all)
}

const isNext = (item: Recommendation) => item.stage === 'preliminary' && recommendationIs.onTable(item.status)

const topicsWith = (topics: readonly { id: TopicId }[], listed: ReadonlyMap<TopicId, number>) =>
  topics.map(({ id }) => ({ id, listed: listed.get(id) ?? 0 }))
