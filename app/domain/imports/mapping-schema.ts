import { z } from 'zod'
import type { DelegationId, MandateId, TagId, TopicId } from '#domain/ids'
import { tagKinds } from '#domain/negotiation/vocabulary'
import type { Mapping, ProposerChoice, TermChoice, TopicChoice } from './mapping'

const none = z.object({ kind: z.literal('none') })
const id = <Id extends string>() => z.string().transform((value) => value as Id)

const proposerChoiceSchema: z.ZodType<ProposerChoice> = z.union([
  z.object({ kind: z.literal('delegation'), id: id<DelegationId>() }),
  z.object({ kind: z.literal('state'), code: z.string() }),
  none,
])
const termChoiceSchema: z.ZodType<TermChoice> = z.union([
  z.object({ kind: z.literal('tag'), id: id<TagId>() }),
  z.object({ kind: z.literal('mandate'), id: id<MandateId>() }),
  z.object({ kind: z.literal('new-tag'), tagKind: z.enum(tagKinds) }),
  none,
])
const topicChoiceSchema: z.ZodType<TopicChoice> = z.union([
  z.object({ kind: z.literal('topic'), id: id<TopicId>() }),
  none,
])
export const mappingSchema: z.ZodType<Mapping> = z.object({
  proposers: z.record(z.string(), proposerChoiceSchema),
  tags: z.record(z.string(), termChoiceSchema),
  topics: z.record(z.string(), topicChoiceSchema),
})
