import type { Db } from '#db/client'
import { countListed } from '#db/queries/lists'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { nextLabels } from '#domain/lists/labels'
import { recommendationIs } from '#domain/status'

/** What a meeting's next list would hold, in order, with the labels that the items would get. */
export async function readNextList(db: Db, meeting: Meeting) {
  const [topics, all, listed] = await Promise.all([
    listTopics(db, meeting.id),
    listRecommendations(db, meeting.id),
    countListed(db, meeting.id),
  ])
  const open = all.filter((item) => item.stage === 'preliminary' && recommendationIs.onTable(item.status))
  return nextLabels(
    meeting.firstParagraph,
    topics.map(({ id }) => ({ id, listed: listed.get(id) ?? 0 })),
    open,
  )
}
