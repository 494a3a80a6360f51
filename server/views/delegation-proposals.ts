import type { Db } from '#db/client'
import { needDisposition } from '#db/queries/dispositions'
import { listTopics, type Meeting } from '#db/queries/meetings'
import { listRecommendationsById } from '#db/queries/recommendations'
import { coverageBy } from '#domain/consolidation/coverage-by'
import type { DelegationId, RecommendationId } from '#domain/ids'
import { numberedParagraphs } from '#domain/lists/labels'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { diffContent } from '#domain/text/word-diff'
import { readWorkingText } from '#server/texts/freeze-text'
import { readDeskFacts } from './consolidation-desk'

/**
 * What became at an evaluation meeting of everything that a delegation suggested: each item with its disposition, and
 * word by word what of it stands in the paragraphs that it went into.
 */
export async function readDelegationProposals(
  db: Db,
  actor: Actor,
  meeting: Meeting,
  delegation: DelegationId,
) {
  const { items, dispositions, proposers, paragraphs, meetings } = await readDeskFacts(db, meeting)
  const own = items.filter(({ id }) => proposers.get(id)?.includes(delegation))
  const found = new Map(
    (
      await listRecommendationsById(
        db,
        own.map(({ id }) => id),
      )
    )
      .filter((item) => can(actor, 'recommendation.see', item))
      .map((item) => [item.id, item]),
  )
  const numbers = new Map(numberedParagraphs(paragraphs).map(({ id }, index) => [id, index + 1]))
  return Promise.all(
    own
      .filter(({ id }) => found.has(id))
      .map(async ({ id, label, language, text, meeting: of, status }) => {
        const disposition = dispositions.find(({ item }) => item === id)
        const item = found.get(id)
        const base = item && (await readWorkingText(db, item)).content
        const targets = await Promise.all(
          (disposition?.targets ?? []).map(async (target) => {
            const paragraph = paragraphs.find((candidate) => candidate.id === target)
            if (!paragraph || !base || !can(actor, 'recommendation.see', paragraph)) return []
            const { content } = await readWorkingText(db, paragraph)
            return [
              {
                id: target,
                number: numbers.get(target),
                status: paragraph.status,
                lines: diffContent(base, content, language).lines,
              },
            ]
          }),
        )
        return {
          id,
          label,
          language,
          text,
          year: meetings.find((candidate) => candidate.id === of)?.startsOn.slice(0, 4) ?? '',
          isWithdrawn: recommendationIs.withdrawn(status),
          disposition: disposition && { kind: disposition.kind, reason: disposition.reason },
          targets: targets.flat(),
        }
      }),
  )
}

/** Of how many items something became: by delegation, by meeting and by topic. */
export async function readCoverage(db: Db, meeting: Meeting) {
  const { items, proposers, meetings, coverage } = await readDeskFacts(db, meeting)
  const needed = needDisposition(items)
  const missing = new Set(coverage.missing)
  const byId = new Map(items.map((item) => [item.id, item]))
  const topics = new Map(
    (await Promise.all(meetings.map(({ id }) => listTopics(db, id))))
      .flat()
      .map((topic) => [topic.id, topic.title]),
  )
  const by = <Key extends string>(keysOf: (item: RecommendationId) => readonly Key[]) =>
    coverageBy(needed, missing, keysOf)
  return {
    delegations: by((id) => proposers.get(id) ?? []),
    meetings: by((id) => [byId.get(id)?.meeting].flatMap((key) => key ?? [])).map((count) => ({
      ...count,
      title: meetings.find(({ id }) => id === count.key)?.title ?? {},
    })),
    topics: by((id) => [byId.get(id)?.topic].flatMap((key) => key ?? [])).map((count) => ({
      ...count,
      title: topics.get(count.key) ?? {},
    })),
  }
}
