import type { Db } from '#db/client'
import { listNewParagraphs, type Amendment } from '#db/queries/amendments'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { numberedParagraphs, paragraphNumber } from '#domain/lists/labels'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'

/** Where a new paragraph shall stand. */
export type ParagraphPlace = {
  topic: Record<string, string>
  /** The number of the paragraph before it; absent at the end of the topic. */
  after: string | undefined
}

/** The paragraphs of a meeting's list, each with the number that it would be adopted with. */
async function readNumbers(db: Db, meeting: Meeting) {
  const all = await listRecommendations(db, meeting.id)
  return numberedParagraphs(all).map(({ id, topic }, index) => ({
    id,
    topic,
    number: paragraphNumber(index),
  }))
}

export async function readPlace(db: Db, meeting: Meeting, amendment: Amendment): Promise<ParagraphPlace> {
  const [topics, numbers] = await Promise.all([listTopics(db, meeting.id), readNumbers(db, meeting)])
  return {
    topic: topics.find((topic) => topic.id === amendment.recommendation.topic)?.title ?? {},
    after: numbers.find((candidate) => candidate.id === amendment.after)?.number,
  }
}

/**
 * The new paragraphs that were proposed at a meeting and do not stand in its list, as far as this reader may see
 * them, and where others may be proposed.
 * @param after only those proposed after this paragraph.
 */
export async function readNewParagraphs(db: Db, actor: Actor, meeting: Meeting, after?: RecommendationId) {
  if (meeting.kind !== 'evaluation') return { proposals: [], places: [] }
  const [all, topics, numbers] = await Promise.all([
    listNewParagraphs(db, meeting.id),
    listTopics(db, meeting.id),
    readNumbers(db, meeting),
  ])
  const proposals = all.filter(
    (amendment) =>
      can(actor, 'amendment.see', amendment) && (after === undefined || amendment.after === after),
  )
  return {
    proposals: proposals.map((proposal) => ({
      id: proposal.id,
      recommendation: proposal.recommendation.id,
      status: proposal.status,
      parties: [...proposal.proposers, ...proposal.sponsors],
      text: proposal.text,
      language: proposal.language,
      topic: topics.find((topic) => topic.id === proposal.recommendation.topic)?.title ?? {},
      after: numbers.find(({ id }) => id === proposal.after)?.number,
    })),
    places: can(actor, 'meeting.draft', meeting)
      ? topics.map((topic) => ({
          topic: topic.id,
          title: topic.title,
          paragraphs: numbers
            .filter((candidate) => candidate.topic === topic.id)
            .map(({ id, number }) => ({ id, number })),
        }))
      : [],
  }
}
