import type { TopicId } from '#domain/ids'

/** What every meeting does besides its topics, in the order in which it does so. */
export const agendaKinds = [
  'opening',
  'adoption-of-agenda',
  'topic',
  'other-matters',
  'adoption-of-report',
  'closing',
] as const
export type AgendaKind = (typeof agendaKinds)[number]

export type AgendaItem =
  { kind: 'topic'; topic: TopicId } | { kind: Exclude<AgendaKind, 'topic'>; topic?: undefined }

/** The agenda of a meeting with these topics, in order; an item's number is its place, from 1. */
export const agendaOf = (topics: readonly TopicId[]): AgendaItem[] =>
  agendaKinds.flatMap((kind): AgendaItem[] =>
    kind === 'topic' ? topics.map((topic) => ({ kind, topic })) : [{ kind }],
  )

/** Names an item within its meeting, in forms and addresses. */
export const agendaKey = (item: AgendaItem): string => item.topic ?? item.kind
