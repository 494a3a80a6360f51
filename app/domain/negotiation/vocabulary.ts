import type { MandateId, TagId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'

export const tagKinds = ['theme', 'addressee', 'cross-cutting-issue'] as const
export type TagKind = (typeof tagKinds)[number]

/** A term of the controlled vocabulary. A retired one stays where it was used and is offered no more. */
export type Tag = { id: TagId; kind: TagKind; name: LocalizedText; retired: boolean }

/** A resolution or decision that a recommendation answers to. */
export type Mandate = { id: MandateId; symbol: string; title: LocalizedText }
