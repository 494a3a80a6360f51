import type { AppLoadContext } from '@remix-run/node'
import type { Meeting } from '#db/queries/meetings'
import type { RecommendationId } from '#domain/ids'
import { numberedParagraphs } from '#domain/lists/labels'
import { pagingOf } from '#domain/paging'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import type { DeskFacts } from './consolidation-desk'
import { countPartners, groupsOnPage, readPartners, readSuggestions } from './overlap-suggestions'

type Asked = {
  /** The item whose partners are shown. */
  item: string | undefined
  /** The page of suggested groups, where they are shown. */
  page: number | undefined
  /** The items on the page. */
  shown: readonly RecommendationId[]
}

/** What the desk shows of items that belong together; nothing to those who do not decide there. */
export async function readOverlap(
  { db, overlap: keeper }: Pick<AppLoadContext, 'db' | 'overlap'>,
  actor: Actor,
  meeting: Meeting,
  asked: Asked,
  { items, dispositions, meetings, paragraphs, proposers }: DeskFacts,
) {
  if (!can(actor, 'consolidation.decide', meeting)) return undefined
  const overlap = await keeper.find(meeting.workplan)
  const desk = { items, dispositions }
  const yearOf = (id: string) => meetings.find((candidate) => candidate.id === id)?.startsOn.slice(0, 4) ?? ''
  const numbers = new Map(numberedParagraphs(paragraphs).map(({ id }, index) => [id, index + 1]))
  const item = items.find(({ id }) => id === asked.item)
  const partners = item && (await readPartners(db, actor, meeting, desk, overlap, item.id))
  const groups =
    asked.page !== undefined
      ? await readSuggestions(db, actor, meeting, desk, overlap, asked.page)
      : undefined
  return {
    groups: groups && {
      state: groups.state,
      paging: pagingOf({
        page: asked.page ?? 1,
        pageSize: groupsOnPage,
        found: groups.state === 'ready' ? groups.found : 0,
      }),
      groups:
        groups.state === 'ready'
          ? groups.groups.map(({ items: members, band, theme, accepted }) => ({
              items: members.map(({ id, label, text, language, proposers: by, shared, meeting: of }) => ({
                id,
                year: yearOf(of),
                label,
                text,
                language,
                proposers: by,
                shared,
              })),
              band,
              theme,
              accepted,
            }))
          : [],
    },
    item: item && {
      id: item.id,
      year: yearOf(item.meeting),
      label: item.label,
      text: item.text,
      language: item.language,
      proposers: proposers.get(item.id) ?? [],
      shared: partners?.[0]?.explanation.shared.a ?? [],
      isOpen: !dispositions.some((disposition) => disposition.item === item.id),
    },
    partners:
      overlap &&
      partners?.map(
        ({ id, label, text, language, meeting: of, explanation, phrase, verdict, ...partner }) => ({
          id,
          year: yearOf(of),
          label,
          text,
          language,
          proposers: partner.proposers,
          shared: explanation.shared.b,
          explanation: {
            band: explanation.band,
            reason: explanation.reason,
            coverage: explanation.coverage,
          },
          phrase,
          verdict,
          disposition: partner.disposition && {
            kind: partner.disposition.kind,
            targets: partner.disposition.targets.map((target) => ({
              id: target,
              number: numbers.get(target),
            })),
          },
        }),
      ),
    similar: Object.fromEntries(
      await countPartners(db, actor, meeting, desk, overlap, asked.shown),
    ) as Record<string, number>,
  }
}
