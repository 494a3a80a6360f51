import type { Db, Tx } from '#db/client'
import type { LocalizedText } from '#domain/languages'
import type { Tag, TagKind } from '#domain/negotiation/vocabulary'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { fold } from '#domain/text/folding'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import type { ExpertGroupId } from '#domain/ids'

export function manage<Made extends object>(
  db: Db,
  actor: Actor,
  group: ExpertGroupId,
  change: (tx: Tx, at: Date) => Promise<Result<Made>>,
): Promise<Result<Made>> {
  return inTransaction(db, async (tx) => {
    if (!can(actor, 'vocabulary.manage', { group })) return refuse('not-permitted')
    return change(tx, new Date())
  })
}

/** Two terms of one kind that read the same in any language could not be told apart. */
export const isTaken = (tags: readonly Tag[], wanted: { kind: TagKind; name: LocalizedText }) => {
  const names = new Set(Object.values(wanted.name).map(fold))
  return tags.some(
    (tag) => tag.kind === wanted.kind && Object.values(tag.name).some((name) => names.has(fold(name))),
  )
}
