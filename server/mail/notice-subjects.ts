import type { Db } from '#db/client'
import { findAmendment, type Amendment } from '#db/queries/amendments'
import { findCall, findSubmission } from '#db/queries/calls'
import { listSourceStakeholders } from '#db/queries/dispositions'
import { listLabels } from '#db/queries/labels'
import { findList } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { listAllDelegations } from '#db/queries/delegations'
import { findRecommendation } from '#db/queries/recommendations'
import {
  isNoticeType,
  noticeOf,
  subjectKind,
  type NoticeFacts,
  type RecordedEvent,
} from '#domain/events/events'
import type { CallId, DelegationId, ExpertGroupId, MeetingId, RecommendationId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { NoticeSubject } from '#domain/notices/subject'
import type { DecidedChange, NoticeWords } from '#i18n/notice-words'
import { readChangeOutcomes } from '#server/texts/change-outcomes'

/** An event with what it happened to: enough to decide who is told, and to tell it. */
export type Told = {
  event: RecordedEvent
  group: ExpertGroupId
  notice: NoticeFacts
  subject: NoticeSubject
  recommendation: Recommendation | undefined
  words: NoticeWords
}

/** The beginning of a text, in characters. */
const excerptLength = 160

/**
 * Reads what events happened to, as it is now: anyone who may not see it any more is not told. What several events
 * share is read once.
 */
export function readingOf(db: Db) {
  const recommendation = remembering((id: string) => findRecommendation(db, id))
  const amendment = remembering((id: string) => findAmendment(db, id))
  const call = remembering((id: string) => findCall(db, id))
  const list = remembering((id: string) => findList(db, id))
  const meeting = remembering((id: string) => findMeeting(db, id))
  const labels = remembering((id: string) => listLabels(db, id as MeetingId))
  const sources = remembering((id: string) => listSourceStakeholders(db, id as RecommendationId))
  const delegations = remembering(async (_all: string) => {
    const all = await listAllDelegations(db)
    return new Map<DelegationId, LocalizedText>(all.map((delegation) => [delegation.id, delegation.name]))
  })

  const stakeholdersOf = async (item: Recommendation) => [
    ...item.proposers,
    ...item.sponsors,
    ...(item.stage === 'consolidated' ? await sources(item.id) : []),
  ]

  const wordsOf = async (
    event: RecordedEvent,
    about: {
      href: string
      item?: Recommendation
      title?: LocalizedText
      changes?: DecidedChange[] | undefined
    },
  ): Promise<NoticeWords | undefined> => {
    const notice = noticeOf(event)
    if (!notice || !isNoticeType(event.type)) return undefined
    const where = event.meeting === undefined ? undefined : await meeting(event.meeting)
    const { item } = about
    const text = item?.text.replaceAll(/\s+/g, ' ') ?? ''
    return {
      type: event.type,
      delegation: event.delegation && (await delegations('')).get(event.delegation),
      deadline: notice.deadline,
      timeZone: where?.timeZone ?? 'UTC',
      variant: notice.variant,
      reason: event.reason,
      changes: about.changes,
      title: about.title,
      label: item && (await labels(item.meeting)).get(item.id),
      excerpt: item && {
        text: text.length > excerptLength ? `${text.slice(0, excerptLength).trimEnd()} …` : text,
        language: item.language,
      },
      meeting: where?.title,
      href: about.href,
    }
  }

  /** Which part was taken and which was not, where a decision was not the same for all changes. */
  const decidedIn = async (event: RecordedEvent, item: Amendment): Promise<DecidedChange[] | undefined> => {
    if (event.type !== 'amendment.accepted-in-part' && event.type !== 'amendment.changes-decided')
      return undefined
    const changes = (await readChangeOutcomes(db, [item])).get(item.id) ?? []
    const isTold = ({ index }: { index: number }) =>
      event.type === 'amendment.accepted-in-part' || event.detail.outcomes[String(index)] !== undefined
    return changes.flatMap(({ outcome, ...change }) =>
      outcome !== undefined && isTold(change) ? [{ ...change, outcome }] : [],
    )
  }

  const read = async (
    event: RecordedEvent,
  ): Promise<
    { subject: NoticeSubject; item?: Recommendation; words: NoticeWords | undefined } | undefined
  > => {
    switch (subjectKind(event.type)) {
      case 'recommendation': {
        const item = await recommendation(event.subject)
        if (!item) return undefined
        const href = `/meetings/${item.meeting}/recommendations/${item.id}`
        const stakeholders = await stakeholdersOf(item)
        return {
          subject: { kind: 'recommendation', recommendation: item, stakeholders },
          item,
          words: await wordsOf(event, { href, item }),
        }
      }
      case 'amendment': {
        const found: Amendment | undefined = await amendment(event.subject)
        if (!found) return undefined
        const item = found.recommendation
        const href = `/meetings/${item.meeting}/recommendations/${item.id}/amendments/${found.id}`
        // An amendment to an amendment is the business of those whose amendment it changes.
        const stakeholders = found.parent ? [...found.parent.proposers] : await stakeholdersOf(item)
        return {
          subject: { kind: 'amendment', amendment: found, stakeholders },
          item,
          words: await wordsOf(event, { href, item, changes: await decidedIn(event, found) }),
        }
      }
      case 'call': {
        const found = await call(event.subject)
        if (!found) return undefined
        const words = await wordsOf(event, { href: `/calls/${found.id}`, title: found.title })
        // A call's own deadline, not the event's.
        return {
          subject: { kind: 'call', call: found },
          words: words && { ...words, deadline: found.deadline.toISOString() },
        }
      }
      case 'submission': {
        const found = 'call' in event.detail ? await call(event.detail.call) : undefined
        const submission =
          found && event.delegation && (await findSubmission(db, found.id satisfies CallId, event.delegation))
        if (!submission) return undefined
        return {
          subject: { kind: 'submission', submission },
          words: await wordsOf(event, { href: `/calls/${found.id}`, title: found.title }),
        }
      }
      case 'list': {
        const found = await list(event.subject)
        return (
          found && {
            subject: { kind: 'list' },
            words: await wordsOf(event, { href: `/lists/${found.id}`, title: found.title }),
          }
        )
      }
      case 'meeting': {
        const found = await meeting(event.subject)
        return (
          found && {
            subject: { kind: 'meeting', meeting: found },
            words: await wordsOf(event, { href: `/meetings/${found.id}` }),
          }
        )
      }
      default:
        return undefined
    }
  }

  /** @returns undefined where no one is ever told of such an event, or where what it happened to is gone. */
  return async (event: RecordedEvent): Promise<Told | undefined> => {
    const notice = noticeOf(event)
    const { group } = event
    if (!notice || group === undefined) return undefined
    const found = await read(event)
    if (!found?.words) return undefined
    return { event, group, notice, subject: found.subject, recommendation: found.item, words: found.words }
  }
}

function remembering<Answer>(ask: (id: string) => Promise<Answer>): (id: string) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  return (id) => {
    const answer = answers.get(id) ?? ask(id)
    answers.set(id, answer)
    return answer
  }
}
